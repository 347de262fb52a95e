"""CAP210 to CAP249: forms that are read as what they evidently mean (stage 3)."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability, published

_PLAIN = capability()
_GOOD = published(_PLAIN)
_OFFICIAL = ("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")


def _published(**parts: str) -> str:
    return published(capability(**parts))


# --- names -----------------------------------------------------------------------------------------

OLD_NAME = Rule(
    code="CAP210",
    severity=Severity.NOTE,
    title="A key under another name",
    message="`{old}` is read as `{new}`.",
    hint="write `{new}`",
    explanation=(
        "The language has renamed keys over time, and published files have names of their own for "
        "some. They are read alike."
    ),
    example=_GOOD.replace(
        "capability:\n", "info: {title: Shop, description: A shop}\ncapability:\n"
    ),
    correction=_GOOD.replace(
        "capability:\n", "info: {label: Shop, description: A shop}\ncapability:\n"
    ),
)

NAME_MISSING = Rule(
    code="CAP211",
    severity=Severity.WARNING,
    title="An operation without a name",
    message="This {what} has no name; it is called `{name}`.",
    hint="add `name: {name}`",
    explanation=(
        "Functions, routes and documents are named after operations. One that has no name gets "
        "that of its resource, or one made of its method and path."
    ),
    example=_GOOD.replace(
        "            - name: items\n              method", "            - method"
    ),
    correction=_GOOD,
)

PARAMETER_WITHOUT_NAME = Rule(
    code="CAP212",
    severity=Severity.WARNING,
    title="A parameter without a name",
    message="This parameter has no name; it is left out.",
    hint="give it a name, or remove it",
    explanation="Without a name there is nothing that a request could carry.",
    example=_published(parameters="[{name: '', in: query, type: string}]"),
    correction=_published(parameters="[{name: page, in: query, type: string}]"),
)

PLACE_MISSING = Rule(
    code="CAP213",
    severity=Severity.WARNING,
    title="A parameter without a place",
    message="`{name}` does not say where it is; it is taken {place}.",
    hint="add `in:` with its place",
    explanation=(
        "A parameter without `in` is a path variable if the path has one of its name; else it is "
        "in the query of a GET, HEAD or DELETE, and in the body of other methods. An input of a "
        "published REST operation is where the called operation has what it feeds."
    ),
    example=_published(parameters="[{name: page, type: integer}]"),
    correction=_published(parameters="[{name: page, in: query, type: integer}]"),
)

VERSION_MISSING = Rule(
    code="CAP214",
    severity=Severity.NOTE,
    title="A file that does not say its version",
    message="The file does not say which version of the language it is written in.",
    hint="begin the file with `naftiko: 1.0.0-alpha2` or `ikanos: 1.0.0-beta5`",
    explanation="The first key of a capability file names the version. All versions are read alike.",
    example=_GOOD.replace("naftiko: 1.0.0-alpha2\n", ""),
    correction=_GOOD,
)

ROOT_SECTION = Rule(
    code="CAP215",
    severity=Severity.WARNING,
    title="A section beside the capability",
    message="`{section}` beside `capability` is not read.",
    hint="move it under `capability`",
    explanation=(
        "At the root of a file, `consumes`, `exposes` and `aggregates` are there for other files "
        "to import. A capability uses only what stands under `capability`."
    ),
    example=_GOOD + "aggregates: []\n",
    correction=_GOOD,
)

# --- paths -----------------------------------------------------------------------------------------

NO_SLASH = Rule(
    code="CAP220",
    severity=Severity.WARNING,
    title="A path without a slash before it",
    message="The path `{path}` is read as `{read_as}`.",
    hint="write `{read_as}`",
    explanation="A path is joined to a base URI with exactly one slash between them.",
    example=_published(operation="GET items"),
    correction=_GOOD,
)

OPERATION_PATH = Rule(
    code="CAP221",
    severity=Severity.NOTE,
    title="A path of an operation",
    message="The operation has a path of its own; the whole is `{path}`.",
    hint="move the operation to a resource of that path",
    explanation=(
        "The path of an operation is put after that of its resource, unless it begins with it."
    ),
    example=_published(operation_extra="              path: /recent\n"),
    correction=_published(operation="GET /items/recent"),
)

DOUBLED_PATH = Rule(
    code="CAP222",
    severity=Severity.WARNING,
    title="A path that may be joined twice",
    message="The operation's path is put after that of its resource: `{path}`.",
    hint="if the operation's path is the whole, move the operation to a resource of that path",
    explanation=(
        "The path of an operation is put after that of its resource, unless it begins with it. "
        "Here both begin with the same segment, so that one of them may be meant alone."
    ),
    example=_published(
        operation="GET /items/{id}/prices", operation_extra="              path: /items/prices\n"
    ),
    correction=_published(operation="GET /items/prices"),
)

FRAGMENT_DROPPED = Rule(
    code="CAP223",
    severity=Severity.WARNING,
    title="A fragment in a consumed path",
    message="`#{fragment}` is left out: a fragment is never sent.",
    hint="remove it; a parameter belongs under `inputParameters`",
    explanation=(
        "What follows a `#` in an address is for the client alone (RFC 3986, 3.5), so no request "
        "could carry it."
    ),
    example=_published(operation="'GET /items#recent'".strip("'")),
    correction=_GOOD,
)

QUERY_IN_PATH = Rule(
    code="CAP224",
    severity=Severity.WARNING,
    title="A query string in a consumed path",
    message="The query string `{query}` is sent with every request.",
    hint="declare a parameter with `in: query` and a `value`",
    explanation="The language's own rules forbid it; it is kept as constant query parameters.",
    example=_published(operation="GET /items?sort=name"),
    correction=_published(parameters="[{name: sort, in: query, value: name}]"),
)

QUERY_IN_ROUTE = Rule(
    code="CAP225",
    severity=Severity.WARNING,
    title="A query string in an exposed path",
    message="Only requests with the query `{query}` are routed here.",
    hint="use a path of its own, or declare a parameter with `in: query`",
    explanation=(
        "Routes are chosen by path. A query string in an exposed path becomes a condition: the "
        "request must carry its pairs."
    ),
    example=_published(rest="GET /items?sort=name"),
    correction=_GOOD,
)

BASE_URI_SLASH = Rule(
    code="CAP226",
    severity=Severity.WARNING,
    title="A base URI that ends in a slash",
    message="The slash at the end of `{uri}` is left out.",
    hint="remove the slash",
    explanation="Paths begin with a slash, so a base URI has none at its end.",
    example=_GOOD.replace("https://shop.test/v1", "https://shop.test/v1/"),
    correction=_GOOD,
)

NO_VARIABLE_IN_ROUTE = Rule(
    code="CAP228",
    severity=Severity.WARNING,
    title="An input of the path that the path does not have",
    message="`{name}` is `in: path`, but the path has no `{{{{{name}}}}}`; callers give it in {place}.",
    hint="put `{{{{{name}}}}}` into the path, or write where it is: `in: query`",
    explanation=(
        "An input in the path is a variable of the route. One that the route does not have is read "
        "where an operation of its method has others: in the query, or in the JSON body."
    ),
    example=capability(
        parameters="[{name: id, in: query}]",
        rest_extra="              inputParameters: [{name: id, in: path, type: string, description: d}]\n",
    ).replace(*_OFFICIAL),
    correction=capability(
        parameters="[{name: id, in: query}]",
        rest_extra="              inputParameters: [{name: id, in: query, type: string, description: d}]\n",
    ).replace(*_OFFICIAL),
)

NO_PLACE_IN_PATH = Rule(
    code="CAP227",
    severity=Severity.WARNING,
    title="A path parameter that the path does not have",
    message="`{name}` is `in: path`, but the path has no `{{{{{name}}}}}`; it is not sent.",
    hint="put `{{{{{name}}}}}` into the path, or choose another place",
    explanation="In the official dialect a path parameter fills the variable of its name.",
    example=capability(parameters="[{name: id, in: path}]").replace(*_OFFICIAL),
    correction=capability(
        operation="GET /items/{{id}}", parameters="[{name: id, in: path}]"
    ).replace(*_OFFICIAL),
)

# --- the same name twice ---------------------------------------------------------------------------

DUPLICATE_PARAMETER = Rule(
    code="CAP230",
    severity=Severity.WARNING,
    title="A parameter declared twice",
    message="`{name}` is declared twice in one place; the last one counts.",
    hint="remove one of them",
    explanation="A list of parameters is read by name, and a later entry replaces an earlier one.",
    example=_published(parameters="[{name: page, in: query}, {name: page, in: query}]"),
    correction=_published(parameters="[{name: page, in: query}]"),
)

DUPLICATE_NAME = Rule(
    code="CAP231",
    severity=Severity.ERROR,
    title="The same name twice",
    message="There is another {what} of the name `{name}`.",
    hint="give each a name of its own",
    explanation=(
        "In the official dialect, names are unique: namespaces in a file, resources in an "
        "adapter, operations in an API, parameters in a place. Of two, one would never be reached."
    ),
    example=capability(parameters="[{name: page, in: query}, {name: page, in: query}]").replace(
        *_OFFICIAL
    ),
    correction=capability(parameters="[{name: page, in: query}]").replace(*_OFFICIAL),
)

NAMESPACE_TWICE = Rule(
    code="CAP233",
    severity=Severity.WARNING,
    title="Two APIs of one namespace",
    message="Another API has the namespace `{namespace}`; calls look into both.",
    hint="put the resources of both under one entry, or give each a namespace of its own",
    explanation=(
        "APIs of one namespace with the same base URI and credentials are one API. With different "
        "ones, the second gets a number after its name, and a call goes to the first that has the "
        "operation."
    ),
    example=_GOOD.replace(
        "  exposes:\n",
        "    - {type: http, namespace: shop, baseUri: 'https://shop.test/v1', resources: []}\n"
        "  exposes:\n",
    ),
    correction=_GOOD,
)

PORT_MISSING = Rule(
    code="CAP234",
    severity=Severity.NOTE,
    title="An adapter without a port",
    message="`{namespace}` names no port; it listens on {port} unless a setting says otherwise.",
    hint="write `port`: 0 is any free one",
    explanation=(
        "Where a file names no port, the reference engine takes any free one. A generated package "
        "listens on 8080 (REST) or 9090 (MCP), and `<ADAPTER>_PORT` says another; 0 is any free "
        "port, which the process prints when it starts."
    ),
    example=_PLAIN.replace(*_OFFICIAL).replace("      port: 8080\n", ""),
    correction=_PLAIN.replace(*_OFFICIAL),
)
