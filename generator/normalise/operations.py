"""One consumed operation: method, path, parameters, body."""

from __future__ import annotations

from typing import Final

from ..diagnostics.rules import bodies
from ..diagnostics.rules import shape as rules
from ..model import (
    Constant,
    ConsumedOperation,
    ConsumedParameter,
    DataTemplate,
    Place,
    Placeholder,
    Scope,
    Template,
)
from .bodies import read_body
from .context import Context
from .node import Named, Node
from .outputs import consumed_outputs
from .parameters import consumed_parameters
from .paths import (
    join_paths,
    path_text,
    query_pairs,
    split_at,
    variables_in,
    with_slash,
)
from .schemas import response_schema
from .templates import Reader, Where
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
    path, parameters = _place_variables(reader.parse(written, path_node), parameters, context)
    format_ = response_format(node, context)
    if query:
        path_node.report(rules.QUERY_IN_PATH, query=query)
    return ConsumedOperation(
        name=_name(item, method, written),
        display=context.text(node, "display", "label", "title"),
        description=node.text("description"),
        method=method,
        path=path,
        query=tuple(query_pairs(query, path_node, reader)),
        parameters=parameters,
        body=read_body(node, method, parameters, context),
        response_format=format_,
        response_media_type=node.text("outputMediaType"),
        max_binary_size=byte_size(node, "maxBinarySize"),
        outputs=consumed_outputs(node, context),
        origin=node.origin,
        response_schema=response_schema(node, format_, context),
    )


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
    item.node.note(rules.NAME_MISSING, what="operation", name=made)
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


# --- path variables ----------------------------------------------------------------------------


def _place_variables(
    path: Template, parameters: tuple[ConsumedParameter, ...], context: Context
) -> tuple[Template, tuple[ConsumedParameter, ...]]:
    """Path parameters that have no place are appended; those with a value become their value."""
    named = {each.name for each in path.placeholders}
    # Where the path itself is wrong, that has been said, and the variable may well be in it.
    is_wrong = context.findings.reported_at(path.origin)
    kept: list[ConsumedParameter] = []
    for parameter in parameters:
        if parameter.place is not Place.PATH:
            kept.append(parameter)
            continue
        placed = parameter.name in named
        if not placed and not context.published:
            context.findings.report(rules.NO_PLACE_IN_PATH, parameter.origin, name=parameter.name)
            continue
        if not placed:
            path = _appended(path, parameter)
        if not placed and not is_wrong:
            context.findings.report(
                bodies.APPENDED_TO_PATH,
                parameter.origin,
                name=parameter.name,
                path=path_text(path),
            )
        if parameter.value is None:
            kept.append(parameter)
        else:
            path = _filled(path, parameter.name, parameter.value)
    return path, tuple(kept)


def _appended(path: Template, parameter: ConsumedParameter) -> Template:
    """The path with one more segment: exactly one slash stands before it."""
    placeholder = Placeholder(parameter.name, Scope.INPUT, parameter.origin)
    parts = list(path.parts)
    if parts and isinstance(parts[-1], str) and parts[-1].endswith("/"):
        return Template((*parts, placeholder), path.origin)
    if parts and isinstance(parts[-1], str):
        parts[-1] = f"{parts[-1]}/"
    else:
        parts.append("/")
    return Template((*parts, placeholder), path.origin)


def _filled(path: Template, name: str, value: DataTemplate) -> Template:
    """The path with a variable replaced by the fixed value of its parameter."""
    match value:
        case Template(parts):
            filling: tuple[str | Placeholder, ...] = parts
        case Constant(constant) if constant is not None and not isinstance(constant, bool):
            filling = (str(constant),)
        case _:
            return path
    parts_of_path: list[str | Placeholder] = []
    for part in path.parts:
        if isinstance(part, Placeholder) and part.name == name:
            parts_of_path.extend(filling)
        else:
            parts_of_path.append(part)
    return Template(tuple(parts_of_path), path.origin)
