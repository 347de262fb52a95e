"""One consumed operation: method, path, parameters, body."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..diagnostics.rules import shape as rules
from ..model import ConsumedOperation, ConsumedParameter, Place, Template, data_names
from .bodies import read_body
from .context import Context
from .node import Named, Node
from .outputs import consumed_outputs
from .parameters import consumed_parameters
from .path_variables import place_variables
from .paths import (
    join_paths,
    query_pairs,
    split_at,
    variables_in,
    with_slash,
)
from .placeholder_names import Where
from .schemas import report_binary_keys, response_schema
from .templates import Reader
from .values import byte_size, response_format

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")


def consumed_operation(
    api: Node, resource: Node, item: Named, context: Context
) -> ConsumedOperation:
    """An operation with what it has of its API and of its resource."""
    node = item.node
    method = read_method(node) or "GET"
    written, path_node = join_paths(resource, node)
    written = _without_fragment(written, path_node)
    written, _, query = split_at(written, "?")
    written = with_slash(written, path_node)
    levels = (api, resource, node)
    parameters = consumed_parameters(levels, context, method, variables_in(written))
    declared = frozenset(each.name for each in parameters if each.place is Place.PATH)
    reader = Reader(context, Where.PATH, variables=declared)
    path, parameters = place_variables(reader.parse(written, path_node), parameters, context)
    pairs = tuple(query_pairs(query, path_node, reader))
    mentioned = _mentioned(path, pairs, parameters)
    body, unsent = read_body(node, method, parameters, mentioned, context)
    format_ = response_format(node, context)
    report_binary_keys(node, format_)
    if query:
        path_node.report(rules.QUERY_IN_PATH, query=query)
    return ConsumedOperation(
        name=_name(item, method, written),
        display=context.text(node, "display", "label", "title"),
        description=node.text("description"),
        method=method,
        path=path,
        query=pairs,
        parameters=tuple(_marked(each, unsent) for each in parameters),
        body=body,
        response_format=format_,
        response_media_type=node.text("outputMediaType"),
        max_binary_size=byte_size(node, "maxBinarySize"),
        outputs=consumed_outputs(node, context),
        origin=node.origin,
        response_schema=response_schema(node, format_, context),
    )


def _mentioned(
    path: Template,
    query: tuple[tuple[str, Template | None], ...],
    parameters: tuple[ConsumedParameter, ...],
) -> frozenset[str]:
    """The names that the path and the values of other parameters mention."""
    found = set(data_names(path))
    for _, value in query:
        found.update(() if value is None else data_names(value))
    for each in parameters:
        if each.value is not None and each.place is not Place.BODY:
            found.update(data_names(each.value))
    return frozenset(found)


def _marked(parameter: ConsumedParameter, unsent: frozenset[str]) -> ConsumedParameter:
    lost = parameter.place is Place.BODY and parameter.name in unsent
    return replace(parameter, is_sent=False) if lost else parameter


def read_method(node: Node) -> str | None:
    """The method in upper case; None where there is none that could be sent."""
    child = node.get("method")
    text = None if child is None else child.as_text()
    if child is None or text is None:
        node.missing("method", "an operation")
        return None
    method = text.strip().upper()
    if method not in METHODS:
        child.unknown(METHODS)
        return None
    return method


def _name(item: Named, method: str, path: str) -> str:
    """The name of an operation; one without gets its method and path."""
    if item.name is not None:
        if item.key is None and not item.node.name():
            id_node = item.node.get("id") or item.node
            id_node.note(rules.OLD_NAME, at_key=True, old="id", new="name")
        return item.name
    made = name_for(method, path)
    item.node.note_absent("name", rules.NAME_MISSING, what="operation", name=made)
    return made


def name_for(method: str, path: str) -> str:
    """`GET /items/{id}` → `get-items-id`."""
    words = "".join(each if each.isalnum() else " " for each in path).split()
    return "-".join([method.lower(), *words])


def _without_fragment(path: str, node: Node) -> str:
    kept, mark, fragment = split_at(path, "#")
    if mark:
        node.report(rules.FRAGMENT_DROPPED, within=f"#{fragment}", fragment=fragment)
    return kept
