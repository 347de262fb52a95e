"""Resources of MCP adapters: documents under a URI, and folders (docs/language.md, "Resources and prompts")."""

from __future__ import annotations

import re
from typing import Final

from .. import regex
from ..diagnostics.rules import offers as rules
from ..model import Placeholder, Resource, ResourceFolder, Scope
from .actions import read_action
from .context import Context
from .locations import folder_at
from .node import Named, Node
from .outputs import exposed_outputs
from .placeholder_names import Where
from .templates import Reader

_VARIABLE: Final = regex.late(r"\{\{?\s*(?P<name>[A-Za-z0-9_]+)\s*\}?\}")
_URI: Final = regex.late(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x1f\x7f<>\"\\^`|{}]+\Z")
"""RFC 3986, with letters of any script: what clients take."""


def read_resources(
    node: Node, namespace: str, context: Context
) -> tuple[Resource | ResourceFolder, ...]:
    """The resources of an adapter. Of two with one URI the first answers, as in the engine."""
    found: dict[str, Resource | ResourceFolder] = {}
    names: set[str] = set()
    for item in node.named("resources"):
        resource = _resource(item, namespace, context)
        if resource is None:
            continue
        place = item.node.get("uri") or item.node
        same = re.sub(r"\{[^{}]*\}", "{}", resource.uri)
        if same in found:
            place.note(rules.SAME_URI, uri=resource.uri, other=found[same].name)
        elif resource.name not in names:  # which has been reported
            names.add(resource.name)
            found[same] = resource
    return tuple(found.values())


def _resource(item: Named, namespace: str, context: Context) -> Resource | ResourceFolder | None:
    node, place = item.node, item.node.get("uri")
    uri = None if place is None else place.as_text()
    if place is None or uri is None:
        node.missing("uri", "a resource")
        return None
    variables = tuple(
        Placeholder(each["name"], Scope.INPUT, place.origin) for each in _VARIABLE.finditer(uri)
    )
    plain = _VARIABLE.sub(lambda found: f"{{{found['name']}}}", uri.strip())
    problem = _problem(plain, variables)
    if problem is not None:
        place.note(rules.RESOURCE_URI, uri=uri, problem=problem)
        return None
    location = node.get("location")
    if location is not None:
        return _folder(item, plain, location, variables, context)
    names = frozenset(each.name for each in variables)
    reader = Reader(context, Where.VALUE, namespace, frozenset({"rest", "tools"}), names)
    return Resource(
        name=item.name or plain,
        uri=plain,
        variables=variables,
        display=context.text(node, "display", "label", "title"),
        description=node.text("description"),
        mime_type=node.text("mimeType"),
        action=read_action(node, reader),
        outputs=exposed_outputs(node, context, namespace),
        origin=node.origin,
    )


def _problem(uri: str, variables: tuple[Placeholder, ...]) -> str | None:
    names = [each.name for each in variables]
    if not _URI.match(re.sub(r"\{[A-Za-z0-9_]+\}", "x", uri)):
        return "is no URI with a scheme, in which variables are `{name}`"
    if "}{" in uri:
        return "has two variables with nothing between them"
    if len(set(names)) != len(names):
        return "has a variable twice"
    return None


def _folder(
    item: Named,
    uri: str,
    location: Node,
    variables: tuple[Placeholder, ...],
    context: Context,
) -> ResourceFolder | None:
    node = item.node
    if variables:
        (node.get("uri") or node).note(
            rules.RESOURCE_URI, uri=uri, problem="has variables, and is the URI of a folder"
        )
        return None
    for key in ("call", "steps", "ref"):
        ignored = node.get(key)
        if ignored is not None:
            ignored.note(rules.BESIDE_LOCATION, at_key=True, key=key)
    files = folder_at(location, context, rules.FILES_NOT_READ)
    if files is None:
        return None
    return ResourceFolder(
        name=item.name or uri,
        uri=uri.rstrip("/"),
        display=context.text(node, "display", "label", "title"),
        description=node.text("description"),
        mime_type=node.text("mimeType"),
        files=files,
        origin=node.origin,
    )
