"""The generated files of adapters: `rest.py`, `mcp_server.py`, and the command over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..naming import Identifier
from ..options import Options, Transport
from ..plan import ControlSurface, McpSurface, Plan, RestSurface
from .authentication import declaration_of_callers
from .callers import callers
from .declarations import Declarations, Entry
from .docs_page import docs_path
from .imports import imports
from .mcp_answers import about, answers_path, index_path, version_of
from .offers import offer_tables, offers
from .openapi import openapi_path
from .package import Module
from .python import CallOf, Declaration, DictOf, Literal, Name, Python, TupleOf, names_in
from .rest import forward_table, needs_any_router, route_table
from .tables import table_name
from .tools import tool_table
from .units import LoweredUnit


def rest_module(
    plan: Plan, declared: Declarations, units: Sequence[LoweredUnit], options: Options
) -> Module:
    """`rest.py`: the routes of each REST adapter, and the app over them."""
    by_name = {each.unit.name: each for each in units}
    tables: list[Declaration] = []
    entries: list[tuple[str, Python]] = []
    for surface, entry in zip(plan.rest, declared.rest, strict=True):
        values = {"routes": route_table(surface, by_name, check_bodies=options.check_bodies)}
        if surface.forwards:
            values["forwards"] = forward_table(surface)
        own = {
            kind: Declaration(table_name(kind.upper(), entry, len(plan.rest), declared), value)
            for kind, value in values.items()
        }
        tables += own.values()
        app = _rest_app(plan, surface, own, entry, declared.apis, options)
        entries.append((surface.namespace, app))
    return _adapters_module("rest", tables, entries, declared.rest, declared.apis)


def mcp_module(
    plan: Plan, declared: Declarations, units: Sequence[LoweredUnit], options: Options
) -> Module:
    """`mcp_server.py`: the tools of each MCP adapter, and the server over them."""
    by_name = {each.unit.name: each for each in units}
    tables: list[Declaration] = []
    entries: list[tuple[str, Python]] = []
    for surface, entry in zip(plan.mcp, declared.mcp, strict=True):
        own = _mcp_tables(plan, surface, entry, declared, by_name)
        tables += own.values()
        version = version_of(plan, surface, by_name)
        app = _mcp_app(plan, surface, own, entry, declared.apis, version, options)
        entries.append((surface.namespace, app))
    return _adapters_module("mcp_server", tables, entries, declared.mcp, declared.apis)


def _mcp_tables(
    plan: Plan,
    surface: McpSurface,
    entry: Entry,
    declared: Declarations,
    units: Mapping[str, LoweredUnit],
) -> dict[str, Declaration]:
    """What an adapter offers, by kind; only tools are always there."""
    values = {"tools": tool_table(surface, units), **offer_tables(plan, surface, units)}
    return {
        kind: Declaration(table_name(kind.upper(), entry, len(plan.mcp), declared), value)
        for kind, value in values.items()
    }


def _adapters_module(
    name: str,
    tables: Sequence[Declaration],
    entries: Sequence[tuple[str, Python]],
    adapters: Sequence[Entry],
    apis: Sequence[Entry],
) -> Module:
    registry = Declaration(Identifier("ADAPTERS"), DictOf(tuple(entries)))
    used = {"Final", "AsyncTransport", "pick"}
    used |= {"RestApplication"} if name == "rest" else {"TYPE_CHECKING", "Any"}
    for value in (registry.value, *(table.value for table in tables)):
        used |= names_in(value)
    own = ["Settings", *(entry.declaration.name for entry in (*adapters, *apis))]
    content = {
        "tables": tables,
        "registry": registry,
        "import_lines": imports(used).plus(".settings", own),
        "typing_lines": imports(("Server", "McpHttp")),
    }
    return Module(f"{name}.py", f"{name}.py.j2", content)


def _rest_app(
    plan: Plan,
    surface: RestSurface,
    tables: Mapping[str, Declaration],
    entry: Entry,
    apis: Sequence[Entry],
    options: Options,
) -> Python:
    keywords: dict[str, Python] = {
        "module": Name("__name__"),
        "declaration": Name(entry.declaration.name),
        "routes": Name(tables["routes"].name),
        "openapi": Literal(openapi_path(surface.namespace)),
        "docs": Literal(docs_path(surface.namespace)),
        "apis": TupleOf(tuple(Name(api.declaration.name) for api in apis)),
    }
    if "forwards" in tables:
        keywords["forwards"] = CallOf(Name("Forwards"), (Name(tables["forwards"].name),))
    said = options.callers_of(surface.namespace)
    if said is not None:
        keywords["callers"] = callers("RestCallers", said)
    if needs_any_router(surface):
        keywords["router"] = Name("AnyRouter")
    if any(route.conditions for route in surface.routes):
        keywords["find"] = Name("find_by_query")
    return _app("RestApp", plan, keywords)


def _mcp_app(
    plan: Plan,
    surface: McpSurface,
    tables: Mapping[str, Declaration],
    entry: Entry,
    apis: Sequence[Entry],
    version: str,
    options: Options,
) -> Python:
    keywords: dict[str, Python] = {
        "module": Name("__name__"),
        "declaration": Name(entry.declaration.name),
        "tools": Name(tables["tools"].name),
        "answers": Literal(answers_path(surface.namespace)),
        "apis": TupleOf(tuple(Name(api.declaration.name) for api in apis)),
    }
    index = index_path(surface)
    if index is not None:
        keywords["index"] = Literal(index)
    said = about(plan, surface, version)
    del said["name"]  # The declaration has it.
    keywords |= {name: Literal(value) for name, value in said.items()}
    beside = {kind: Name(table.name) for kind, table in tables.items() if kind != "tools"}
    if beside:
        keywords["offers"] = offers(beside)
    caller = options.callers_of(surface.namespace)
    if caller is not None:
        keywords["callers"] = callers("McpCallers", caller)
    return _app("McpApp", plan, keywords)


def main_module(plan: Plan, declared: Declarations, options: Options) -> Module:
    """`__main__.py`: the command line."""
    keywords: dict[str, Python] = {}
    if plan.rest:
        keywords["rest"] = TupleOf(tuple(Literal(each.namespace) for each in plan.rest))
    if plan.skills:
        keywords["skill"] = TupleOf(tuple(Literal(each.namespace) for each in plan.skills))
    if plan.mcp:
        keywords["mcp"] = TupleOf(tuple(Literal(each.namespace) for each in plan.mcp))
    used = {"main"}
    own: list[str] = []
    if plan.control is not None:
        keywords["control"] = _control(plan, plan.control, declared, options.sends_with)
        used |= names_in(keywords["control"])
        own = [str(each.name) for each in declared.binds if str(each.name) in used]
    if plan.observability is not None:
        keywords["telemetry"] = Name("TELEMETRY")
        used.add("TELEMETRY")
    if options.recording.wanted:
        keywords["others"] = TupleOf((CallOf(Name("ReplayCommand")),))
        used.add("ReplayCommand")
    call = CallOf(
        Name("main"),
        (Name("__package__"),),
        tuple((Identifier(key), value) for key, value in keywords.items()),
    )
    content = {"run": call, "import_lines": imports(used).plus(".settings", own)}
    return Module("__main__.py", "main.py.j2", content)


def _control(
    plan: Plan, surface: ControlSurface, declared: Declarations, sends_with: Transport
) -> Python:
    info, control = plan.capability.info, surface.declaration
    keywords: dict[str, Python] = {"port": Literal(control.port)}
    if control.address is not None:
        keywords["address"] = Literal(control.address)
    for name, value, default in (
        ("health", control.health, True),
        ("info", control.info, False),
        ("metrics", control.metrics, False),
        ("display", info.display, None),
        ("version", plan.capability.version, None),
    ):
        if value != default:
            keywords[name] = Literal(value)
    if surface.prefix != "CONTROL":
        keywords["prefix"] = Literal(surface.prefix)
    if surface.authentication is not None:
        keywords["authentication"] = declaration_of_callers(surface.authentication, sends_with)
    if plan.observability is not None:
        keywords["telemetry"] = Name("TELEMETRY")
    if plan.scripting is not None:
        keywords["scripting"] = CallOf(Name("ScriptingPage"), (Name("GOVERNANCE"),))
    return _call("ControlPages", **keywords, **dict(declared.control))


def _app(name: str, plan: Plan, keywords: Mapping[str, Python]) -> Python:
    """An app, which records what it serves where the specification asks for that."""
    if plan.observability is None:
        return _call(name, **keywords)
    return _call(f"Observed{name}", **keywords, telemetry=Name("TELEMETRY"))


def _call(name: str, **keywords: Python) -> Python:
    return CallOf(
        Name(name), (), tuple((Identifier(key), value) for key, value in keywords.items())
    )
