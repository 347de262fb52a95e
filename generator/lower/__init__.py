"""Stage 5: a plan becomes Python-shaped values, one module of them for each generated file."""

from __future__ import annotations

from .. import reach
from ..options import Options, Runtime
from ..plan import Plan
from ..runtime.copies import ATTRIBUTES
from .adapter_files import main_module, mcp_module, rest_module
from .agent_skills import made_files
from .body_types import with_bodies
from .clients import IMPORTED, client_classes, typed
from .contract import contract_file
from .declarations import declarations
from .docs import origin_of
from .docs_page import docs_modules
from .files import (
    client_module,
    init_module,
    operations_module,
    settings_module,
    transports_module,
    types_module,
    units_module,
    views_module,
)
from .flows import flows_module
from .mcp_answers import answers_document, answers_path, index_document, index_path
from .offers import offered_files
from .openapi import openapi_document, openapi_path
from .operations import operation_functions
from .package import Package, PlainFile
from .patterns import any_matches
from .readme import readme_module
from .requirements import requirement_files
from .results import result_types
from .scripts import scripts_modules
from .skills import skill_files, skills_module
from .telemetry import telemetry_module
from .units import unit_functions

__all__ = ["lower"]


def lower(plan: Plan, spec: str, options: Options) -> Package:
    """Every file of the package but the runtime and the manifest; the page shows the text `spec`."""
    operations = operation_functions(plan)
    units = unit_functions(plan, operations, parallel=options.parallel)
    declared = declarations(plan, options)
    drafts = client_classes(plan, operations, declared.apis)
    taken = {*IMPORTED, *(name for each in drafts for name in each.names)}
    types = with_bodies(result_types(plan, taken), plan, taken)
    clients = typed(drafts, types)
    modules = [
        init_module(plan, clients, options),
        settings_module(declared),
        operations_module(operations),
        client_module(clients, types),
        views_module(clients),
        readme_module(plan, clients, declared, types, options),
    ]
    files = [PlainFile(".gitattributes", ATTRIBUTES)]
    if options.runtime is not Runtime.SHARED:
        # Packages that share a runtime share these too.
        modules.append(transports_module())
        files.append(PlainFile("py.typed", b""))
    if types.declared:
        modules.append(types_module(types))
    by_name = {each.unit.name: each for each in units}
    if plan.rest or plan.mcp or plan.skills or options.recording.wanted:
        modules.append(main_module(plan, declared, options))
    if units:
        modules.append(units_module(units))
    modules += scripts_modules(plan)
    if any(each.flows for each in plan.aggregates):
        modules.append(flows_module(plan, by_name))
    if plan.rest:
        modules.append(rest_module(plan, declared, units, options))
        modules += docs_modules(plan, clients, operations, spec, options)
    if plan.mcp:
        modules.append(mcp_module(plan, declared, units, options))
    if plan.observability is not None:
        modules.append(telemetry_module(plan, options))
    if plan.skills:
        modules.append(skills_module(plan, declared, options))
    if options.runtime is not Runtime.SHARED:
        files += requirement_files(plan, options, any_matches(modules))
    files += [
        PlainFile(answers_path(each.namespace), answers_document(plan, each, by_name))
        for each in plan.mcp
    ]
    files += [file for each in plan.mcp for file in offered_files(each)]
    files += [file for each in plan.skills for file in skill_files(each)]
    files += made_files(plan)
    files += [
        PlainFile(index_path(each.namespace), index_document(each, by_name)) for each in plan.mcp
    ]
    files += [
        PlainFile(openapi_path(each.namespace), openapi_document(plan, each, options))
        for each in plan.rest
    ]
    files.append(contract_file(plan, clients, types))
    reached = reach.reach_of(plan, options)
    files.append(PlainFile(reach.PAGE, reach.page(reached).encode("utf-8", "backslashreplace")))
    files.append(PlainFile(reach.JSON, reach.to_bytes(reached)))
    held = tuple(each.with_runtime(options.runtime) for each in modules)
    return Package(options.importable, origin_of(plan.capability), held, tuple(files))
