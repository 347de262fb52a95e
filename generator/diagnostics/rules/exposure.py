"""CAP550 to CAP599: adapters, routes, addresses and credentials (stage 3)."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability, published, tool

_PLAIN = capability()
_GOOD = published(_PLAIN)
_OFFICIAL = ("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")


def _published(**parts: str) -> str:
    return published(capability(**parts))


_BIND = "binds:\n  - namespace: env\n    keys:\n      SHOP_KEY: SHOP_KEY\n"


def _by_variable(name: str) -> str:
    """An exposed path with a variable inside."""
    text = capability(
        operation=f"GET /items/{{{{{name}}}}}",
        parameters=f"[{{name: {name}, in: path}}]",
        rest=f"GET /items/{{{name}}}/price",
    )
    return text.replace(*_OFFICIAL)


def _tokens(issuer: str) -> str:
    """A REST adapter whose callers show tokens of an issuer."""
    text = (
        f"      authentication: {{type: oauth2, authorizationServerUri: '{issuer}', "
        "resource: 'https://shop.example', scopes: [read]}\n"
    )
    return capability().replace("      port: 8080\n", f"      port: 8080\n{text}")


def _with_authentication(text: str) -> str:
    """A capability whose API has credentials."""
    line = f"      authentication: {text}\n      resources:\n        - name"
    return _GOOD.replace("      resources:\n        - name", line, 1) + _BIND


_KEY = _with_authentication("{type: apikey, key: X-Key, value: '{{SHOP_KEY}}', placement: header}")

# --- adapters --------------------------------------------------------------------------------------

SAME_ROUTE = Rule(
    code="CAP550",
    severity=Severity.ERROR,
    title="Two operations on one route",
    message="Another operation already answers {method} `{path}`.",
    hint="give this one another path or method",
    explanation="A request can reach only one operation, so that one of them would never run.",
    example=capability(
        rest_extra=(
            "            - name: more-items\n"
            "              method: GET\n"
            "              call: shop.list-items\n"
        )
    ).replace(*_OFFICIAL),
    correction=_PLAIN.replace(*_OFFICIAL),
)

ROUTE_MOVED = Rule(
    code="CAP551",
    severity=Severity.WARNING,
    title="An operation on a route that is taken",
    message="`{name}` is offered as {method} `{path}`: an earlier operation has its route.",
    hint="give it another path or method",
    explanation=(
        "Published files expose several operations under one path and method. The first keeps the "
        "route, the others get one with their name at the end."
    ),
    example=_published(
        rest_extra=(
            "            - name: more-items\n"
            "              method: GET\n"
            "              call: shop.list-items\n"
        )
    ),
    correction=_GOOD,
)

REST_INSIDE = Rule(
    code="CAP556",
    severity=Severity.WARNING,
    title="`{path}` that is not the end of its path",
    message="`{{path}}` takes one segment in `{path}`: it takes the rest of a path only as its last segment.",
    hint="let the path end in `/{{path}}`, or give the variable another name",
    explanation=(
        "The variable of an exposed path that is called `path` takes all that follows, slashes included. "
        "Every other variable is one segment, and so is this one where something stands beside or after it: "
        "which slash would end it is not said."
    ),
    example=_by_variable("path"),
    correction=_by_variable("name"),
)

ADAPTER_RENAMED = Rule(
    code="CAP552",
    severity=Severity.WARNING,
    title="Two adapters of one namespace",
    message="Another adapter has the namespace `{namespace}`; this one is called `{name}`.",
    hint="give each adapter a namespace of its own",
    explanation="Adapters are chosen and configured by their namespace.",
    example=_published(exposes_extra=tool()).replace("shop-mcp", "shop-rest"),
    correction=_published(exposes_extra=tool()),
)

TOOLS_IN_SKILLS = Rule(
    code="CAP553",
    severity=Severity.WARNING,
    title="Tools among skills",
    message="{count} entries here call operations; they are served as tools of `{namespace}`.",
    hint="move them to the `tools` of an adapter of type `mcp`",
    explanation=(
        "A skill only describes; it calls nothing. Entries with a `call` are tools, and are served "
        "over MCP under the namespace of the skill adapter."
    ),
    example=_published(
        exposes_extra=(
            "    - type: skill\n"
            "      namespace: shop-skills\n"
            "      skills:\n"
            "        - {name: list-items, description: List., call: shop.list-items}\n"
        )
    ),
    correction=_published(exposes_extra=tool()),
)

STDIO_PORT = Rule(
    code="CAP554",
    severity=Severity.WARNING,
    title="A port for an adapter that has none",
    message="The port is not used: the transport is `stdio`.",
    hint="remove the port, or write `transport: http`",
    explanation="Over stdio, client and server speak through pipes.",
    example=_published(
        exposes_extra=tool().replace("port: 9090", "transport: stdio\n      port: 1")
    ),
    correction=_published(exposes_extra=tool().replace("port: 9090", "transport: stdio")),
)

NOTHING_EXPOSED = Rule(
    code="CAP555",
    severity=Severity.WARNING,
    title="A capability that exposes nothing",
    message="The capability exposes nothing: only the client is generated.",
    hint="add an adapter under `exposes`",
    explanation="Without `exposes` there is no REST app and no MCP server, but the client works.",
    example=_GOOD[: _GOOD.index("  exposes:")],
    correction=_GOOD,
)

# --- credentials -----------------------------------------------------------------------------------

AUTHENTICATION_TYPE = Rule(
    code="CAP560",
    severity=Severity.WARNING,
    title="An authentication type under another name",
    message="The authentication type `{type}` is read as {read_as}.",
    hint="write `type: apikey` with `key`, `value` and `placement`",
    explanation="Published files have several names for a key that is sent with every request.",
    example=_with_authentication("{type: header, header: X-Key, value: '{{SHOP_KEY}}'}"),
    correction=_KEY,
)

BEARER_TWICE = Rule(
    code="CAP561",
    severity=Severity.WARNING,
    title="The word `Bearer` in a token",
    message="The token begins with `Bearer`, which is sent before every token; it is left out.",
    hint="write the token alone",
    explanation="`type: bearer` sends `Authorization: Bearer` and the token.",
    example=_with_authentication("{type: bearer, token: 'Bearer {{SHOP_KEY}}'}"),
    correction=_with_authentication("{type: bearer, token: '{{SHOP_KEY}}'}"),
)

CREDENTIAL_MISSING = Rule(
    code="CAP562",
    severity=Severity.WARNING,
    title="Authentication without a secret",
    message="`{key}` is missing; it is read from the environment as `{variable}`.",
    hint="add `{key}: '{{{{{variable}}}}}'` and a bind for it",
    explanation="A credential that the file does not name can still be given by the environment.",
    example=_with_authentication("{type: apikey, key: X-Key, placement: header}"),
    correction=_KEY,
)

ISSUER_MISSING = Rule(
    code="CAP567",
    severity=Severity.WARNING,
    title="Tokens of an issuer that is not named",
    message="Neither issuer nor token endpoint is named: the package asks where `{variable}` says.",
    hint="add `authorizationServerUri: 'https://…'`, whose metadata name the token endpoint, or `tokenEndpoint`",
    explanation=(
        "A client of `oauth2` gets its tokens from a token endpoint (RFC 6749, 4.4), which the issuer's metadata "
        "name (RFC 8414). Where the file names neither, requests fail until the environment does."
    ),
    example=_with_authentication("{type: oauth2, scopes: [read]}"),
    correction=_with_authentication(
        "{type: oauth2, authorizationServerUri: 'https://login.example', scopes: [read]}"
    ),
)

OAUTH2_IS_PLAIN = Rule(
    code="CAP566",
    severity=Severity.ERROR,
    title="A variable in `oauth2` authentication",
    message="`{key}` is read as it stands: no variable of `oauth2` authentication is filled.",
    hint="write the text, and set `<ADAPTER>_{setting}` where the package runs elsewhere",
    explanation=(
        "Whose tokens an adapter takes stands in the file, where reviewers see it. Each part has a setting "
        "of the environment that takes its place."
    ),
    example=_tokens("https://{{LOGIN}}"),
    correction=_tokens("https://login.example"),
)

KEY_WITHOUT_NAME = Rule(
    code="CAP563",
    severity=Severity.ERROR,
    title="An API key without a name",
    message="An API key needs the name under which it is sent, and a value.",
    hint="add `key`, the name of the header or query parameter, and `value`",
    explanation="An API key is sent as a header, a query parameter or a cookie, each of which has a name.",
    example=_with_authentication("{type: apikey, value: '{{SHOP_KEY}}', placement: header}"),
    correction=_KEY,
)

NAME_UNUSABLE = Rule(
    code="CAP568",
    severity=Severity.ERROR,
    title="A name that no header and no cookie can have",
    message="`{name}` cannot be the name of {what}.",
    hint="write the name as it is sent, such as `X-Api-Key`; variables are filled in values only",
    explanation=(
        "Names of headers and cookies have letters, digits and a few signs (RFC 9110, 5.6.2; RFC 6265, 4.1.1). "
        "A name is the same in every request, so that no variable is filled in one; the reference engine fills "
        "the one of an API key."
    ),
    example=_with_authentication(
        "{type: apikey, key: '{{SHOP_KEY}}', value: '{{SHOP_KEY}}', placement: header}"
    ),
    correction=_KEY,
)

PLACEMENT_MISSING = Rule(
    code="CAP564",
    severity=Severity.NOTE,
    title="An API key without a placement",
    message="The API key does not say where it goes; it is sent as a header.",
    hint="add `placement: header`",
    explanation="An API key is sent as a header unless `placement` says otherwise.",
    example=_with_authentication("{type: apikey, key: X-Key, value: '{{SHOP_KEY}}'}"),
    correction=_KEY,
)

NOT_A_SIGNATURE = Rule(
    code="CAP565",
    severity=Severity.WARNING,
    title="A signature written as a constant",
    message="This is sent as it stands, and is no valid AWS signature: that differs per request.",
    hint="write `authentication: {{type: aws-sig-v4}}`; a hook is generated, which signs each request",
    explanation="An AWS signature covers the request and its time, so that no constant can be one.",
    example=_with_authentication(
        "{type: apikey, key: Authorization, value: 'AWS4-HMAC-SHA256 {{SHOP_KEY}}', "
        "placement: header}"
    ),
    correction=_with_authentication("{type: aws-sig-v4}"),
)

# --- base URIs -------------------------------------------------------------------------------------

BASE_URI_UNUSABLE = Rule(
    code="CAP570",
    severity=Severity.WARNING,
    title="A base URI that no request can go to",
    message="`{uri}` is no base URI for HTTP; the environment has to give one.",
    hint="write an address that begins with `https://` or `http://`",
    explanation=(
        "A base URI is absolute and of HTTP. Without a usable one the package is generated all the "
        "same, and asks for `<NAMESPACE>_BASE_URI` when it is first used."
    ),
    example=_GOOD.replace("https://shop.test/v1", "tcp://shop.test:8194"),
    correction=_GOOD,
)

BASE_URI_QUERY = Rule(
    code="CAP572",
    severity=Severity.WARNING,
    title="A base URI with a query or a fragment",
    message="`{rest}` is left out: a base URI ends with its path.",
    hint="write a constant pair as a query parameter with a `value`",
    explanation=(
        "Paths are put behind the base URI, so nothing can stand there but its own path. A pair "
        "that every request needs is a query parameter of the API with a `value`."
    ),
    example=_GOOD.replace("https://shop.test/v1", "https://shop.test/v1?tenant=a"),
    correction=_GOOD,
)

BASE_URI_EXAMPLE = Rule(
    code="CAP571",
    severity=Severity.WARNING,
    title="A base URI that is an example",
    message="`{uri}` is an address for examples: nobody answers there.",
    hint="write `baseUri:` with the API's own address, or set `{variable}` where the package runs",
    explanation="The names example.com, .org and .net are reserved for documentation (RFC 2606).",
    example=_GOOD.replace("https://shop.test/v1", "https://shop.example.com/v1"),
    correction=_GOOD,
)
