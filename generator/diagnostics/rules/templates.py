"""CAP330 to CAP349: placeholders, references and calls as they are spelled (stage 3)."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability, published, tool

_OFFICIAL = ("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")


def _published(**parts: str) -> str:
    return published(capability(**parts))


_WITH = "              with:\n"
_TOOL_WITH = "          with:\n"

SINGLE_BRACES = Rule(
    code="CAP330",
    severity=Severity.WARNING,
    title="Single braces in the official dialect",
    message="`{written}` is sent as it stands: no path parameter is called `{name}`.",
    hint="write `{{{{{name}}}}}`, or declare `{name}` with `in: path`",
    explanation=(
        "In the official dialect a variable of a consumed path has two braces on either side. A "
        "name in single braces is a variable only where a path parameter of that name is declared."
    ),
    example=capability(operation="GET /items/{id}").replace(*_OFFICIAL),
    correction=capability(
        operation="GET /items/{{id}}", parameters="[{name: id, in: path}]"
    ).replace(*_OFFICIAL),
)

UNDECLARED_ENVIRONMENT = Rule(
    code="CAP331",
    severity=Severity.NOTE,
    title="An environment variable without a bind",
    message=(
        "`{name}` is read from the environment as `{variable}`: no bind `{namespace}` declares it."
    ),
    hint="add it to a bind: `namespace: {namespace}`, `keys: {{{variable}: {variable}}}`",
    explanation=(
        "`env` is what nearly every published file calls the bind of the environment, so that "
        "`{{env.NAME}}` means the variable `NAME` even where the bind is missing, or does not have "
        "this key."
    ),
    example=_published().replace("https://shop.test/v1", "'https://{{env.SHOP_HOST}}/v1'"),
    correction=_published().replace("https://shop.test/v1", "'https://{{env.SHOP_HOST}}/v1'")
    + "binds:\n  - namespace: env\n    keys:\n      SHOP_HOST: SHOP_HOST\n",
)

FOREIGN_REFERENCE = Rule(
    code="CAP332",
    severity=Severity.WARNING,
    title="A reference of the other kind of adapter",
    message="`{prefix}.` in a {kind} is read as one of its own inputs.",
    hint="write `{meant}`",
    explanation=(
        "`rest.x` is the input `x` of a REST operation and `tools.x` the argument `x` of a tool. "
        "A unit has only inputs of its own kind."
    ),
    example=_published(
        parameters="[{name: page, in: query}]",
        exposes_extra=tool(extra=f"{_TOOL_WITH}            page: rest.page\n"),
    ),
    correction=_published(
        parameters="[{name: page, in: query}]",
        exposes_extra=tool(extra=f"{_TOOL_WITH}            page: tools.page\n"),
    ),
)

MISSPELT_PREFIX = Rule(
    code="CAP338",
    severity=Severity.ERROR,
    title="A reference whose prefix is misspelt",
    message="`{text}` is no reference here: {reason}.",
    hint="did you mean `{meant}`?{otherwise}",
    explanation=(
        "A value under `with` that begins with `rest.`, `tools.` or the namespace of the adapter is an "
        "input; any other text is sent as it stands. One that is an input but for a letter of its "
        "prefix, or for the dot after it, would reach the API as that text. A placeholder of a body is read alike: "
        "`{{tool.name}}` would be the key `name` of an input `tool`, which nobody gives."
    ),
    example=capability(
        parameters="[{name: page, in: query}]",
        rest_extra=f"{_WITH}                page: res.page\n",
    ),
    correction=capability(
        parameters="[{name: page, in: query}]",
        rest_extra=f"{_WITH}                page: rest.page\n",
    ),
)

_BOUND = (
    capability().replace(
        "      resources:\n",
        "      authentication: {type: bearer, token: '{{TOKEN}}'}\n      resources:\n",
        1,
    )
    + "binds:\n  - namespace: env\n    keys:\n      TOKEN: TOKEN\n"
)

BIND_IS_TEXT = Rule(
    code="CAP337",
    severity=Severity.WARNING,
    title="The name of a variable of `binds`, as a text",
    message="`{text}` is sent as this text: a variable of `binds` stands in two braces.",
    hint="write `'{{{{{name}}}}}'`",
    explanation=(
        "`{{NAME}}` reads a variable of `binds`. The forms of shells and of other programs, `$NAME`, "
        "`%NAME%` or the bare name, are texts like any other."
    ),
    example=_BOUND.replace("{{TOKEN}}", "$TOKEN"),
    correction=_BOUND,
)

BRACES_ARE_TEXT = Rule(
    code="CAP353",
    severity=Severity.WARNING,
    title="One brace on each side in a body or a value",
    message="`{text}` is sent as this text: a placeholder has two braces on each side.",
    hint="write `'{meant}'`",
    explanation=(
        "Single braces are variables in paths. Elsewhere they are text, as JSON and templates of other kinds "
        "have them; a text that is nothing but a name of an input in them is hardly meant."
    ),
    example=_published(
        operation="POST /items",
        rest="POST /items",
        operation_extra="              body: {type: json, data: {name: '{name}'}}\n",
    ),
    correction=_published(
        operation="POST /items",
        rest="POST /items",
        operation_extra="              body: {type: json, data: {name: '{{name}}'}}\n",
    ),
)

PUBLISHED_REFERENCE = Rule(
    code="CAP333",
    severity=Severity.WARNING,
    title="A reference that is text in the official dialect",
    message="`{text}` is sent as this text: it is no reference in the official dialect.",
    hint="write `{meant}`",
    explanation=(
        "References of the official dialect begin with the namespace of the adapter. `rest.x` and "
        "`tools.x` are forms of the published dialect (`--dialect published`); `$this.x`, `$.x` and the name of "
        "another adapter are forms of neither."
    ),
    example=capability(
        parameters="[{name: page, in: query}]",
        rest_extra=f"{_WITH}                page: rest.page\n",
    ).replace(*_OFFICIAL),
    correction=capability(
        parameters="[{name: page, in: query}]",
        rest_extra=f"{_WITH}                page: shop-rest.page\n",
    ).replace(*_OFFICIAL),
)

PLACEHOLDER_IN_KEY = Rule(
    code="CAP334",
    severity=Severity.WARNING,
    title="A placeholder in a key",
    message="The key `{key}` is sent as it stands: only values are filled in.",
    hint="write the key out",
    explanation="No value of a caller becomes a key of a request: that would change its structure.",
    example=_published(
        operation="POST /items",
        operation_extra="              body: {type: json, data: {'{{tools.key}}': 1}}\n",
    ),
    correction=_published(
        operation="POST /items",
        operation_extra="              body: {type: json, data: {price: '{{tools.price}}'}}\n",
    ),
)

BAD_CALL = Rule(
    code="CAP335",
    severity=Severity.ERROR,
    title="A call that names no operation",
    message="`{call}` is not of the form `<namespace>.<operation>`.",
    hint="{advice}",
    explanation="A call names one operation of one consumed API.",
    example=_published(call="list-items"),
    correction=_published(),
)

WHOLE_BODY = Rule(
    code="CAP336",
    severity=Severity.NOTE,
    title="The whole request body",
    message="`rest.body` is read as the whole JSON request body, for `{key}`.",
    hint="no change is needed; an input that is called `body` is fed under the key `body`",
    explanation=(
        "`rest.body` under the key `body` is an input of that name. Under any other key it is the "
        "whole JSON body of the caller's request."
    ),
    example=_published(
        operation="POST /items",
        operation_extra="              body: {type: json, data: '{{tools.item}}'}\n",
        rest="POST /items",
        rest_extra=f"{_WITH}                item: rest.body\n",
    ),
    correction="",
)

SECTION = Rule(
    code="CAP339",
    severity=Severity.ERROR,
    title="Tag of Mustache",
    message="`{written}` {reason}.",
    hint="use sections (`{{{{#name}}}}…{{{{/name}}}}`, `{{{{^name}}}}…{{{{/name}}}}`) and placeholders only",
    explanation=(
        "Sections (`{{#a}}…{{/a}}`), inverted sections (`{{^a}}…{{/a}}`), blocks (`{{$a}}…{{/a}}`), comments "
        "(`{{! … }}`) and other braces (`{{=<% %>=}}`) may stand in consumed paths, in values and in bodies. Each "
        "is closed in the text that opens it. There are no partials and no parents. In a base URI and in a credential "
        "only a variable of `binds` has a section; in a body of JSON written as text a section ends "
        "inside of quotes where it begins inside of them, and outside where it begins outside."
    ),
    example=capability(operation="GET /items/{{#all}}").replace(
        "path: /items/{{#all}}", "path: '/items/{{#all}}'"
    ),
    correction=capability(),
)
