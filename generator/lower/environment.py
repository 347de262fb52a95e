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
from .request_variables import of_api
from .settings_fields import settings_fields
from .variable_texts import (
    CONFIRM_KEY,
    OF_APIS,
    OF_CALLERS,
    OF_CREDENTIALS,
    OF_EXCHANGE,
    OF_GRANT,
    OF_RECORDING,
    OF_RULED,
    OF_STEPS,
    OF_TELEMETRY,
    PATH_SEGMENTS,
)

BY_CALLS: Final = "required by its calls"
"""What stands in the place of a default."""


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
        names = (Variable(f"{prefix}_{name}", *said) for name, *said in OF_CALLERS)
        yield Group("control port", (*names, *_of_kind(plan.control)))


def _of_telemetry(plan: Plan) -> Iterator[Group]:
    if plan.observability is not None:
        yield Group("OpenTelemetry", tuple(Variable(*each) for each in OF_TELEMETRY))


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
    for name in of_api(plan, api):
        if name not in named and name not in (each.name for each in _credentials(api)):
            yield Variable(name, "What its requests carry as the specification says.", BY_CALLS)
    for name, purpose, value in OF_APIS:
        yield Variable(f"{api.prefix}_{name}", purpose, value)
    of_steps = [OF_STEPS] if has_side_by_side(plan, parallel=options.parallel) else []
    for name, purpose, value in (*of_steps, *_whose(api)):
        yield Variable(f"{api.prefix}_{name}", purpose, value)
    if options.recording.wanted:
        for name, purpose, value in OF_RECORDING:
            yield Variable(f"{api.prefix}_{name}", purpose, value)
    if api.path_arguments:
        default = options.segments_text(api.path_arguments)
        yield Variable(f"{api.prefix}_PATH_SEGMENTS", PATH_SEGMENTS, default)


def _whose(api: Api) -> Iterator[tuple[str, str, str]]:
    """The variables that say whose credential goes upstream, where the API takes one of a caller's."""
    match api.authentication:
        case BearerAuth():
            yield from OF_CREDENTIALS
            yield from OF_EXCHANGE
        case BasicAuth() | ApiKeyAuth():
            yield from OF_CREDENTIALS
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
    for name, purpose, value in OF_GRANT:
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
            yield Variable(name, purpose, BY_CALLS)


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
        yield Variable(f"{surface.prefix}_CONFIRM_KEY", CONFIRM_KEY, "")
    for name, purpose, value in OF_CALLERS:
        yield Variable(f"{surface.prefix}_{name}", purpose, value)
    yield from _of_kind(surface)
    said = options.callers_of(surface.namespace)
    if said is not None:
        limits = {"minute": str(said.calls_per_minute or 0), "once": str(said.calls_at_once or 0)}
        for name, purpose, value in OF_RULED:
            if said.audit or not name.startswith("AUDIT_F"):
                yield Variable(f"{surface.prefix}_{name}", purpose, limits.get(value, value))


def _of_kind(
    surface: RestSurface | McpSurface | SkillSurface | ControlSurface,
) -> Iterator[Variable]:
    for name, purpose, value in caller_settings(surface.authentication):
        yield Variable(f"{surface.prefix}_{name}", purpose, value)
