"""Imports of a generated module: the names that it uses, merged once, in isort's order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..options import Runtime
from ..records import dataclass
from .format_table import HOMES as FORMAT_HOMES
from .wire_functions import ALIASES as WIRE_ALIASES
from .wire_functions import HOMES as WIRE_HOMES

_HOMES: Final[dict[str, str]] = {
    **FORMAT_HOMES,
    **WIRE_HOMES,
    "Final": "typing",
    "Any": "typing",
    "TYPE_CHECKING": "typing",
    "Literal": "typing",
    "NotRequired": "typing",
    "TypeAlias": "typing",
    "TypedDict": "._runtime.typed_dicts",
    "Mapping": "collections.abc",
    "Record": "._runtime.records",
    "operations": ".",
    "units": ".",
    "Json": "._runtime.values",
    "JsonArray": "._runtime.values",
    "JsonObject": "._runtime.values",
    "OMIT": "._runtime.values",
    "Omit": "._runtime.values",
    "RawJson": "._runtime.values",
    "Operation": "._runtime.messages",
    "Request": "._runtime.messages",
    "NO_RETRIES": "._runtime.options",
    "RetryPolicy": "._runtime.options",
    "pick": "._runtime.server.settings",
    "Route": "._runtime.rest.routing",
    "where_mapped": "._runtime.rest.made_here",
    "AnyRouter": "._runtime.rest.any_routes",
    "find_by_query": "._runtime.rest.conditions",
    "RestApp": "._runtime.rest.app",
    "Forward": "._runtime.rest.forwarding",
    "Forwards": "._runtime.rest.forwarding",
    "RestApplication": "._runtime.rest.application",
    "Annotations": "._runtime.mcp.tools",
    "Tool": "._runtime.mcp.tools",
    "DeepRules": "._runtime.mcp.deep_schema",
    "shaped": "._runtime.mcp.output",
    "wrapped": "._runtime.mcp.output",
    "McpApp": "._runtime.mcp.app",
    "Offers": "._runtime.mcp.offers",
    "Resource": "._runtime.mcp.resources",
    "Folder": "._runtime.mcp.resources",
    "McpSkill": "._runtime.mcp.skills",
    "SkillOffers": "._runtime.mcp.skills",
    "Prompt": "._runtime.mcp.prompts",
    "PromptArgument": "._runtime.mcp.prompts",
    "Message": "._runtime.mcp.prompts",
    "McpHttp": "._runtime.mcp.http",
    "Server": "mcp.server.lowlevel.server",
    "main": "._runtime.server.command",
    "ControlPages": "._runtime.server.control_pages",
    "LocalTraces": "._runtime.telemetry.local",
    "Telemetry": "._runtime.telemetry.declared",
    "TELEMETRY": ".telemetry",
    "ObservedRestApp": "._runtime.telemetry.rest",
    "ObservedMcpApp": "._runtime.telemetry.mcp",
    "require": "._runtime.release",
    "AsyncClient": "._runtime.client.base",
    "SyncClient": "._runtime.client.base",
    "Style": "._runtime.calls.exchange",
    "Cursor": "._runtime.client.pagination",
    "Link": "._runtime.client.pagination",
    "PageNumber": "._runtime.client.pagination",
    "PaginationError": "._runtime.client.pagination",
    "pages": "._runtime.client.pagination",
    "pages_async": "._runtime.client.pagination",
    "AsyncStreamedResponse": "._runtime.calls.responses",
    "RawResponse": "._runtime.calls.responses",
    "StreamedResponse": "._runtime.calls.responses",
    "View": "._runtime.client.views",
    "Raw": "._runtime.client.views",
    "AsyncRaw": "._runtime.client.views",
    "Streamed": "._runtime.client.views",
    "AsyncStreamed": "._runtime.client.views",
    "ClientOptions": "._runtime.options",
    "Hooks": "._runtime.options",
    "Network": "._runtime.options",
    "RequestOptions": "._runtime.options",
    "Timeout": "._runtime.wire_request",
    "AsyncReply": "._runtime.transport.base",
    "AsyncTransport": "._runtime.transport.base",
    "WireRequest": "._runtime.wire_request",
    "Transport": "._runtime.transport.base",
    "PYREQWEST": "._runtime.transport.on_pyreqwest",
    "HTTPX2": "._runtime.transport.on_httpx2",
    "AsyncHttpx2Transport": "._runtime.transport.httpx2",
    "Httpx2Transport": "._runtime.transport.httpx2",
    "Send": "._runtime.calls.upstream",
    "Apply": "._runtime.wire.paths",
    "DEEP": "._runtime.wire.paths",
    "EACH": "._runtime.wire.paths",
    "Where": "._runtime.wire.paths",
    "tests": "._runtime.wire",
    "Pattern": "._runtime.patterns",
    "follow": "._runtime.wire.paths",
    "at": "._runtime.wire.picking",
    "each_of": "._runtime.wire.picking",
    "array": "._runtime.wire.picking",
    "listed": "._runtime.wire.picking",
    "nested": "._runtime.wire.picking",
    "remade": "._runtime.wire.picking",
    "by_name": "._runtime.wire.picking",
    "cut": "._runtime.wire.picking",
    "whole": "._runtime.wire.mapping",
    "mapped": "._runtime.wire.mapping",
    "composed": "._runtime.wire.composed",
    "answer": "._runtime.calls.steps",
    "lookup": "._runtime.calls.lookups",
    "read": "._runtime.calls.steps",
    "together": "._runtime.calls.steps",
    "Flows": "._runtime.calls.flows",
    "Governance": "._runtime.governing",
    "ScriptingPage": "._runtime.server.scripting_page",
    "GOVERNANCE": ".scripts",
    "Hook": "._runtime.calls.scripts",
    "CopiedScript": "._runtime.calls.copied",
    "scripts": ".",
    "binary": "._runtime.wire.binary",
    "Field": "._runtime.rest.fields_in",
    "Cookie": "._runtime.rest.headers_in",
    "Header": "._runtime.rest.headers_in",
    "Part": "._runtime.rest.parts",
    "PathVariable": "._runtime.rest.inputs",
    "Query": "._runtime.rest.inputs",
    "QueryOrField": "._runtime.rest.fields_in",
    "RawBody": "._runtime.rest.bytes_in",
    "WholeBody": "._runtime.rest.whole_bodies",
    "DescribedBody": "._runtime.rest.described_bodies",
    "ANY": "._runtime.rest.objects",
    "ARRAY": "._runtime.rest.arrays",
    "BOOLEAN": "._runtime.rest.booleans",
    "INTEGER": "._runtime.rest.numbers",
    "NUMBER": "._runtime.rest.numbers",
    "OBJECT": "._runtime.rest.objects",
    "limited": "._runtime.rest.limits",
    "STRING": "._runtime.rest.types",
    "Api": "._runtime.settings",
    "SurroundedApi": "._runtime.around",
    "FileBind": "._runtime.file_binds",
    "ApiKey": "._runtime.credentials.api_keys",
    "ApiKeys": "._runtime.credentials.api_keys",
    "UrlKeys": "._runtime.credentials.spelled",
    "ApiSettings": "._runtime.settings",
    "Authenticate": "._runtime.authentication",
    "Basic": "._runtime.credentials.basic",
    "Bearer": "._runtime.credentials.bearer",
    "Credential": "._runtime.authentication",
    "McpAdapter": "._runtime.mcp.settings",
    "McpSettings": "._runtime.mcp.settings",
    "RestAdapter": "._runtime.rest.settings",
    "RestSettings": "._runtime.rest.settings",
    "Skill": "._runtime.skill.app",
    "SkillApp": "._runtime.skill.app",
    "SkillApplication": "._runtime.skill.app",
    "SkillAdapter": "._runtime.skill.settings",
    "SkillSettings": "._runtime.skill.settings",
    "RestCallers": "._runtime.callers.rest",
    "McpCallers": "._runtime.callers.mcp",
    "SkillCallers": "._runtime.callers.skill",
    "Rule": "._runtime.callers.rules",
    "OAuth2": "._runtime.oauth.declared",
    "IntrospectedOAuth2": "._runtime.oauth.introspected",
    "AnsweringDigest": "._runtime.calls.challenged",
    "ClientCredentials": "._runtime.credentials.client_credentials",
    "ObtainingTokens": "._runtime.calls.granted",
    "Digest": "._runtime.credentials.digest",
    "DigestOfCallers": "._runtime.server.digest_of_callers",
    "Unsupported": "._runtime.credentials.unsupported",
    "Variable": "._runtime.authentication",
    "Recorder": "._runtime.recording.recorder",
    "ReplayCommand": "._runtime.recording.command",
}
_INSTALLED: Final = frozenset(("mcp",))
_RUNTIME: Final = "._runtime"
_PREFIXES: Final = {
    Runtime.VENDORED: _RUNTIME,
    Runtime.SHARED: ".._runtime",
    Runtime.PACKAGE: "capwright_runtime",
}
_ALIASED: Final = {**WIRE_ALIASES, "tests": "path_functions as tests"}


@dataclass(frozen=True, slots=True)
class ImportLine:
    """`from <module> import <names>`."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imports:
    """Standard library first, then what is installed, then the package's own."""

    standard: tuple[ImportLine, ...] = ()
    installed: tuple[ImportLine, ...] = ()
    own: tuple[ImportLine, ...] = ()

    @property
    def sections(self) -> tuple[tuple[ImportLine, ...], ...]:
        """The lines in groups, as they are printed with a blank line between."""
        return tuple(filter(None, (self.standard, self.installed, self.own)))

    def with_runtime(self, runtime: Runtime) -> Imports:
        """The same, of a runtime that stands elsewhere than in the package."""
        prefix = _PREFIXES[runtime]
        moved = tuple(
            ImportLine(prefix + line.module.removeprefix(_RUNTIME), line.names)
            for line in self.own
            if _is_of_runtime(line)
        )
        own = tuple(line for line in self.own if not _is_of_runtime(line))
        match runtime:
            case Runtime.VENDORED:
                return self
            case Runtime.SHARED:
                # isort: from far above to near.
                return Imports(self.standard, self.installed, (*moved, *own))
            case Runtime.PACKAGE:
                installed = sorted((*self.installed, *moved), key=lambda line: line.module)
                return Imports(self.standard, tuple(installed), own)

    def plus(self, module: str, names: Iterable[str]) -> Imports:
        """With the names of another module of the package."""
        found = set(names)
        if not found:
            return self
        line = ImportLine(module, sorted_names(found))
        own = tuple(sorted((*self.own, line), key=lambda each: each.module))
        return Imports(self.standard, self.installed, own)


def imports(names: Iterable[str]) -> Imports:
    """The import lines of every known name; builtins and others need none."""
    modules: dict[str, set[str]] = {}
    aliased: list[ImportLine] = []
    for name in set(names):
        if name in _ALIASED:
            aliased.append(ImportLine(_HOMES[name], (_ALIASED[name],)))
        elif name in _HOMES:
            modules.setdefault(_HOMES[name], set()).add(name)
    lines = [ImportLine(module, sorted_names(found)) for module, found in modules.items()]
    lines = sorted((*lines, *aliased), key=lambda line: (line.module, line.names))
    installed = tuple(line for line in lines if line.module.partition(".")[0] in _INSTALLED)
    own = tuple(line for line in lines if line.module.startswith("."))
    standard = tuple(line for line in lines if line not in installed and line not in own)
    return Imports(standard, installed, own)


def _is_of_runtime(line: ImportLine) -> bool:
    return line.module == _RUNTIME or line.module.startswith(f"{_RUNTIME}.")


def sorted_names(names: Iterable[str]) -> tuple[str, ...]:
    """Constants, then classes, then functions, as isort orders them."""
    return tuple(sorted(names, key=lambda name: (_kind(name), _natural(name.lower()), name)))


def exported_names(names: Iterable[str]) -> tuple[str, ...]:
    """The same for `__all__`, where capitals come before small letters (ruff's RUF022)."""
    return tuple(sorted(names, key=lambda name: (_kind(name), _natural(name))))


def _natural(text: str) -> tuple[tuple[str, int], ...]:
    """Text with its numbers as numbers: `a2` before `a10`."""
    return tuple((word, int(digits or -1)) for word, digits in re.findall(r"(\D*)([0-9]*)", text))


def _kind(name: str) -> int:
    if name.isupper():
        return 0
    return 1 if name[0].isupper() else 2
