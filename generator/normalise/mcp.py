"""Exposed MCP adapters, and their tools (docs/language.md, "Exposed as tools")."""

from __future__ import annotations

from ..diagnostics.rules import exposure as rules
from ..model import Hints, McpAdapter, Tool
from .actions import flow_name, read_action
from .authentication import read_authentication
from .context import Context
from .node import Named, Node
from .outputs import exposed_outputs
from .parameters import exposed_parameters
from .placeholder_names import Where
from .prompts import read_prompts
from .resources import read_resources
from .rest_places import no_places
from .templates import Reader
from .values import byte_size


def read_mcp(node: Node, namespace: str, context: Context) -> McpAdapter:
    """An MCP adapter."""
    transport = _transport(node)
    return McpAdapter(
        namespace=namespace,
        description=node.text("description"),
        transport=transport,
        port=_port(node, transport),
        address=node.text("address"),
        authentication=read_authentication(node, namespace, context, of_callers=True),
        tools=read_tools(node.named("tools"), namespace, context, node),
        resources=read_resources(node, namespace, context),
        prompts=read_prompts(node, context),
        ttl_ms=node.integer("ttlMs") or 0,
        cache_scope=node.text("cacheScope") or "private",
        origin=node.origin,
        max_binary_size=byte_size(node, "maxBinarySize"),
    )


def _transport(node: Node) -> str:
    child = node.get("transport")
    text = None if child is None else child.as_text()
    if child is None or text is None:
        return "http"
    name = text.strip().lower()
    if name in ("http", "stdio"):
        return name
    child.unknown(["http", "stdio"])
    return "http"


def _port(node: Node, transport: str) -> int | None:
    port = node.integer("port")
    if port is not None and transport == "stdio":
        child = node.get("port") or node
        child.note(rules.STDIO_PORT, at_key=True)
        return None
    return port


# --- tools -------------------------------------------------------------------------------------


def read_tools(
    items: list[Named], namespace: str, context: Context, adapter: Node | None = None
) -> tuple[Tool, ...]:
    """Tools: those of an adapter, or whole ones that stand among skills."""
    levels = () if adapter is None else (adapter,)
    tools = (_tool(item, namespace, context, levels) for item in items)
    return tuple(tool for tool in tools if tool is not None)


def _tool(item: Named, namespace: str, context: Context, levels: tuple[Node, ...]) -> Tool | None:
    node = item.node
    name = item.name or flow_name(node)
    if name is None:
        node.missing("name", "a tool")
        return None
    parameters = exposed_parameters((*levels, node), context, namespace, no_places)
    inputs = frozenset(each.name for each in parameters)
    reader = Reader(context, Where.VALUE, namespace, frozenset({"tools"}), inputs)
    return Tool(
        name=name,
        display=context.text(node, "display", "label", "title"),
        description=node.text("description"),
        parameters=parameters,
        hints=read_hints(node),
        action=read_action(node, reader),
        outputs=exposed_outputs(node, context, namespace),
        origin=node.origin,
        tags=node.texts("tags"),
    )


def read_hints(node: Node) -> Hints:
    """The hints of a tool, as far as it gives them."""
    hints = node.mapping("hints")
    if hints is None:
        return Hints()
    return Hints(
        read_only=hints.boolean("readOnly"),
        destructive=hints.boolean("destructive"),
        idempotent=hints.boolean("idempotent"),
        open_world=hints.boolean("openWorld"),
    )
