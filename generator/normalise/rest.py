"""Exposed REST adapters: resources flattened to operations (docs/language.md, "Exposed under REST")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, TypeAlias
from urllib.parse import unquote_plus

from ..diagnostics.rules import exposure as rules
from ..diagnostics.rules import formats as output_rules
from ..diagnostics.rules import shape
from ..model import (
    ExposedOperation,
    ExposedParameter,
    Forward,
    Place,
    Placeholder,
    RestAdapter,
    Scope,
    Template,
    ValueType,
)
from ..origin import Origin
from ..records import dataclass
from .actions import flow_name, read_action
from .authentication import read_authentication
from .context import Context
from .node import Named, Node
from .operations import name_for, read_method
from .outputs import exposed_outputs
from .parameters import exposed_parameters
from .paths import (
    WrittenPath,
    join_paths,
    path_text,
    query_pairs,
    route_shape,
    split_at,
    variables_in,
    with_slash,
)
from .rest_places import rest_places
from .templates import Reader, Where
from .values import byte_size

_VARIABLE: Final = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}|\{\s*([^{}]+?)\s*\}")
_REST: Final = "path"
"""The name of the variable that takes the rest of a path."""
_Route: TypeAlias = tuple[str, str, frozenset[tuple[str, str | None]]]
"""Method, path without the names of its variables, and conditions."""


def read_rest(node: Node, namespace: str, context: Context) -> RestAdapter:
    """A REST adapter with all of its operations, each on a route of its own."""
    operations = (
        operation
        for resource in node.named("resources")
        for operation in _resource(node, namespace, resource, context)
    )
    return RestAdapter(
        namespace=namespace,
        description=node.text("description"),
        port=node.integer("port"),
        address=node.text("address"),
        authentication=read_authentication(node, namespace, context, of_callers=True),
        operations=tuple(_on_own_routes(operations, context)),
        origin=node.origin,
        max_binary_size=byte_size(node, "maxBinarySize"),
    )


def _resource(
    adapter: Node, namespace: str, resource: Named, context: Context
) -> Iterator[ExposedOperation]:
    node = resource.node
    forward = node.mapping("forward")
    if forward is not None:
        yield _forward(resource, forward, context)
    operations = node.named("operations")
    for item in operations:
        scope = _Scope(adapter, namespace, resource, len(operations) == 1, context)
        operation = _operation(item, scope)
        if operation is not None:
            yield operation


@dataclass(frozen=True, slots=True)
class _Scope:
    """What an operation has around it."""

    adapter: Node
    namespace: str
    resource: Named
    alone: bool
    """Whether it is the only operation of its resource."""
    context: Context


def _operation(item: Named, scope: _Scope) -> ExposedOperation | None:
    """An exposed operation; None where its method could not be read, which has been reported."""
    node, context = item.node, scope.context
    method = read_method(node)
    if method is None:
        return None
    written, path_node = join_paths(scope.resource.node, node)
    written, _, query = split_at(written, "?")
    written = with_slash(written or "/", path_node)
    variables = variables_in(written)
    reader = Reader(context, Where.VALUE, scope.namespace, frozenset({"rest"}))
    conditions, extra = _conditions(query, path_node, context)
    levels = (scope.adapter, scope.resource.node, node)
    whole = WrittenPath(written, query, path_node)
    declared = exposed_parameters(
        levels,
        context,
        scope.namespace,
        rest_places(method, whole, _names(levels), published=context.published),
    )
    media_type, media_type_at = _binary_type(node)
    known = {(each.place, each.name) for each in declared}
    inputs = frozenset((*variables, *(each.name for each in declared)))
    reader = replace(reader, inputs=inputs)
    return ExposedOperation(
        name=_name(item, scope, method, written),
        display=context.text(node, "display", "label", "title"),
        description=node.text("description"),
        method=method,
        path=route(written, path_node),
        conditions=conditions,
        parameters=declared + tuple(e for e in extra if (e.place, e.name) not in known),
        action=read_action(node, reader),
        outputs=exposed_outputs(node, context, scope.namespace),
        origin=node.origin,
        media_type=media_type,
        media_type_at=(
            None if node.has("responses") and node.has("responseBinary") else media_type_at
        ),
        takes_rest=_takes_rest(whole, context),
    )


def _takes_rest(written: WrittenPath, context: Context) -> bool:
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


def _binary_type(node: Node) -> tuple[str | None, Origin | None]:
    """The media type of a binary answer, and where it stands: the first of `responses` that is binary, or `responseBinary`.

    The rest of what `responses` says is for readers; status and type of other answers are upstream's.
    """
    responses, single = node.mapping("responses"), node.mapping("responseBinary")
    if single is not None and responses is not None:
        single.note(
            output_rules.NO_EFFECT,
            at_key=True,
            subject="`responseBinary`",
            problem="`responses` is there as well, and the two exclude each other",
            advice="say the media type in one of the two",
        )
    for _, response in responses.children() if responses is not None else ():
        content = response.mapping("content") if response.is_mapping else None
        for name, media in content.children() if content is not None else ():
            if media.is_mapping and media.boolean("binary"):
                return name, responses.origin if responses is not None else None
    return (None, None) if single is None else (single.text("mediaType"), single.origin)


def _name(item: Named, scope: _Scope, method: str, path: str) -> str:
    known = item.name or flow_name(item.node)
    if known is not None:
        return known
    made = (scope.resource.name if scope.alone else None) or name_for(method, path)
    item.node.note_absent("name", shape.NAME_MISSING, what="operation", name=made)
    return made


def _forward(resource: Named, forward: Node, context: Context) -> ExposedOperation:
    """A resource that hands everything on that none of its operations takes."""
    node = resource.node
    targets = forward.texts("targetNamespace") or forward.texts("targetNamespaces")
    action = Forward(
        targets[0] if targets else "", forward.texts("trustedHeaders"), _place(forward)
    )
    return ExposedOperation(
        name=resource.name or "forward",
        display=context.text(node, "display", "label", "title"),
        description=node.text("description"),
        method="*",
        path=route(node.text("path") or "/", node.get("path") or node),
        conditions=(),
        parameters=(),
        action=action,
        outputs=(),
        origin=node.origin,
    )


def _place(forward: Node) -> Origin:
    """Where the target is named."""
    named = forward.get("targetNamespace") or forward.get("targetNamespaces")
    return forward.origin if named is None else named.origin


# --- routes ------------------------------------------------------------------------------------


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


def _names(levels: Iterable[Node]) -> frozenset[str]:
    """The names of all declared inputs."""
    named = (item.name for level in levels for item in level.named("inputParameters"))
    return frozenset(name for name in named if name is not None)


def _conditions(
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


def _on_own_routes(
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
