"""The language's own lint rules, in the meaning that they state (docs/language.md, "Choices").

They look at the file as it is written. What makes a file unusable is reported where it is read;
here is what makes it questionable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from ..diagnostics.rules import advice as rules
from .node import Node

_SERVED: Final = ("rest", "api", "mcp")
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_SAFE: Final = "safe"


def advise(root: Node, capability: Node) -> None:
    """Every rule of the language's own that concerns this file."""
    consumes = [item.node for item in capability.named("consumes")]
    exposes = [item.node for item in capability.named("exposes")]
    _namespaces(root, capability, consumes, exposes)
    _descriptions(consumes, exposes)
    for text in _texts_for_people(root, consumes, exposes):
        _no_code(text)
    for adapter in exposes:
        _address(adapter)
        _stdio(adapter)
        _resource_server(adapter)
    _ports(exposes)
    _control(exposes)
    _flows(capability, exposes)


# --- namespaces and descriptions -----------------------------------------------------------------


def _namespaces(root: Node, capability: Node, consumes: list[Node], exposes: list[Node]) -> None:
    binds = [*root.listed("binds"), *capability.listed("binds")]
    seen: dict[str, str] = {}
    for what, nodes in (("consumed API", consumes), ("adapter", exposes), ("bind", binds)):
        here: set[str] = set()
        for node in nodes:
            child = node.get("namespace")
            if child is None or not isinstance(child.value, str):
                continue
            other = seen.get(child.value)
            if what == "bind" and child.value in here:
                other = "bind before it"
            if other is not None:
                child.note(rules.NAMESPACES_UNIQUE, namespace=child.value, what=what, other=other)
            here.add(child.value)
        seen.update(dict.fromkeys(here, what))


def _descriptions(consumes: list[Node], exposes: list[Node]) -> None:
    for node in consumes:
        if node.has("baseUri") and not node.has("description"):
            namespace = node.value.get("namespace")
            node.note(rules.CONSUMES_DESCRIPTION, namespace=str(namespace))
    for adapter in exposes:
        if adapter.value.get("type") == "rest":
            _resources(adapter)


def _resources(adapter: Node) -> None:
    items = adapter.named("resources")
    silent = [item.name or "?" for item in items if not item.node.has("description")]
    node = adapter.get("resources")
    if silent and node is not None:
        names = ", ".join(f"`{name}`" for name in silent[:3])
        more = f" and {len(silent) - 3} more" if len(silent) > 3 else ""
        node.note(rules.RESOURCE_DESCRIPTION, at_key=True, names=f"{names}{more}")
    for item in items:
        _route_slash(item.node)


def _route_slash(resource: Node) -> None:
    path = resource.get("path")
    if path is not None and isinstance(path.value, str):
        written = path.value.partition("?")[0]
        if len(written) > 1 and written.endswith("/"):
            path.note(rules.ROUTE_SLASH, path=path.value)


def _texts_for_people(root: Node, consumes: list[Node], exposes: list[Node]) -> Iterator[Node]:
    """Descriptions and titles, wherever the rules look for them."""
    info = root.get("info")
    owners = [*([info] if info else []), *consumes, *exposes]
    for adapter in (*consumes, *exposes):
        for key in ("resources", "tools", "skills", "prompts"):
            for item in adapter.named(key):
                owners.append(item.node)
                owners.extend(each.node for each in item.node.named("operations"))
    for owner in owners:
        for key in ("description", "display", "label", "title"):
            child = owner.get(key)
            if child is not None and isinstance(child.value, str):
                yield child


def _no_code(text: Node) -> None:
    if "<script" in text.value.lower():
        text.note(rules.SCRIPT_TAG)
    elif "eval(" in text.value:
        text.note(rules.EVAL)


# --- adapters ------------------------------------------------------------------------------------


def _address(adapter: Node) -> None:
    child = adapter.get("address")
    if child is None:
        return
    if str(child.value).rstrip(".").endswith("example.com"):
        child.note(rules.ADDRESS_EXAMPLE, address=str(child.value))
    elif adapter.value.get("type") in _SERVED and child.value not in _LOOPBACK:
        child.note(rules.ADDRESS_UNUSED, address=str(child.value))


def _stdio(adapter: Node) -> None:
    child = adapter.get("authentication")
    if child is not None and adapter.value.get("transport") == "stdio":
        child.note(rules.STDIO_AUTHENTICATION, at_key=True)


def _resource_server(adapter: Node) -> None:
    node = adapter.get("authentication")
    if node is None or not node.is_mapping or node.value.get("type") != "oauth2":
        return
    for key, rule in (
        ("authorizationServerUri", rules.SERVER_HTTPS),
        ("resource", rules.RESOURCE_HTTPS),
    ):
        child = node.get(key)
        uri = "" if child is None else str(child.value)
        if child is not None and not _is_safe(uri):
            child.note(rule, uri=uri)
    if not node.has("scopes"):
        node.note(rules.SCOPES, at_key=True)


def _is_safe(uri: str) -> bool:
    """Whether nobody stands between: by TLS, or because only this machine can be meant."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or parts.hostname in _LOOPBACK)


def _ports(exposes: list[Node]) -> None:
    taken: set[int] = set()
    for adapter in exposes:
        port = adapter.get("port")
        if port is None or not isinstance(port.value, int) or _is(adapter, "control"):
            continue
        if port.value and port.value in taken:
            port.note(rules.SAME_PORT, port=port.value)
        taken.add(port.value)


def _control(exposes: list[Node]) -> None:
    others = {each.value.get("port") for each in _scalars(exposes) if not _is(each, "control")}
    others.discard(0)  # It takes a free one.
    first = True
    for adapter in exposes:
        if not _is(adapter, "control"):
            continue
        address = adapter.get("address")
        if address is not None and address.value not in _LOOPBACK:
            address.note(rules.CONTROL_ADDRESS, address=str(address.value))
        port = adapter.get("port")
        if not first:
            adapter.note(rules.CONTROL_ONCE, problem="There is another control adapter")
        elif port is not None and isinstance(port.value, int) and port.value in others:
            problem = f"Another adapter has the port {port.value} too"
            port.note(rules.CONTROL_ONCE, problem=problem)
        first = False


def _scalars(exposes: list[Node]) -> Iterator[Node]:
    return (each for each in exposes if isinstance(each.value.get("port"), int))


def _is(adapter: Node, kind: str) -> bool:
    return bool(adapter.value.get("type") == kind)


# --- flows -----------------------------------------------------------------------------------------


def _flows(capability: Node, exposes: list[Node]) -> None:
    flows: dict[str, Node] = {}
    for aggregate in capability.named("aggregates"):
        namespace = aggregate.key or aggregate.node.value.get("namespace")
        for key in ("flows", "functions"):
            for item in aggregate.node.named(key):
                flows[f"{namespace}.{item.name}"] = item.node
                if not item.node.has("description"):
                    item.node.note(rules.FLOW_DESCRIPTION, name=str(item.name))
    for adapter in exposes if flows else ():
        for item in adapter.named("tools"):
            _compare(item.node, flows, _hints)
        for resource in adapter.named("resources"):
            for item in resource.node.named("operations"):
                _compare(item.node, flows, _method)


def _compare(
    unit: Node,
    flows: Mapping[str, Node],
    said: Callable[[Node], dict[str, tuple[bool | None, str, Node]]],
) -> None:
    ref = unit.value.get("ref")
    flow = flows.get(ref) if isinstance(ref, str) else None
    semantics = None if flow is None else flow.get("semantics")
    if semantics is None or not semantics.is_mapping:
        return
    for key, (value, words, place) in said(unit).items():
        meant = semantics.value.get(key.partition(" ")[0])
        if isinstance(meant, bool) and value is not None and value is not meant:
            place.report(
                rules.SEMANTICS,
                said=words,
                ref=str(ref),
                meant=f"{'' if meant else 'not '}{key.partition(' ')[0]}",
            )


def _hints(unit: Node) -> dict[str, tuple[bool | None, str, Node]]:
    """What the hints of a tool say of `safe` and `idempotent`."""
    hints = unit.get("hints")
    values = hints.value if hints is not None and hints.is_mapping else {}

    def place(key: str) -> Node:
        return (None if hints is None else hints.get(key)) or unit

    read_only, destructive = values.get("readOnly"), values.get("destructive")
    idempotent = values.get("idempotent")
    return {
        _SAFE: (
            read_only if isinstance(read_only, bool) else None,
            f"The hint `readOnly` is {str(read_only).lower()}",
            place("readOnly"),
        ),
        f"{_SAFE} too": (
            False if destructive is True else None,
            "The hint `destructive` is true",
            place("destructive"),
        ),
        "idempotent": (
            idempotent if isinstance(idempotent, bool) else None,
            f"The hint `idempotent` is {str(idempotent).lower()}",
            place("idempotent"),
        ),
    }


def _method(unit: Node) -> dict[str, tuple[bool | None, str, Node]]:
    """What the method of a REST operation says of `safe` and `idempotent`."""
    method = str(unit.value.get("method"))
    words, place = f"The method is {method}", unit.get("method") or unit
    return {
        _SAFE: (method == "GET", words, place),
        "idempotent": (False if method == "POST" else None, words, place),
    }
