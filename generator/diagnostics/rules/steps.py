"""CAP37x: steps, lookups and mocks (docs/language.md, "Steps" and "Mocks"); what is gathered of them is in `mappings`."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import ITEMS_STEP, capability, doing, official_version, stepped

__all__ = ["Rule"]

_FIND = (
    "{name: found, type: lookup, index: items, match: id, lookupValue: '%s', "
    "outputParameters: [name]}"
)
_WITH_OUTPUT = (
    "              method: GET\n  exposes",
    (
        "              method: GET\n"
        "              inputParameters: [{name: page, in: query}]\n"
        "              outputParameters: [{name: first, type: string, value: $.first}]\n"
        "  exposes"
    ),
)

UNKNOWN_INDEX = Rule(
    code="CAP370",
    severity=Severity.ERROR,
    title="Lookup in a step that is not there",
    message="`{index}` is no step of this unit.",
    hint="{advice}",
    explanation=(
        "`index` is the name of an earlier step, and nothing else: no path, and no part of its "
        "answer."
    ),
    example=stepped(ITEMS_STEP, (_FIND % "1").replace("index: items", "index: $.items.all")),
    correction=stepped(ITEMS_STEP, _FIND % "1"),
)

LATER_INDEX = Rule(
    code="CAP371",
    severity=Severity.ERROR,
    title="Lookup in a later step",
    message="`{index}` has not run when this lookup does: steps run in the order of the file.",
    hint="move that step before this one; before it there are: {earlier}",
    explanation="A lookup reads what an earlier step gave. The order of the file is the order of the steps.",
    example=stepped(_FIND % "1", ITEMS_STEP),
    correction=stepped(ITEMS_STEP, _FIND % "1"),
)

STEP_LATER = Rule(
    code="CAP372",
    severity=Severity.ERROR,
    title="Placeholder for a later step",
    message="`{step}` has not run when this is read: steps run in the order of the file.",
    hint="move that step before this one",
    explanation="`{{{{step.field}}}}` reads what an earlier step gave.",
    example=stepped(
        "{name: one, type: call, call: shop.list-items, with: {page: '{{two.page}}'}}",
        "{name: two, type: call, call: shop.list-items}",
        mappings="[{target: a, value: $.one.a}]",
    ).replace(
        "              method: GET\n  exposes",
        "              method: GET\n              inputParameters: [{name: page, in: query}]\n  exposes",
    ),
    correction=stepped(
        "{name: two, type: call, call: shop.list-items}",
        "{name: one, type: call, call: shop.list-items, with: {page: '{{two.page}}'}}",
        mappings="[{target: a, value: $.one.a}]",
    ).replace(
        "              method: GET\n  exposes",
        "              method: GET\n              inputParameters: [{name: page, in: query}]\n  exposes",
    ),
)

STEP_GIVES_NOTHING = Rule(
    code="CAP397",
    severity=Severity.WARNING,
    title="Placeholder for an output that the step does not have",
    message="`{text}` is never there: {problem}.",
    hint="{advice}",
    explanation="A call with `outputParameters` gives these to the steps after it, and nothing else.",
    example=stepped(
        "{name: one, type: call, call: shop.list-items}",
        "{name: two, type: call, call: shop.list-items, with: {page: '{{one.frist}}'}}",
        mappings="[{target: a, value: $.two.first}]",
    ).replace(*_WITH_OUTPUT),
    correction=stepped(
        "{name: one, type: call, call: shop.list-items}",
        "{name: two, type: call, call: shop.list-items, with: {page: '{{one.first}}'}}",
        mappings="[{target: a, value: $.two.first}]",
    ).replace(*_WITH_OUTPUT),
)

PATH_IS_TEXT = Rule(
    code="CAP375",
    severity=Severity.WARNING,
    title="Path in `with`",
    message="`{text}` is plain text here and is sent as it stands.",
    hint="write `{{{{{name}}}}}`",
    explanation=(
        "Under `with`, what an earlier step gave is read by a placeholder. A path is read in "
        "`mappings` and in `lookupValue` only."
    ),
    example=stepped(
        ITEMS_STEP, "{name: more, type: call, call: shop.list-items, with: {page: $.items.next}}"
    ).replace(
        "              method: GET\n  exposes",
        "              method: GET\n              inputParameters: [{name: page, in: query}]\n  exposes",
    ),
    correction=stepped(
        ITEMS_STEP,
        "{name: more, type: call, call: shop.list-items, with: {page: '{{items.next}}'}}",
    ).replace(
        "              method: GET\n  exposes",
        "              method: GET\n              inputParameters: [{name: page, in: query}]\n  exposes",
    ),
)

LOOKUP_READS_NOTHING = Rule(
    code="CAP376",
    severity=Severity.WARNING,
    title="Value of a lookup that is no path",
    message="`{text}` is looked up as it stands: {problem}.",
    hint="{advice}",
    explanation="A `lookupValue` is a path into an earlier step, or a text with placeholders.",
    example=stepped(ITEMS_STEP, _FIND % "$.orders.id"),
    correction=stepped(ITEMS_STEP, _FIND % "$.items.id"),
)

LOOKUP_OF_TEXT = Rule(
    code="CAP377",
    severity=Severity.WARNING,
    title="Value of a lookup that looks like an input",
    message="`{text}` is plain text here and is looked up as it stands.",
    hint="write `{{{{{name}}}}}`",
    explanation=(
        "In `with` a value `<namespace>.<input>` is an input. In `lookupValue` it is text; there, "
        "an input is a placeholder."
    ),
    example=stepped(ITEMS_STEP, _FIND % "shop-rest.id"),
    correction=stepped(ITEMS_STEP, _FIND % "7"),
)

LOOKUP_IN_TEMPLATE = Rule(
    code="CAP378",
    severity=Severity.WARNING,
    title="Placeholder for a lookup",
    message="`{step}` is a lookup; the reference engine leaves its fields empty in a placeholder.",
    hint="nothing needs to change here; look the record up in the service itself if both must agree",
    explanation=(
        "What a lookup found can be read by later steps here. The reference engine keeps it for "
        "`mappings` only and puts an empty text in its place."
    ),
    example=stepped(
        ITEMS_STEP,
        _FIND % "1",
        "{name: more, type: call, call: shop.list-items, with: {page: '{{found.name}}'}}",
    ).replace(
        "              method: GET\n  exposes",
        "              method: GET\n              inputParameters: [{name: page, in: query}]\n  exposes",
    ),
    correction=stepped(
        ITEMS_STEP,
        _FIND % "1",
        "{name: more, type: call, call: shop.list-items, with: {page: '{{items.name}}'}}",
    ).replace(
        "              method: GET\n  exposes",
        "              method: GET\n              inputParameters: [{name: page, in: query}]\n  exposes",
    ),
)

STEPS_BESIDE_CALL = Rule(
    code="CAP379",
    severity=Severity.WARNING,
    title="Steps beside a call",
    message="These steps are not read: the unit has a `call` as well, which comes first.",
    hint="remove `call`, or the steps",
    explanation="A unit does one thing: `ref` comes before `call`, and `call` before `steps`.",
    example=doing("call: shop.list-items", f"steps: [{ITEMS_STEP}]"),
    correction=doing("call: shop.list-items"),
)

SCRIPT_OUTSIDE = Rule(
    code="CAP384",
    severity=Severity.ERROR,
    title="Script outside its folder",
    message="`{file}` is no file below the folder of the script.",
    hint="name a file: letters, digits, `.`, `_` and `-`, with `/` between folders",
    explanation=(
        "A script is named relative to its `location`, and never leads out of it: no part of the "
        "name is `..`, and none has other characters."
    ),
    example=stepped(
        "{name: sum, type: script, file: ../sum.py}", mappings="[{target: a, value: $.sum}]"
    ),
    correction=stepped(
        "{name: sum, type: script, file: sum.py}", mappings="[{target: a, value: $.sum}]"
    ),
)


MOCK_SAYS_NOTHING = Rule(
    code="CAP380",
    severity=Severity.WARNING,
    title="Mock without a value",
    message="None of these outputs has a `value`: the answer is an empty object.",
    hint="give an output a `value`, or add a `call`",
    explanation="A unit without `call`, `steps` and `ref` answers with the values of its outputs.",
    example=official_version(
        capability(
            exposes_extra=(
                "    - type: mcp\n      namespace: shop-mcp\n      port: 9090\n      tools:\n"
                "        - name: hello\n          description: Hello.\n"
                "          outputParameters: [{name: text, type: string}]\n"
            )
        )
    ),
    correction=official_version(
        capability(
            exposes_extra=(
                "    - type: mcp\n      namespace: shop-mcp\n      port: 9090\n      tools:\n"
                "        - name: hello\n          description: Hello.\n"
                "          outputParameters: [{name: text, type: string, value: hello}]\n"
            )
        )
    ),
)
