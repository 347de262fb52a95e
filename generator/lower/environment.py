"""The environment variables of a package, for its README: each with its default and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..model.authentication import ApiKeyAuth, BasicAuth, BearerAuth, ClientCredentialsAuth
from ..options import Options
from ..plan import (
    Api,
    Atom,
    ControlSurface,
    Expression,
    Fixed,
    FromEnvironment,
    McpSurface,
    Plan,
    RestSurface,
    SkillSurface,
    environment_in,
)
from ..plan.order import has_side_by_side
from ..records import dataclass
from .authentication import secrets
from .caller_settings import caller_settings
from .file_binds import file_setting
from .settings_fields import settings_fields


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable."""

    name: str
    purpose: str
    default: str


@dataclass(frozen=True, slots=True)
class Group:
    """The variables of one API or adapter."""

    title: str
    variables: tuple[Variable, ...]


_OF_CALLERS: Final = (
    ("BEARER_TOKEN", "The token that callers show, in place of what the spec says of them.", ""),
    ("BASIC_USERNAME", "The user name that callers show.", ""),
    ("BASIC_PASSWORD", "The password that callers show.", ""),
    ("API_KEY", "The API key that callers show.", ""),
    ("SECRETS_DIR", "A directory of secrets: one file for each variable, named like it.", ""),
    ("API_KEY_HEADER", "The header in which callers show the API key.", "X-API-Key"),
)
_OF_RULED: Final = (
    (
        "CALLS_PER_MINUTE",
        "How many calls a caller may make in a minute; 0 means no limit.",
        "minute",
    ),
    ("CALLS_AT_ONCE", "How many calls of a caller may be out at once; 0 means no limit.", "once"),
    (
        "AUDIT_FILE",
        "The file that a line for each call is added to; standard error without it.",
        "",
    ),
    ("AUDIT_KEY", "The secret that names of callers without a token are made with.", "random"),
)
"""Of those whose callers the configuration speaks of."""
_OF_APIS: Final = (
    ("TIMEOUT", "How long a whole call may take; 0 means no limit.", "60"),
    ("CONNECT_TIMEOUT", "How long it may take to connect.", "10"),
    ("READ_TIMEOUT", "How long it may take until the next piece of an answer.", "30"),
    ("RETRIES", "How often the adapters repeat a failed request.", "0"),
    (
        "REACH_CHECK",
        "Whether each request is held against `REACH.md`; one that it does not list is refused.",
        "true",
    ),
    ("MAX_RESPONSE_BYTES", "The largest answer, in bytes; a larger one is an error.", "67108864"),
    (
        "MAX_CONNECTIONS",
        "How many requests of the client are out at once; the adapters have no limit unless it is set.",
        "100",
    ),
    ("SECRETS_DIR", "A directory of secrets: one file for each variable, named like it.", ""),
    (
        "IDLE_TIMEOUT",
        "How long a connection that nobody uses may be used again; 0 means always.",
        "4",
    ),
    ("PROXY", "The URL of the proxy to this API.", ""),
    ("CA_FILE", "Certificates to trust besides the usual ones.", ""),
    ("CLIENT_CERTIFICATE", "Certificate and key to show to this API.", ""),
    ("CLIENT_KEY", "The key, where it is not in the file of the certificate.", ""),
)


_OF_STEPS: Final = (
    "PARALLEL",
    "Whether steps of a unit that only read and do not need each other run at the same time.",
    "true",
)
_OF_CREDENTIALS: Final = (
    (
        "CREDENTIALS",
        "Whose credential the adapters send: `team`, `caller` or `exchange` (the caller's token, exchanged).",
        "team",
    ),
    ("CREDENTIALS_HEADER", "The header in which callers send theirs.", ""),
)
_OF_EXCHANGE: Final = (
    ("EXCHANGE_URL", "The token endpoint that exchanges tokens of callers (RFC 8693).", ""),
    ("EXCHANGE_CLIENT_ID", "The service's own name there.", ""),
    ("EXCHANGE_CLIENT_SECRET", "Its secret.", ""),
    ("EXCHANGE_AUDIENCE", "The audience that is asked for.", ""),
    (
        "EXCHANGE_RESOURCE",
        "The resource that is asked for, in place of an audience or beside it.",
        "",
    ),
    ("EXCHANGE_SCOPE", "The scope that is asked for.", ""),
)


_OF_GRANT: Final = (
    ("OAUTH_ISSUER", "Whose metadata say where tokens are to be had.", "issuer"),
    ("OAUTH_TOKEN_URL", "Where tokens are to be had, in place of what the metadata say.", "url"),
    ("OAUTH_RESOURCE", "The resource that tokens are asked for (RFC 8707).", "resource"),
    ("OAUTH_AUDIENCE", "The audience that tokens are asked for.", "audience"),
    ("OAUTH_SCOPES", "The scopes that tokens are asked for.", "scopes"),
    (
        "OAUTH_CLIENT_AUTHENTICATION",
        "How the client shows its secret: `client_secret_basic` or `client_secret_post`.",
        "client_secret_basic",
    ),
    ("OAUTH_INSECURE", "Whether the issuer may be reached by http from other machines.", "false"),
)
"""Of APIs that take tokens which the client gets for itself."""


_OF_RECORDING: Final = (
    ("RECORD", "A folder: exchanges with the API are written there, without secrets.", ""),
    ("RECORD_MASK", "Names of fields that a recording never holds, besides the usual ones.", ""),
    ("RECORD_MAX_BODY", "The longest body that is recorded, in bytes.", "262144"),
    ("RECORD_MAX_BYTES", "The size at which a recording ends, in bytes.", "67108864"),
)


_CONFIRM_KEY: Final = (
    "The secret that answers of persons are known by, the same for all replicas: at least 16 characters. "
    "Required where a person is asked over HTTP."
)
_PATH_SEGMENTS: Final = (
    "Parameters in paths whose values may have slashes, with their number of segments: "
    "`repository=2,path=1-9`."
)


def variables(plan: Plan, options: Options) -> tuple[Group, ...]:
    """Every variable that the package reads, in groups."""
    return (
        *(Group(api.namespace, tuple(_of_api(api, plan, options))) for api in plan.apis),
        *(
            Group(rest.namespace, tuple(_of_adapter(rest, "RestSettings", options)))
            for rest in plan.rest
        ),
        *(
            Group(mcp.namespace, tuple(_of_adapter(mcp, "McpSettings", options)))
            for mcp in plan.mcp
        ),
        *(
            Group(one.namespace, tuple(_of_adapter(one, "SkillSettings", options)))
            for one in plan.skills
        ),
        *_of_control(plan),
        *_of_telemetry(plan),
        *_of_files(plan),
    )


def _of_control(plan: Plan) -> Iterator[Group]:
    if plan.control is not None:
        prefix = plan.control.prefix
        names = (Variable(f"{prefix}_{name}", *said) for name, *said in _OF_CALLERS)
        yield Group("control port", (*names, *_of_kind(plan.control)))


_OF_TELEMETRY: Final = (
    ("OTEL_SDK_DISABLED", "`true` records nothing, and imports nothing of OpenTelemetry.", "false"),
    ("OTEL_SERVICE_NAME", "The name of the service.", "as the spec says"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "Where the collector is, by HTTP.", "as the spec says"),
    ("OTEL_TRACES_SAMPLER", "Which traces are recorded.", "as the spec says"),
    (
        "OTEL_PROPAGATORS",
        "How contexts are read and written; `none` takes none from callers and gives none to APIs.",
        "tracecontext,baggage",
    ),
)


def _of_telemetry(plan: Plan) -> Iterator[Group]:
    if plan.observability is not None:
        yield Group("OpenTelemetry", tuple(Variable(*each) for each in _OF_TELEMETRY))


def _of_files(plan: Plan) -> Iterator[Group]:
    for bind in plan.capability.binds:
        if bind.location is not None:
            names = ", ".join(bind.sources)
            purpose = f"The YAML or JSON file that gives {names}, where the environment does not."
            setting = Variable(file_setting(bind), purpose, bind.location)
            yield Group(f"bind {bind.namespace}", (setting,))


def base_uri(api: Api) -> str:
    """The base URI of the specification, as one would read it; empty where it has none."""
    return "".join(_shown(part) for part in api.base_uri)


def _of_api(api: Api, plan: Plan, options: Options) -> Iterator[Variable]:
    yield from dict.fromkeys(_credentials(api))
    yield Variable(f"{api.prefix}_BASE_URI", "Where the API is.", base_uri(api) or "required")
    named = {name: None for part in api.base_uri for name in environment_in(part)}
    for name in named:
        yield Variable(name, "A part of the base URI.", "required")
    for name, purpose, value in _OF_APIS:
        yield Variable(f"{api.prefix}_{name}", purpose, value)
    of_steps = [_OF_STEPS] if has_side_by_side(plan, parallel=options.parallel) else []
    for name, purpose, value in (*of_steps, *_whose(api)):
        yield Variable(f"{api.prefix}_{name}", purpose, value)
    if options.recording.wanted:
        for name, purpose, value in _OF_RECORDING:
            yield Variable(f"{api.prefix}_{name}", purpose, value)
    if api.path_arguments:
        default = options.segments_text(api.path_arguments)
        yield Variable(f"{api.prefix}_PATH_SEGMENTS", _PATH_SEGMENTS, default)


def _whose(api: Api) -> Iterator[tuple[str, str, str]]:
    """The variables that say whose credential goes upstream, where the API takes one of a caller's."""
    match api.authentication:
        case BearerAuth():
            yield from _OF_CREDENTIALS
            yield from _OF_EXCHANGE
        case BasicAuth() | ApiKeyAuth():
            yield from _OF_CREDENTIALS
        case ClientCredentialsAuth():
            yield from _of_grant(api.authentication)
        case _:
            pass


def _of_grant(asked: ClientCredentialsAuth[Expression]) -> Iterator[tuple[str, str, str]]:
    declared = {
        "issuer": asked.issuer or "",
        "url": asked.token_url or ("" if asked.issuer else "required"),
        "resource": asked.resource or "",
        "audience": asked.audience or "",
        "scopes": ", ".join(asked.scopes),
    }
    for name, purpose, value in _OF_GRANT:
        yield name, purpose, declared.get(value, value)


def _shown(part: Atom) -> str:
    match part:
        case Fixed(text):
            return str(text)
        case FromEnvironment(variable):
            return f"${{{variable}}}"
        case _:
            return "…"


def _credentials(api: Api) -> Iterator[Variable]:
    for secret in secrets(api.authentication):
        purpose = f"{secret.what[0].upper()}{secret.what[1:]}."
        for name in environment_in(secret.value):
            yield Variable(name, purpose, "required by its calls")


def _of_adapter(
    surface: RestSurface | McpSurface | SkillSurface, settings: str, options: Options
) -> Iterator[Variable]:
    port = surface.declaration.port
    declared = {
        **({} if port is None else {"port": str(port)}),
        "trailing_slash": options.trailing_slash.value,
    }
    for field in settings_fields()[settings]:
        default = declared.get(field.name, field.default)
        yield Variable(f"{surface.prefix}_{field.name.upper()}", field.purpose, default)
    if isinstance(surface, McpSurface):
        yield Variable(f"{surface.prefix}_CONFIRM_KEY", _CONFIRM_KEY, "")
    for name, purpose, value in _OF_CALLERS:
        yield Variable(f"{surface.prefix}_{name}", purpose, value)
    yield from _of_kind(surface)
    said = options.callers_of(surface.namespace)
    if said is not None:
        limits = {"minute": str(said.calls_per_minute or 0), "once": str(said.calls_at_once or 0)}
        for name, purpose, value in _OF_RULED:
            if said.audit or not name.startswith("AUDIT_F"):
                yield Variable(f"{surface.prefix}_{name}", purpose, limits.get(value, value))


def _of_kind(
    surface: RestSurface | McpSurface | SkillSurface | ControlSurface,
) -> Iterator[Variable]:
    for name, purpose, value in caller_settings(surface.authentication):
        yield Variable(f"{surface.prefix}_{name}", purpose, value)
