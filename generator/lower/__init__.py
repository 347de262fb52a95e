"""Stage 5: a plan becomes Python-shaped values, one module of them for each generated file."""

from __future__ import annotations

from collections.abc import Iterator

from .. import reach
from ..options import Options, Runtime
from ..plan import Plan
from ..records import dataclass
from ..runtime.copies import ATTRIBUTES
from .adapter_files import main_module, mcp_module, rest_module
from .agent_skills import made_files
from .body_types import with_bodies
from .clients import IMPORTED, LoweredClient, client_classes, typed
from .contract import contract_file
from .declarations import Declarations, declarations
from .docs import origin_of
from .docs_page import docs_modules
from .files import (
    apis_module,
    client_module,
    init_module,
    installed_runtime_module,
    operations_module,
    settings_module,
    types_module,
    units_module,
    views_module,
)
from .flows import flows_module
from .mcp_answers import answers_document, answers_path, index_document, index_path
from .offers import offered_files
from .openapi import openapi_document, openapi_path
from .operations import LoweredOperation, operation_functions
from .package import Module, Package, PlainFile
from .patterns import any_matches
from .readme import readme_module
from .requirements import requirement_files
from .results import ResultTypes, result_types
from .scripts import scripts_modules
from .skills import skill_files, skills_module
from .telemetry import telemetry_module
from .transports import is_shared, transports_module
from .units import LoweredUnit, unit_functions
from .variables_file import variables_file

__all__ = ["lower"]


def lower(plan: Plan, spec: str, options: Options) -> Package:
    """Every file of the package but the runtime and the manifest; the page shows the text `spec`."""
    operations = operation_functions(plan)
    units = unit_functions(plan, operations, parallel=options.parallel)
    declared = declarations(plan, options)
    drafts = client_classes(plan, operations, declared.apis)
    taken = {*IMPORTED, *(name for each in drafts for name in each.names)}
    types = with_bodies(result_types(plan, taken), plan, taken)
    lowered = _Lowered(plan, options, operations, units, declared, types, typed(drafts, types))
    modules = [*_of_clients(lowered), *_of_adapters(lowered, spec)]
    files = [*_of_every_package(lowered, modules), *_of_surfaces(lowered), *_of_reviewers(lowered)]
    held = tuple(each.with_runtime(options.runtime) for each in modules)
    return Package(options.importable, origin_of(plan.capability), held, tuple(files))


@dataclass(frozen=True, slots=True)
class _Lowered:
    """What the files are made of."""

    plan: Plan
    options: Options
    operations: tuple[LoweredOperation, ...]
    units: tuple[LoweredUnit, ...]
    declared: Declarations
    types: ResultTypes
    clients: tuple[LoweredClient, ...]

    @property
    def by_name(self) -> dict[str, LoweredUnit]:
        return {each.unit.name: each for each in self.units}


def _of_clients(lowered: _Lowered) -> Iterator[Module]:
    """What every package has: what users import, the operations, how to use them."""
    plan, options, clients, types = lowered.plan, lowered.options, lowered.clients, lowered.types
    yield init_module(plan, clients, options)
    if options.runtime is Runtime.PACKAGE:
        yield installed_runtime_module()
    if lowered.declared.apis:
        yield apis_module(lowered.declared)
    yield settings_module(lowered.declared)
    yield operations_module(lowered.operations)
    yield client_module(clients, types)
    yield views_module(clients)
    yield readme_module(plan, clients, lowered.declared, types, options)
    if options.runtime is not Runtime.SHARED or not is_shared(options):
        # Packages that share a runtime share these too.
        yield transports_module(options)
    if types.declared:
        yield types_module(types)


def _of_adapters(lowered: _Lowered, spec: str) -> Iterator[Module]:
    """What exposes the operations, and what stands between."""
    plan, options, declared, units = (
        *(lowered.plan, lowered.options),
        *(lowered.declared, lowered.units),
    )
    if _has_command(lowered):
        yield main_module(plan, declared, options)
    if units:
        yield units_module(units)
    yield from scripts_modules(plan)
    if any(each.flows for each in plan.aggregates):
        yield flows_module(plan, lowered.by_name)
    if plan.rest:
        yield rest_module(plan, declared, units, options)
        yield from docs_modules(plan, lowered.clients, lowered.operations, spec, options)
    if plan.mcp:
        yield mcp_module(plan, declared, units, options)
    if plan.observability is not None:
        yield telemetry_module(plan, options)
    if plan.skills:
        yield skills_module(plan, declared, options)


def _has_command(lowered: _Lowered) -> bool:
    plan = lowered.plan
    return bool(plan.rest or plan.mcp or plan.skills or lowered.options.recording.wanted)


def _of_every_package(lowered: _Lowered, modules: list[Module]) -> Iterator[PlainFile]:
    """What tools read: git, type checkers, installers."""
    yield PlainFile(".gitattributes", ATTRIBUTES)
    if lowered.options.runtime is not Runtime.SHARED:
        yield PlainFile("py.typed", b"")
        yield from requirement_files(lowered.plan, lowered.options, any_matches(modules))


def _of_surfaces(lowered: _Lowered) -> Iterator[PlainFile]:
    """What the adapters answer as it stands: lists, files of the team's, documents."""
    plan, units = lowered.plan, lowered.by_name
    for mcp in plan.mcp:
        yield PlainFile(answers_path(mcp.namespace), answers_document(plan, mcp, units))
        yield from offered_files(mcp)
        index = index_path(mcp)
        if index is not None:
            yield PlainFile(index, index_document(mcp, units))
    for skill in plan.skills:
        yield from skill_files(skill)
    yield from made_files(plan)
    if _has_command(lowered):
        yield variables_file(plan, lowered.options)
    for rest in plan.rest:
        document = openapi_document(plan, rest, lowered.options)
        yield PlainFile(openapi_path(rest.namespace), document)


def _of_reviewers(lowered: _Lowered) -> Iterator[PlainFile]:
    """What callers rely on, and what the package can reach."""
    yield contract_file(lowered.plan, lowered.clients, lowered.types, lowered.options)
    reached = reach.reach_of(lowered.plan, lowered.options)
    yield PlainFile(reach.PAGE, reach.page(reached).encode("utf-8", "backslashreplace"))
    yield PlainFile(reach.JSON, reach.to_bytes(reached))
