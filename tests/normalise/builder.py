"""Small published capabilities, of which a test writes only what it is about."""

from __future__ import annotations

import textwrap
from typing import Any

from generator.model import (
    Capability,
    ConsumedOperation,
    ExposedOperation,
    McpAdapter,
    RestAdapter,
    Tool,
)

from .reading import Read, read

HEAD = {"published": "naftiko: 1.0.0-alpha2\n", "official": "ikanos: 1.0.0-beta5\n"}


def spec(
    *,
    api: str = "",
    resource: str = "path: /items",
    operation: str = "method: GET",
    exposed: str = "path: /items",
    unit: str = "method: GET",
    tool: str = "",
    tail: str = "",
    root: str = "published",
    base: str = "baseUri: https://shop.test/v1",
) -> str:
    """A file with one operation `shop.one` and one REST operation `unit` that calls it."""
    text = HEAD[root] + "capability:\n  consumes:\n    - type: http\n      namespace: shop\n"
    text += _lines(base, 6) + _lines(api, 6) + "      resources:\n        - name: items\n"
    text += _lines(resource, 10) + "          operations:\n            - name: one\n"
    text += _lines(operation, 14)
    text += "  exposes:\n    - type: rest\n      namespace: shop-rest\n      port: 8080\n"
    text += "      resources:\n        - name: items\n" + _lines(exposed, 10)
    text += "          operations:\n            - name: unit\n"
    called = "" if "call:" in unit else "call: shop.one"
    text += _lines(called, 14) + _lines(unit, 14)
    if root == "published":
        text += _lines("outputParameters: [{type: object, mapping: $.}]", 14)
    if tool:
        text += "    - type: mcp\n      namespace: shop-mcp\n      port: 9090\n      tools:\n"
        text += "        - name: tool\n          call: shop.one\n" + _lines(tool, 10)
    return text + textwrap.dedent(tail)


def _lines(text: str, indent: int) -> str:
    text = textwrap.dedent(text).strip("\n")
    return textwrap.indent(text + "\n", " " * indent) if text else ""


def consumed(**parts: Any) -> ConsumedOperation:
    """The consumed operation of a file of these parts."""
    return operation_of(read(spec(**parts)).good)


def operation_of(capability: Capability, index: int = 0) -> ConsumedOperation:
    return capability.consumes[0].operations[index]


def exposed(**parts: Any) -> ExposedOperation:
    """The REST operation of a file of these parts."""
    return routes_of(read(spec(**parts)))[0]


def routes_of(found: Read) -> tuple[ExposedOperation, ...]:
    adapter = found.good.exposes[0]
    assert isinstance(adapter, RestAdapter)
    return adapter.operations


def tool_of(found: Read) -> Tool:
    adapter = found.good.exposes[-1]
    assert isinstance(adapter, McpAdapter)
    return adapter.tools[0]
