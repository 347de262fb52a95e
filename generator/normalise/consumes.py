"""The consumed side: APIs, their resources and their operations (docs/language.md, "Consumed APIs")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from .. import regex
from ..diagnostics import Findings
from ..diagnostics.rules import exposure, not_yet, shape
from ..model import ConsumedApi, ConsumedOperation, ConsumedParameter, Template
from ..origin import Origin
from .authentication import read_authentication
from .context import Context
from .imports import entries
from .node import Named, Node
from .operations import consumed_operation
from .parameters import consumed_parameters
from .placeholder_names import Where
from .templates import Reader

_USABLE: Final = regex.late(r"https?://[^/\s\[\]]", re.IGNORECASE)
_BEHIND_THE_PATH: Final = regex.late(r"(?<!\{)[?#]")
"""Where the query or the fragment of a base URI begins; `{{#` is a tag of a template language."""
_EXAMPLE: Final = regex.late(r"https?://([\w-]+\.)*example\.(com|org|net)(?=[:/]|$)", re.IGNORECASE)


def read_consumes(capability: Node, context: Context) -> tuple[ConsumedApi, ...]:
    """The APIs of a file, in its order, with those that could not be read left out."""
    items = entries(capability, "consumes", context)
    apis = (_api(item, context) for item in items)
    return tuple(api for api in apis if api is not None)


def namespace_of(item: Named) -> str | None:
    return item.key or item.node.name("namespace")


def _api(item: Named, context: Context) -> ConsumedApi | None:
    node = item.node
    namespace = namespace_of(item)
    if namespace is None:
        node.missing("namespace", "a consumed API")
        return None
    if _of_another_type(node, namespace, context):
        return None
    tunnel = node.get("tunnel")
    if tunnel is not None:
        tunnel.note(not_yet.TUNNEL, at_key=True)
    return ConsumedApi(
        namespace=namespace,
        description=node.text("description"),
        base_uri=_base_uri(node, context),
        authentication=read_authentication(node, namespace, context),
        operations=_operations(node, context),
        origin=node.origin,
        parameters=_own_parameters(node, context),
        empty=tuple(_empty(node, "resources"))
        + tuple(
            origin
            for resource in node.named("resources")
            for origin in _empty(resource.node, "operations")
        ),
    )


def _empty(node: Node, key: str) -> Iterator[Origin]:
    """The place of a key in which nothing is."""
    for name, child in node.children():
        if name == key and not child.value:
            yield child.origin


def _own_parameters(api: Node, context: Context) -> tuple[ConsumedParameter, ...]:
    """Of the API itself. What is wrong with them is said where an operation has them."""
    silent = Findings()
    node = Node(api.value, api.origin, silent)
    quiet = replace(context, findings=silent)
    return consumed_parameters((node,), quiet, "GET", frozenset())


def _of_another_type(node: Node, namespace: str, context: Context) -> bool:
    kind = node.text("type")
    if kind is None or kind == "http":
        return False
    (node.get("type") or node).unknown(["http"])
    context.refused.add(namespace)
    return True


def _operations(api: Node, context: Context) -> tuple[ConsumedOperation, ...]:
    found = []
    for resource in api.named("resources"):
        for item in resource.node.named("operations"):
            found.append(consumed_operation(api, resource.node, item, context))
    return tuple(found)


# --- base URI ----------------------------------------------------------------------------------


def _base_uri(node: Node, context: Context) -> Template:
    """Without a trailing slash; empty where the file gives none that a request could go to."""
    child = context.renamed_key(node, "baseUri", "targetUri")
    text = None if child is None else child.as_text()
    if child is None or text is None:
        node.missing("baseUri", "a consumed API")
        return Template((), node.origin)
    stripped = text.strip()
    if not _USABLE.match(stripped) and not stripped.startswith(("{", "$")):
        child.note(exposure.BASE_URI_UNUSABLE, uri=text)
        return Template((), child.origin)
    if _EXAMPLE.match(stripped):
        prefix = re.sub(r"[^A-Z0-9]+", "_", (node.text("namespace") or "API").upper()).strip("_")
        variable = f"{prefix}_BASE_URI"
        child.report(exposure.BASE_URI_EXAMPLE, uri=stripped, variable=variable)
    address = _BEHIND_THE_PATH.split(stripped, maxsplit=1)[0]
    if address != stripped:
        child.report(exposure.BASE_URI_QUERY, rest=stripped[len(address) :])
    short = address.rstrip("/")
    if short != address:
        child.report(shape.BASE_URI_SLASH, uri=address)
    return Reader(context, Where.BASE_URI).parse(short, child)
