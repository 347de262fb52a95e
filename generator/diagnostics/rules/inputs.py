"""CAP4xx: where the inputs of a unit come from and where they go."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability, published

# --- inputs (resolve) ----------------------------------------------------------------------------

IMPLIED_PATH_VARIABLE = Rule(
    code="CAP401",
    severity=Severity.NOTE,
    title="Path variable that no parameter declares",
    message="`{name}` in the path of `{operation}` is read as a required string parameter.",
    hint="declare it: `{{name: {name}, in: path, type: string, required: true}}`",
    explanation=(
        "A variable of a consumed path has to come from somewhere, so it becomes a required "
        "parameter of the operation, and an input of whatever calls it."
    ),
    example=capability(operation="GET /items/{id}", rest="GET /items/{id}"),
    correction=capability(
        operation="GET /items/{id}",
        parameters="[{name: id, in: path, type: string, required: true}]",
        rest="GET /items/{id}",
    ),
)

IMPLIED_ENVIRONMENT = Rule(
    code="CAP402",
    severity=Severity.NOTE,
    title="Environment variable that no bind declares",
    message="`{variable}` is read from the environment: no bind declares it.",
    hint="add it to `binds`: `keys: {{{name}: {variable}}}`",
    explanation=(
        "An undeclared name in upper case, and whatever a credential or a base URI names, is taken "
        "from the environment of the process that runs the generated package. Lower-case names, and "
        "those of a base URI, have the namespace of the API before them."
    ),
    example=published(capability(operation="GET /items/{{TENANT}}")),
    correction=published(capability(operation="GET /items/{{TENANT}}"))
    + "binds:\n  - namespace: env\n    keys:\n      TENANT: TENANT\n",
)

FILLED_BY_AUTHENTICATION = Rule(
    code="CAP403",
    severity=Severity.NOTE,
    title="Parameter that authentication fills",
    message="`{name}` is filled by `authentication`, so it is no input.",
    hint="remove the parameter",
    explanation=(
        "Where a parameter has the place and the name that the API's `authentication` fills, the "
        "credential wins: callers never give it."
    ),
    example=capability(parameters="[{name: Authorization, in: header, type: string}]").replace(
        "      resources:\n        - name",
        "      authentication: {type: bearer, token: '{{SHOP_TOKEN}}'}\n"
        "      resources:\n        - name",
    )
    + "binds:\n  - namespace: env\n    keys:\n      SHOP_TOKEN: SHOP_TOKEN\n",
    correction=capability(),
)

FRAMING_HEADER = Rule(
    code="CAP407",
    severity=Severity.WARNING,
    title="Header that frames the message",
    message="`{name}` says where a message ends or goes; it is sent as it must be and is no input.",
    hint="remove the parameter",
    explanation=(
        "A caller who could set Content-Length, Transfer-Encoding, Host or Connection could make "
        "two requests out of one. The transport sets them."
    ),
    example=capability(parameters="[{name: Content-Length, in: header, type: integer}]"),
    correction=capability(),
)

IMPLIED_INPUT = Rule(
    code="CAP404",
    severity=Severity.NOTE,
    title="Input that nobody declares",
    message="`{name}` of `{operation}` becomes an input of this name: nothing else feeds it.",
    hint="declare it, or feed it under `with`",
    explanation=(
        "A parameter of the consumed operation that no `with` entry feeds is passed by name, so "
        "that callers can use it. It stands in the signatures, in the OpenAPI document and in "
        "the tool's input schema."
    ),
    example=capability(parameters="[{name: page, in: query, type: integer}]"),
    correction=capability(
        parameters="[{name: page, in: query, type: integer}]",
        rest_extra=(
            "              inputParameters: [{name: page, in: query, type: integer}]\n"
            "              with:\n                page: rest.page\n"
        ),
    ),
)

MISSPELT_BIND = Rule(
    code="CAP418",
    severity=Severity.WARNING,
    title="A variable that is nearly one of a bind",
    message="`{name}` is declared by no bind, and `{meant}` is.",
    hint="did you mean `{meant}`? Else add it to `binds`: `keys: {{{variable}: {variable}}}`",
    explanation=(
        "A name that no bind declares is read from the environment as it is. One that differs from a "
        "declared one in a letter is more often a slip, and the variable would be missing where the "
        "package runs."
    ),
    example=published(capability(operation="GET /items/{{TENAN}}"))
    + "binds:\n  - namespace: env\n    keys:\n      TENANT: TENANT\n",
    correction=published(capability(operation="GET /items/{{TENANT}}"))
    + "binds:\n  - namespace: env\n    keys:\n      TENANT: TENANT\n",
)

UNDECLARED_REFERENCE = Rule(
    code="CAP409",
    severity=Severity.NOTE,
    title="Reference to an input that nobody declares",
    message="`{name}` is declared nowhere; it is read as {read_as}.",
    hint="declare it under `inputParameters`, with its type and place",
    explanation=(
        "A reference under `with` to an input that the REST operation or the tool does not declare "
        "makes it one. Where it comes from on REST follows from the place of what it feeds. A "
        "variable of the route declares itself."
    ),
    example=capability(
        parameters="[{name: page, in: query, type: integer}]",
        rest_extra="              with:\n                page: rest.number\n",
    ),
    correction=capability(
        parameters="[{name: page, in: query, type: integer}]",
        rest_extra=(
            "              inputParameters: [{name: number, in: query, type: integer}]\n"
            "              with:\n                page: rest.number\n"
        ),
    ),
)

PATH_VARIABLE_READ_AS = Rule(
    code="CAP420",
    severity=Severity.WARNING,
    title="Path variable under another spelling than its input",
    message="`{{{name}}}` feeds nothing by that name; it is the input `{input}`.",
    hint="write `{{{input}}}` in the path, or refer to `rest.{name}`",
    explanation=(
        "Published files spell an input in one way in the exposed path and in another under `with`. "
        "A variable of the path that feeds nothing is the one input of the same letters and digits; "
        "the query never fills that input then, so that `/files/a?file_id=b` cannot mean `b`."
    ),
    example=published(
        capability(
            operation="GET /files/{file_id}",
            rest="GET /files/{file-id}",
            rest_extra="              with: {file_id: rest.file_id}\n",
        )
    ),
    correction=published(
        capability(
            operation="GET /files/{file_id}",
            rest="GET /files/{file_id}",
            rest_extra="              with: {file_id: rest.file_id}\n",
        )
    ),
    repeats=True,
)

PATH_VARIABLE_FEEDS_NOTHING = Rule(
    code="CAP421",
    severity=Severity.WARNING,
    title="Path variable that feeds nothing",
    message="`{{{name}}}` is a variable of the path, and nothing of `{operation}` takes it.",
    hint="feed it under `with`, or take it out of the path",
    explanation=(
        "Callers have to give a variable of the path. One that feeds nothing makes no difference to "
        "the call: two different paths do the same."
    ),
    example=capability(rest="GET /items/{shelf}"),
    correction=capability(operation="GET /items/{shelf}", rest="GET /items/{shelf}"),
)

PATH_VALUE = Rule(
    code="CAP422",
    severity=Severity.NOTE,
    title="Path parameter whose values may be paths",
    message="`{name}` looks as if its values had slashes; they are one segment, and REST and MCP refuse a slash.",
    hint="if it needs one, allow it: `path-segments = {{{name} = 2}}` in pyproject.toml, or {variable}={name}=2",
    explanation=(
        "Servers that decode a path before they route take `a%2Fb` for two segments, so that a value "
        "with a slash can name another operation. REST and MCP refuse it unless the configuration "
        "or the environment allows it for that parameter, with the number of segments."
    ),
    example=capability(operation="GET /files/{path}", rest="GET /files/{path}"),
    correction=capability(operation="GET /files/{id}", rest="GET /files/{id}"),
)

STYLE_OUTSIDE_QUERY = Rule(
    code="CAP423",
    severity=Severity.WARNING,
    title="`style` of a parameter that is not in the query",
    message="`{key}` says how a query has lists and objects, and `{name}` is in the {place}: it has no effect.",
    hint="write `in: query`, or remove `{key}`",
    explanation=(
        "`style` and `explode` are those of OpenAPI for parameters in the query. A value in a path, a "
        "header or a cookie has one form: a list is its items with commas between, an object is refused."
    ),
    example=capability(parameters="[{name: page, in: header, type: array, style: pipeDelimited}]"),
    correction=capability(
        parameters="[{name: page, in: query, type: array, style: pipeDelimited}]"
    ),
)

INPUT_FEEDS_NOTHING = Rule(
    code="CAP405",
    severity=Severity.WARNING,
    title="Declared input that feeds nothing",
    message="{names} declared, and nothing of the called operation takes {them}.",
    hint="write `PARAMETER: '{{{{{name}}}}}'` under `with`, where PARAMETER is one of {operation}, or remove {them}",
    explanation=(
        "The input stays in the schema and is checked, because callers may rely on it; it is "
        "not sent."
    ),
    example=capability(
        rest_extra="              inputParameters: [{name: page, in: query, type: integer}]\n"
    ),
    correction=capability(
        parameters="[{name: page, in: query, type: integer}]",
        rest_extra="              inputParameters: [{name: page, in: query, type: integer}]\n",
    ),
)

MISSPELT_INPUT = Rule(
    code="CAP408",
    severity=Severity.WARNING,
    title="Reference to an input that is spelled like another",
    message="`{name}` is no declared input and no variable of the path; it becomes an input.",
    hint="did you mean `{meant}`?",
    explanation=(
        "An input that a reference names and nobody declares is implied. Where a declared input or "
        "a variable of the path has nearly the same name and nothing refers to that, the reference "
        "is probably misspelt."
    ),
    example=capability(
        operation="GET /items/{id}",
        rest="GET /items/{itemId}",
        rest_extra="              with: {id: rest.itmeId}\n",
    ),
    correction=capability(
        operation="GET /items/{id}",
        rest="GET /items/{itemId}",
        rest_extra="              with: {id: rest.itemId}\n",
    ),
)

VARIABLE_OF_ANOTHER_NAME = Rule(
    code="CAP424",
    severity=Severity.WARNING,
    title="Variable of the path under another name than the reference to it",
    message="Nothing reads the variable `{name}` of the path, and `{meant}` is read and is no variable of it.",
    hint="did you mean `{{{meant}}}`?",
    explanation=(
        "A reference reads a declared input or a variable of the exposed path. One that has the name of the "
        "parameter that it feeds is right; then the variable of the path is the one that is misspelt."
    ),
    example=capability(
        operation="GET /items/{itemId}",
        rest="GET /items/{itmeId}",
        rest_extra="              with: {itemId: rest.itemId}\n",
    ),
    correction=capability(
        operation="GET /items/{itemId}",
        rest="GET /items/{itemId}",
        rest_extra="              with: {itemId: rest.itemId}\n",
    ),
)

DECLARED_UNDER_ANOTHER_NAME = Rule(
    code="CAP425",
    severity=Severity.WARNING,
    title="Input under another name than the reference to it",
    message="Nothing reads the input `{name}`, and `{meant}` is read and is declared nowhere.",
    hint="did you mean `{meant}`?",
    explanation=(
        "A reference that has the name of the parameter that it feeds is right. Where an input of nearly that "
        "name is declared and nothing reads it, its declaration is the one that is misspelt."
    ),
    example=capability(
        parameters="[{name: page, in: query, type: integer}]",
        rest_extra=(
            "              inputParameters: [{name: paeg, in: query, type: integer}]\n"
            "              with: {page: rest.page}\n"
        ),
    ),
    correction=capability(
        parameters="[{name: page, in: query, type: integer}]",
        rest_extra=(
            "              inputParameters: [{name: page, in: query, type: integer}]\n"
            "              with: {page: rest.page}\n"
        ),
    ),
)


PATH_OUTSIDE_BODY = Rule(
    code="CAP410",
    severity=Severity.WARNING,
    title="Path into the body on an input that is elsewhere",
    message="`{path}` reads a JSON body, and `{name}` is not in one: the path is not used.",
    hint="write `in: body`, or remove `value`",
    explanation=(
        "A `value` that begins with `$.` says where in the JSON body of a REST request an input "
        "stands. Arguments of tools and inputs in the path, the query, a header or a cookie are "
        "what the caller gives under their name."
    ),
    example=capability(
        parameters="[{name: page, in: query, type: string}]",
        rest_extra=(
            "              inputParameters:\n"
            "                - {name: page, in: query, type: string, value: $.paging.page}\n"
        ),
    ),
    correction=capability(
        parameters="[{name: page, in: query, type: string}]",
        rest_extra=(
            "              inputParameters:\n"
            "                - {name: page, in: query, type: string}\n"
        ),
    ),
)
