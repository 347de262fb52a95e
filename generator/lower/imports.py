"""Imports of a generated module: the names that it uses, merged once, in isort's order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_HOMES: Final[dict[str, str]] = {
    "Final": "typing",
    "Any": "typing",
    "TYPE_CHECKING": "typing",
    "TypeAlias": "typing",
    "TypedDict": "typing",
    "Mapping": "collections.abc",
    "Record": "._runtime.records",
    "operations": ".",
    "units": ".",
    "encode": "._runtime",
    "bodies": "._runtime",
    "Json": "._runtime.values",
    "JsonArray": "._runtime.values",
    "JsonObject": "._runtime.values",
    "OMIT": "._runtime.values",
    "Omit": "._runtime.values",
    "RawJson": "._runtime.values",
    "Format": "._runtime.messages",
    "Operation": "._runtime.messages",
    "Request": "._runtime.messages",
    "RetryPolicy": "._runtime.options",
    "pick": "._runtime.adapters",
    "Route": "._runtime.routes",
    "RestApp": "._runtime.rest_app",
    "RestApplication": "._runtime.rest_app",
    "Annotations": "._runtime.mcp_tools",
    "Tool": "._runtime.mcp_tools",
    "McpApp": "._runtime.mcp_app",
    "AsyncClient": "._runtime.client_base",
    "SyncClient": "._runtime.client_base",
    "RAW": "._runtime.exchange",
    "STREAM": "._runtime.exchange",
    "View": "._runtime.views",
    "Raw": "._runtime.views",
    "AsyncRaw": "._runtime.views",
    "Streamed": "._runtime.views",
    "AsyncStreamed": "._runtime.views",
    "ClientOptions": "._runtime.options",
    "Hooks": "._runtime.options",
    "Network": "._runtime.options",
    "RequestOptions": "._runtime.options",
    "Timeout": "._runtime.options",
    "AsyncReply": "._runtime.transport.base",
    "AsyncTransport": "._runtime.transport.base",
    "Transport": "._runtime.transport.base",
    "Send": "._runtime.upstream",
    "EACH": "._runtime.mapping",
    "IDENTITY": "._runtime.mapping",
    "Output": "._runtime.mapping",
    "mapped": "._runtime.mapping",
    "Field": "._runtime.inputs",
    "Cookie": "._runtime.inputs",
    "Header": "._runtime.inputs",
    "PathVariable": "._runtime.inputs",
    "Query": "._runtime.inputs",
    "QueryOrField": "._runtime.inputs",
    "RawBody": "._runtime.inputs",
    "Type": "._runtime.inputs",
    "WholeBody": "._runtime.inputs",
    "ANY": "._runtime.inputs",
    "ARRAY": "._runtime.inputs",
    "BOOLEAN": "._runtime.inputs",
    "INTEGER": "._runtime.inputs",
    "NUMBER": "._runtime.inputs",
    "OBJECT": "._runtime.inputs",
    "STRING": "._runtime.inputs",
    "Api": "._runtime.settings",
    "ApiKey": "._runtime.settings",
    "ApiKeys": "._runtime.settings",
    "ApiSettings": "._runtime.settings",
    "Authenticate": "._runtime.settings",
    "Basic": "._runtime.settings",
    "Bearer": "._runtime.settings",
    "Credential": "._runtime.settings",
    "McpAdapter": "._runtime.settings",
    "McpSettings": "._runtime.settings",
    "RestAdapter": "._runtime.settings",
    "RestSettings": "._runtime.settings",
    "Unsupported": "._runtime.settings",
    "Variable": "._runtime.settings",
}
_ALIASED: Final = {"encode": "encoding as encode"}


@dataclass(frozen=True, slots=True)
class ImportLine:
    """`from <module> import <names>`."""

    module: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imports:
    """Standard library first, then the package's own."""

    standard: tuple[ImportLine, ...]
    own: tuple[ImportLine, ...]

    def plus(self, module: str, names: Iterable[str]) -> Imports:
        """With the names of another module of the package."""
        found = set(names)
        if not found:
            return self
        line = ImportLine(module, sorted_names(found))
        return Imports(
            self.standard, tuple(sorted((*self.own, line), key=lambda each: each.module))
        )


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
    return Imports(
        tuple(line for line in lines if not line.module.startswith(".")),
        tuple(line for line in lines if line.module.startswith(".")),
    )


def sorted_names(names: Iterable[str]) -> tuple[str, ...]:
    """Constants, then classes, then functions, as isort orders them."""
    return tuple(sorted(names, key=lambda name: (_kind(name), _natural(name.lower()), name)))


def _natural(text: str) -> tuple[tuple[str, int], ...]:
    """Text with its numbers as numbers: `a2` before `a10`."""
    return tuple((word, int(digits or -1)) for word, digits in re.findall(r"(\D*)([0-9]*)", text))


def _kind(name: str) -> int:
    if name.isupper():
        return 0
    return 1 if name[0].isupper() else 2
