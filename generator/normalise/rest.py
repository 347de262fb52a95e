"""Exposed REST adapters: resources flattened to operations (docs/language.md, "Exposed under REST")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..diagnostics.rules import formats as output_rules
from ..diagnostics.rules import shape
from ..model import (
    ExposedOperation,
    Forward,
    RestAdapter,
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
    split_at,
    variables_in,
    with_slash,
)
from .placeholder_names import Where
from .rest_places import rest_places
from .routes import conditions, on_own_routes, route, takes_rest
from .templates import Reader
from .values import byte_size


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
        operations=tuple(on_own_routes(operations, context)),
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
    asked, extra = conditions(query, path_node, context)
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
    reader = Reader(context, Where.VALUE, scope.namespace, own=frozenset({"rest"}), inputs=inputs)
    return ExposedOperation(
        name=_name(item, scope, method, written),
        display=context.text(node, "display", "label", "title"),
        description=node.text("description"),
        method=method,
        path=route(written, path_node),
        conditions=asked,
        parameters=declared + tuple(e for e in extra if (e.place, e.name) not in known),
        action=read_action(node, reader),
        outputs=exposed_outputs(node, context, scope.namespace),
        origin=node.origin,
        media_type=media_type,
        media_type_at=media_type_at,
        takes_rest=takes_rest(whole, context),
    )


def _binary_type(node: Node) -> tuple[str | None, Origin | None]:
    """The media type of a binary answer: the first of `responses` that is binary, or `responseBinary`.

    And where it stands, unless both are there, which is reported. The rest of what `responses` says is for
    readers; status and type of other answers are upstream's.
    """
    both = node.has("responses") and node.has("responseBinary")
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
                return name, None if both or responses is None else responses.origin
    if single is None:
        return None, None
    return single.text("mediaType"), None if both else single.origin


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


def _names(levels: Iterable[Node]) -> frozenset[str]:
    """The names of all declared inputs."""
    named = (item.name for level in levels for item in level.named("inputParameters"))
    return frozenset(name for name in named if name is not None)
