"""`apis.py` and `settings.py`: the declarations of APIs and adapters, and one settings class over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from ..naming import Identifier, Names
from ..options import Options, TrailingSlash
from ..plan import Api, McpSurface, Plan, RestSurface, SkillSurface
from ..plan.order import has_side_by_side
from ..records import dataclass
from .authentication import around as around_api
from .authentication import declaration, declaration_of_callers
from .expressions import text_part
from .file_binds import FileBinds
from .python import Declaration, Literal, Name, Python, TupleOf, call, literal
from .transports import transports

Surface: TypeAlias = RestSurface | McpSurface | SkillSurface


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the settings: `quay_rest: RestSettings`, made from `QUAY_REST`."""

    namespace: str
    field: Identifier
    kind: str
    declaration: Declaration


@dataclass(frozen=True, slots=True)
class Declarations:
    apis: tuple[Entry, ...]
    rest: tuple[Entry, ...]
    mcp: tuple[Entry, ...]
    skills: tuple[Entry, ...] = ()
    binds: tuple[Declaration, ...] = ()
    """What files give, under a name of its own."""
    control: tuple[tuple[str, Python], ...] = ()
    """What the control port is told of them."""

    @property
    def adapters(self) -> tuple[Entry, ...]:
        return (*self.rest, *self.mcp, *self.skills)

    @property
    def all(self) -> tuple[Entry, ...]:
        return (*self.apis, *self.adapters)


_RESERVED = (
    "apis",
    "rest",
    "mcp",
    "skills",
    "from_environment",
    "Settings",
    "cls",
    "environ",
    "self",
)
_CONSTANTS = ("adapters", "raw", "stream", "type_checking")
"""Their upper-case forms are names of the modules that import the declarations."""


def declarations(plan: Plan, options: Options) -> Declarations:
    """Every API and adapter, each under a name of its own."""
    own = () if plan.observability is None else ("telemetry",)
    fields = Names((*_RESERVED, *_CONSTANTS, *own))
    binds = FileBinds.of(plan, fields)

    def adapters(surfaces: Iterable[Surface], kind: str) -> tuple[Entry, ...]:
        return tuple(
            _entry(each, kind, _adapter(f"{kind}Adapter", each, binds, options), fields)
            for each in surfaces
        )

    recorded = plan.observability is not None
    in_parallel = has_side_by_side(plan, parallel=options.parallel)

    def api(each: Api) -> Python:
        return _api(each, options, binds, recorded=recorded, in_parallel=in_parallel)

    return Declarations(
        tuple(_entry(each, "Api", api(each), fields) for each in plan.apis),
        adapters(plan.rest, "Rest"),
        adapters(plan.mcp, "Mcp"),
        adapters(plan.skills, "Skill"),
        tuple(declared for _, declared in binds.declared),
        () if plan.control is None else tuple(binds.adapter(plan.control)),
    )


def _entry(declared: Api | Surface, kind: str, value: Python, fields: Names) -> Entry:
    field = fields.claim(declared.prefix.lower())
    constant = Declaration(Identifier(field.upper()), value)
    return Entry(declared.namespace, field, f"{kind}Settings", constant)


def _api(
    api: Api, options: Options, binds: FileBinds, *, recorded: bool, in_parallel: bool
) -> Python:
    keywords: list[tuple[str, Python]] = [
        ("module", Name("__name__")),
        ("namespace", Literal(api.namespace)),
        ("prefix", Literal(api.prefix)),
        ("base_uri", TupleOf(tuple(text_part(part) for part in api.base_uri))),
    ]
    if api.authentication is not None:
        keywords.append(("authentication", declaration(api.authentication, options.sends_with)))
    segments = options.segments_of(api.path_arguments)
    if segments:
        keywords.append(("path_segments", literal(segments)))
    keywords.append(("path_names", literal(tuple(sorted(api.path_arguments)))))
    keywords += binds.api(api)
    own = around_api(api.authentication)
    # The innermost: two requests with a challenge between them are one to all others.
    around: list[Python] = [] if own is None else [own]
    if options.recording.wanted:
        around.append(_recorder(options))
    if recorded:
        # The outermost: what is answered from a recording is a request as well.
        around.append(Name("TELEMETRY"))
    if around:
        keywords.append(("around", TupleOf(tuple(around))))
    keywords.append(("transports", transports(options.sends_with)))
    if in_parallel:
        keywords.append(("side_by_side", Literal(True)))
    return call("SurroundedApi" if around else "Api", keywords)


def _recorder(options: Options) -> Python:
    mask = options.recording.mask
    return call("Recorder", [("mask", literal(mask))] if mask else [])


def _adapter(class_: str, surface: Surface, binds: FileBinds, options: Options) -> Python:
    declared = surface.declaration
    keywords: list[tuple[str, Python]] = [
        ("namespace", Literal(surface.namespace)),
        ("prefix", Literal(surface.prefix)),
    ]
    if declared.port is not None:
        keywords.append(("port", Literal(declared.port)))
    if declared.address is not None:
        keywords.append(("address", Literal(declared.address)))
    if isinstance(surface, McpSurface) and surface.declaration.transport == "stdio":
        keywords.append(("transport", Literal("stdio")))
    slash = options.trailing_slash
    if isinstance(surface, RestSurface) and slash is not TrailingSlash.SAME:
        keywords.append(("trailing_slash", Literal(slash.value)))
    if surface.authentication is not None:
        keywords.append(
            ("authentication", declaration_of_callers(surface.authentication, options.sends_with))
        )
    return call(class_, [*keywords, *binds.adapter(surface)])
