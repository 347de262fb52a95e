"""Routes of exposed REST operations: a path, what its query asks for, and one for each operation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeAlias
from urllib.parse import unquote_plus

from .. import regex
from ..diagnostics.rules import exposure as rules
from ..diagnostics.rules import shape
from ..model import (
    ExposedOperation,
    ExposedParameter,
    Place,
    Placeholder,
    Scope,
    Template,
    ValueType,
)
from .context import Context
from .node import Node
from .paths import WrittenPath, path_text, query_pairs, route_shape
from .placeholder_names import Where
from .templates import Reader

_VARIABLE: Final = regex.late(r"\{\{\s*([^{}]+?)\s*\}\}|\{\s*([^{}]+?)\s*\}")
_REST: Final = "path"
"""The name of the variable that takes the rest of a path."""
_Route: TypeAlias = tuple[str, str, frozenset[tuple[str, str | None]]]
"""Method, path without the names of its variables, and conditions."""


def route(written: str, node: Node) -> Template:
    """An exposed path: everything in braces is a variable of the route."""
    parts: list[str | Placeholder] = []
    end = 0
    for match in _VARIABLE.finditer(written):
        if match.start() > end:
            parts.append(written[end : match.start()])
        parts.append(Placeholder(match[1] or match[2], Scope.INPUT, node.origin))
        end = match.end()
    if end < len(written):
        parts.append(written[end:])
    return Template(tuple(parts), node.origin)


def takes_rest(written: WrittenPath, context: Context) -> bool:
    """Whether `{path}` stands at the end, where the reference engine gives it all that follows (2.10.1)."""
    if context.published or _REST not in written.variables:
        return False
    parts = route(written.path, written.node).parts
    before, last = parts[-2:] if len(parts) > 1 else ("", parts[-1])
    is_last = isinstance(last, Placeholder) and last.name == _REST
    if is_last and isinstance(before, str) and before.endswith("/"):
        return True
    variable = next(m.group() for m in _VARIABLE.finditer(written.path) if _REST in m.groups())
    written.node.report(rules.REST_INSIDE, within=variable, path=written.path)
    return False


def conditions(
    query: str, node: Node, context: Context
) -> tuple[tuple[tuple[str, str | None], ...], tuple[ExposedParameter, ...]]:
    """What a query string in an exposed path asks for; `x={x}` declares a query input."""
    if not query:
        return (), ()
    node.note(shape.QUERY_IN_ROUTE, query=query)
    conditions: list[tuple[str, str | None]] = []
    inputs: list[ExposedParameter] = []
    for name, value in query_pairs(query, node, Reader(context, Where.BASE_URI)):
        constant = None if value is None else value.constant
        if value is None or constant is not None:
            conditions.append((unquote_plus(name), constant))
        else:
            inputs.append(_query_input(unquote_plus(name), node))
    return tuple(conditions), tuple(inputs)


def _query_input(name: str, node: Node) -> ExposedParameter:
    return ExposedParameter(
        name=name,
        place=Place.QUERY,
        type=ValueType.ANY,
        required=None,
        description=None,
        pattern=None,
        enum=None,
        default=None,
        value=None,
        origin=node.origin,
    )


def on_own_routes(
    operations: Iterator[ExposedOperation], context: Context
) -> Iterator[ExposedOperation]:
    """Every operation on a route that no earlier one has (docs/language.md, "Exposed under REST")."""
    taken: set[_Route] = set()
    for operation in operations:
        key = (operation.method, route_shape(operation.path), frozenset(operation.conditions))
        if key in taken:
            if not context.published:
                if not context.findings.reported_at(operation.origin):
                    context.findings.report(
                        rules.SAME_ROUTE,
                        operation.origin,
                        method=operation.method,
                        path=path_text(operation.path),
                    )
                continue
            operation, key = _moved(operation, taken)
            context.findings.report(
                rules.ROUTE_MOVED,
                operation.origin,
                name=operation.name,
                method=operation.method,
                path=path_text(operation.path),
            )
        taken.add(key)
        yield operation


def _moved(operation: ExposedOperation, taken: set[_Route]) -> tuple[ExposedOperation, _Route]:
    """The operation under `path/<name>`, with a number where that is taken as well."""
    segment = re.sub(r"[^A-Za-z0-9._~-]+", "-", operation.name).strip("-") or "operation"
    parts = operation.path.parts
    slash = "" if parts and isinstance(parts[-1], str) and parts[-1].endswith("/") else "/"
    number = 1
    while True:
        last = segment if number == 1 else f"{segment}-{number}"
        path = Template((*parts, f"{slash}{last}"), operation.path.origin)
        key = (operation.method, route_shape(path), frozenset(operation.conditions))
        if key not in taken:
            return replace(operation, path=path), key
        number += 1
