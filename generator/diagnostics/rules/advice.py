"""CAP580 to CAP599: the language's own lint rules, in the meaning that they state (stage 3)."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability, tool

_GOOD = capability()
_FLOW = (
    "capability:\n  aggregates:\n    - namespace: stock\n      display: Stock\n      flows:\n"
    "        list: {DESCRIPTIONsemantics: {safe: true}, call: shop.list-items}\n"
)


def _control(text: str) -> str:
    return capability(exposes_extra=f"    - {{type: control, {text}}}\n")


def _resource_server(text: str) -> str:
    """A capability whose REST adapter checks tokens."""
    return _GOOD.replace(
        "      port: 8080\n", f"      port: 8080\n      authentication: {{type: oauth2, {text}}}\n"
    )


_SERVER = (
    "authorizationServerUri: 'https://login.test', resource: 'https://shop.test', scopes: [read]"
)

NAMESPACES_UNIQUE = Rule(
    code="CAP580",
    severity=Severity.WARNING,
    title="One namespace for two things",
    message="The namespace `{namespace}` of this {what} is also that of a {other}.",
    hint="give each consumed API, adapter and bind a namespace of its own",
    explanation=(
        "References and environment variables begin with a namespace, so that a shared one is "
        "easily misread. The generator tells APIs, adapters and binds apart all the same."
    ),
    example=_GOOD.replace("namespace: shop-rest", "namespace: shop"),
    correction=_GOOD,
)

ROUTE_SLASH = Rule(
    code="CAP581",
    severity=Severity.NOTE,
    title="An exposed path that ends in a slash",
    message="The exposed path `{path}` ends in a slash.",
    hint="remove the slash: requests with and without it are answered alike",
    explanation="The language's own rules advise against it, as other servers match exactly.",
    example=capability(rest="GET /items/"),
    correction=_GOOD,
)

ADDRESS_EXAMPLE = Rule(
    code="CAP582",
    severity=Severity.WARNING,
    title="An address that is an example",
    message="`{address}` is a name for examples, where no server can listen.",
    hint="write `127.0.0.1`, or remove `address`",
    explanation="The domain example.com is reserved for documentation (RFC 2606).",
    example=_GOOD.replace("port: 8080\n", "port: 8080\n      address: api.example.com\n"),
    correction=_GOOD,
)

ADDRESS_UNUSED = Rule(
    code="CAP597",
    severity=Severity.NOTE,
    title="An address that others can reach",
    message="The servers of the package do not listen on `{address}` by themselves.",
    hint="set `<ADAPTER>_HOST` or give `--host` where the package runs",
    explanation=(
        "A server holds credentials for whoever reaches it, so it listens on this machine only, "
        "until the place where it runs says otherwise."
    ),
    example=_GOOD.replace("port: 8080\n", "port: 8080\n      address: 0.0.0.0\n"),
    correction=_GOOD.replace("port: 8080\n", "port: 8080\n      address: localhost\n"),
)

CONSUMES_DESCRIPTION = Rule(
    code="CAP583",
    severity=Severity.NOTE,
    title="A consumed API without a description",
    message="The consumed API `{namespace}` has no description.",
    hint="add `description`: it becomes the documentation of the client",
    explanation="The language's own rules ask for one.",
    example=_GOOD,
    correction=_GOOD.replace("      baseUri", "      description: The shop.\n      baseUri"),
)

RESOURCE_DESCRIPTION = Rule(
    code="CAP584",
    severity=Severity.NOTE,
    title="Exposed resources without a description",
    message="Exposed resources without a description: {names}.",
    hint="add `description` to each",
    explanation="The language's own rules ask for one.",
    example=_GOOD,
    correction=_GOOD.replace("          name: items\n", "          description: Items.\n"),
)

SCRIPT_TAG = Rule(
    code="CAP585",
    severity=Severity.ERROR,
    title="A script in a description",
    message="A description must not hold `<script`.",
    hint="describe it in words",
    explanation="Descriptions are shown as Markdown by many tools, some of which would run it.",
    example=_GOOD.replace(
        "      baseUri", "      description: <script>alert(1)</script>\n      baseUri"
    ),
    correction=_GOOD.replace("      baseUri", "      description: The shop.\n      baseUri"),
)

EVAL = Rule(
    code="CAP586",
    severity=Severity.ERROR,
    title="Code in a description",
    message="A description must not hold `eval(`.",
    hint="describe it in words",
    explanation="Descriptions are shown as Markdown by many tools, some of which would run it.",
    example=_GOOD.replace("      baseUri", "      description: eval(1)\n      baseUri"),
    correction=_GOOD.replace("      baseUri", "      description: The shop.\n      baseUri"),
)

FLOW_DESCRIPTION = Rule(
    code="CAP589",
    severity=Severity.NOTE,
    title="A flow without a description",
    message="The flow `{name}` has no description.",
    hint="add `description`",
    explanation="The language's own rules ask for one.",
    example=_GOOD.replace("capability:\n", _FLOW.replace("DESCRIPTION", "")),
    correction=_GOOD.replace("capability:\n", _FLOW.replace("DESCRIPTION", "description: List., ")),
)

SEMANTICS = Rule(
    code="CAP590",
    severity=Severity.WARNING,
    title="Semantics that contradict each other",
    message="{said}, but the flow `{ref}` is {meant}.",
    hint="change one of the two",
    explanation=(
        "A safe flow goes with `readOnly: true`, `destructive: false` and GET; one that is not "
        "safe with neither; an idempotent one with `idempotent: true` and no POST."
    ),
    example=capability(
        exposes_extra=tool().replace(
            "          call: shop.list-items\n",
            "          ref: stock.list\n          hints: {readOnly: false}\n",
        )
    ).replace("capability:\n", _FLOW.replace("DESCRIPTION", "description: List., "), 1),
    correction=_GOOD,
)

STDIO_AUTHENTICATION = Rule(
    code="CAP591",
    severity=Severity.WARNING,
    title="Authentication over stdio",
    message="`authentication` has no effect: the transport is `stdio`.",
    hint="remove it, or write `transport: http`",
    explanation="Over stdio the client starts the server, and no request carries credentials.",
    example=capability(
        exposes_extra=tool().replace(
            "port: 9090", "transport: stdio\n      authentication: {type: bearer, token: x}"
        )
    ),
    correction=capability(exposes_extra=tool().replace("port: 9090", "transport: stdio")),
)

SERVER_HTTPS = Rule(
    code="CAP592",
    severity=Severity.WARNING,
    title="An authorization server without TLS",
    message="`{uri}` must begin with `https://`; until a setting allows it, the adapter does not start.",
    hint="write the address with `https://`, or set `<ADAPTER>_OAUTH_INSECURE` where the package runs",
    explanation=(
        "Whoever can change what an authorization server says can make tokens. On the same machine plain "
        "http is taken."
    ),
    example=_resource_server(_SERVER.replace("https://login", "http://login")),
    correction=_resource_server(_SERVER),
)

RESOURCE_HTTPS = Rule(
    code="CAP593",
    severity=Severity.WARNING,
    title="A protected resource without TLS",
    message="`{uri}` should begin with `https://`.",
    hint="write the address with `https://`",
    explanation="A token that travels without TLS can be read on its way.",
    example=_resource_server(_SERVER.replace("https://shop", "http://shop")),
    correction=_resource_server(_SERVER),
)

SCOPES = Rule(
    code="CAP594",
    severity=Severity.WARNING,
    title="A protected resource without scopes",
    message="Any token of the authorization server is accepted: there are no `scopes`.",
    hint="add the `scopes` that a token must have",
    explanation="Without scopes, a token that was made for something else opens this as well.",
    example=_resource_server(_SERVER.replace(", scopes: [read]", "")),
    correction=_resource_server(_SERVER),
)

CONTROL_ONCE = Rule(
    code="CAP595",
    severity=Severity.ERROR,
    title="Control adapters that collide",
    message="{problem}.",
    hint="keep one adapter of type `control`, on a port of its own",
    explanation="A capability has one control adapter, which shares no port with another.",
    example=_control("port: 8080"),
    correction=_control("port: 9999"),
)

CONTROL_ADDRESS = Rule(
    code="CAP596",
    severity=Severity.WARNING,
    title="A control adapter that others can reach",
    message="The control adapter listens on `{address}`.",
    hint="write `address: localhost`",
    explanation="It shows and changes how the capability runs, so it belongs on the loopback.",
    example=_control("port: 9999, address: 0.0.0.0"),
    correction=_control("port: 9999, address: localhost"),
)

SAME_PORT = Rule(
    code="CAP598",
    severity=Severity.WARNING,
    title="Two adapters on one port",
    message="Another adapter has the port {port} too.",
    hint="give each adapter a port of its own",
    explanation="Two servers cannot listen on one port of one machine.",
    example=capability(exposes_extra=tool()).replace("port: 9090", "port: 8080"),
    correction=capability(exposes_extra=tool()),
)
