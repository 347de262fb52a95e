"""CAP3xx: names that lead nowhere, or to more than one thing."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability, published, tool

_OTHER = "            - {name: drop-items, method: DELETE}\n"

# --- calls (resolve) -----------------------------------------------------------------------------

UNKNOWN_NAMESPACE = Rule(
    code="CAP301",
    severity=Severity.ERROR,
    title="Call to an unknown namespace",
    message="{calls} the namespace `{namespace}`, which the file does not consume.",
    hint="{advice}",
    explanation=(
        "The left half of a `call` is the namespace of an entry under `consumes`. Capwright never "
        "guesses one: the same operation name often exists in several APIs."
    ),
    example=capability(call="store.list-items"),
    correction=capability(),
)

NAMESPACE_NOBODY_CALLS = Rule(
    code="CAP309",
    severity=Severity.ERROR,
    title="Namespace that no call uses, beside calls to one that is not there",
    message=(
        "No call uses `{namespace}`, but {count} calls use `{called}`, which the file does not "
        "consume."
    ),
    hint="did you mean `namespace: {called}`?",
    explanation=(
        "When every call to a namespace that is not there can be meant for an API that nobody "
        "calls, the API's own name is the one mistake. It is reported once, where it stands."
    ),
    example=capability(exposes_extra=tool()).replace("namespace: shop\n", "namespace: shpo\n"),
    correction=capability(exposes_extra=tool()),
)

UNKNOWN_OPERATION = Rule(
    code="CAP302",
    severity=Severity.ERROR,
    title="Call to an unknown operation",
    message="{calls} no operation of `{namespace}`.",
    hint="{advice}",
    explanation=(
        "The right half of a `call` is the name of an operation under that namespace. A name that "
        "is only alike is usually another operation, so it is suggested and never used."
    ),
    example=capability(call="shop.list-itmes"),
    correction=capability(),
)

CALL_SPELLED_DIFFERENTLY = Rule(
    code="CAP303",
    severity=Severity.WARNING,
    title="Call that differs in case or separators",
    message="`{call}` is read as `{operation}`: it differs in case or separators only.",
    hint="write `{operation}`",
    explanation=(
        "When exactly one operation has the same letters and digits, the call is accepted: no "
        "other operation can be meant."
    ),
    example=capability(call="shop.listItems"),
    correction=capability(),
)

OPERATION_TWICE = Rule(
    code="CAP310",
    severity=Severity.WARNING,
    title="Two operations of one name that nothing calls",
    message="`{namespace}` has another operation of the name `{name}`; this one gets a number.",
    hint="give each operation a name of its own",
    explanation=(
        "Both become methods of the client: the first has the name, that of the other ends in a "
        "number. Where a call names them, it says which of them is meant instead."
    ),
    example=published(
        capability(operation_extra=_OTHER + "            - {name: drop-items, method: PUT}\n")
    ),
    correction=published(capability(operation_extra=_OTHER)),
)

AMBIGUOUS_CALL = Rule(
    code="CAP304",
    severity=Severity.WARNING,
    title="Call to one of several operations of the same name",
    message="`{call}` names {count} operations; `{chosen}` is used.",
    hint="give each operation a name of its own",
    explanation=(
        "Among operations of one name the one with the method and path of the exposed operation "
        "is used, then the one with its method, then the first."
    ),
    example=published(
        capability(operation_extra="            - name: list-items\n              method: DELETE\n")
    ),
    correction=published(
        capability(
            operation_extra="            - name: delete-items\n              method: DELETE\n"
        )
    ),
)

DECLARED_AGAIN = Rule(
    code="CAP312",
    severity=Severity.WARNING,
    title="A request that is declared twice",
    message="{what} with the same name, method and path; calls go to the first.",
    hint="remove one of the two",
    explanation=(
        "An operation, or a whole resource, was probably pasted a second time. Both become methods of the "
        "client, and no call can tell one from the other."
    ),
    example=published(
        capability(operation_extra="            - {name: list-items, method: GET}\n")
    ),
    correction=published(capability()),
)

NO_CALL = Rule(
    code="CAP305",
    severity=Severity.ERROR,
    title="Nothing to call",
    message="This has nothing to answer with: no `call`, no `steps`, and no output with a `value`.",
    hint="add `call: <namespace>.<operation>`, or a `value` to an output",
    explanation=(
        "Every exposed operation and tool needs a `call`, `steps`, a `ref`, or outputs with a "
        "`value`, of which its answer is made."
    ),
    example=capability()
    .replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")
    .replace("              call: shop.list-items\n", ""),
    correction=capability().replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5"),
)

SKIPPED_WITHOUT_CALL = Rule(
    code="CAP308",
    severity=Severity.WARNING,
    title="Left out: nothing to call",
    message="This is left out: it has no `call`, so there is nothing that it could answer.",
    hint="add `call: <namespace>.<operation>`",
    explanation=(
        "A published file sometimes lists a tool or an operation in prose only. There is nothing "
        "to generate for it; the rest of the file is generated."
    ),
    example=published(capability()).replace("              call: shop.list-items\n", ""),
    correction=published(capability()),
)

WITH_ADDS = Rule(
    code="CAP306",
    severity=Severity.WARNING,
    title="`with` key that names nothing in the operation",
    message="{keys} of `{operation}`; {sent}.",
    hint="{advice}",
    explanation=(
        "A key of `with` names a parameter, a path variable or a placeholder of the operation. "
        "One that names nothing is sent all the same: as a query pair on GET, HEAD and DELETE, "
        "as a field of the JSON body otherwise."
    ),
    example=capability(rest_extra="              with:\n                page: rest.page\n"),
    correction=capability(
        parameters="[{name: page, in: query, type: integer}]",
        rest_extra="              with:\n                page: rest.page\n",
    ),
)

MISSPELT_PLACEHOLDER = Rule(
    code="CAP311",
    severity=Severity.WARNING,
    title="Placeholder that is spelled like what the call feeds",
    message="`{name}` is nothing that the caller of this operation gives; `{meant}` is.",
    hint="did you mean `{{{{{meant}}}}}`?",
    explanation=(
        "A placeholder of a path or a body gets what `with` or the caller gives under its name. Where "
        "nothing is given under its name, and nothing takes what is given under nearly the same one, the "
        "placeholder is misspelt."
    ),
    example=capability(
        operation="POST /items",
        rest="POST /items",
        operation_extra="              body: {type: json, data: {page: '{{paeg}}'}}\n",
        rest_extra="              with:\n                page: rest.page\n",
    ),
    correction=capability(
        operation="POST /items",
        rest="POST /items",
        operation_extra="              body: {type: json, data: {page: '{{page}}'}}\n",
        rest_extra="              with:\n                page: rest.page\n",
    ),
)

WITH_FEEDS_NOTHING = Rule(
    code="CAP307",
    severity=Severity.WARNING,
    title="`with` key that is not sent",
    message="{keys} of `{operation}` and {sent}.",
    hint="{advice}",
    explanation=(
        "In the official language a `with` entry is a variable; one that no parameter, path or "
        "body of the operation reads has no effect. The same holds for a body that cannot take "
        "another field (text, multipart, raw bytes)."
    ),
    example=capability(
        operation="POST /items",
        rest="POST /items",
        operation_extra="              body: {type: text, data: hello}\n",
        rest_extra="              with:\n                page: rest.page\n",
    ),
    correction=capability(
        operation="POST /items",
        rest="POST /items",
        operation_extra="              body: {type: text, data: hello}\n",
    ),
)
