"""Small capabilities for the oracle's own tests."""

from __future__ import annotations

from typing import Any

from .loader import load_text
from .reading import read
from .things import Operation, Spec, Unit

BINDS = {"TOKEN": "t0ken", "USER": "ann", "PASSWORD": "p:w", "ACCOUNT": "a/1", "WHO": "me"}


def capability(
    operation: str,
    *,
    rest: str = "",
    tool: str = "",
    path: str = "/things",
    api: str = "",
    exposed: str = "/things",
) -> Spec:
    """A file with one consumed operation and what exposes it; the arguments are YAML flow text."""
    rest_block = (
        f"""
  - type: rest
    namespace: demo-rest
    resources:
    - path: '{exposed}'
      operations:
      - {{name: op, call: api.op, {rest}}}"""
        if rest
        else ""
    )
    tool_block = (
        f"""
  - type: mcp
    namespace: demo-mcp
    tools:
    - {{name: op, call: api.op, {tool}}}"""
        if tool
        else ""
    )
    text = f"""
naftiko: 1.0.0-alpha2
binds:
- namespace: env
  keys: {{TOKEN: TOKEN, USER: USER, PASSWORD: PASSWORD, ACCOUNT: ACCOUNT}}
capability:
  consumes:
  - type: http
    namespace: api
    baseUri: https://example.org/v1
    {api}
    resources:
    - path: '{path}'
      operations:
      - {{name: op, {operation}}}
  exposes:{rest_block}{tool_block}
  - {{type: skill, namespace: none}}
"""
    return read(load_text(text), "published")


def rest_unit(spec: Spec) -> Unit:
    return spec.rest[0]


def tool_unit(spec: Spec) -> Unit:
    return spec.tools[0]


def operation(spec: Spec) -> Operation:
    return spec.operations[0]


def whole(text: str, dialect: str | None = None) -> Spec:
    """A whole file as text."""
    return read(load_text(text), dialect)


def plain(items: list[Any]) -> list[tuple[str, str | None, bool]]:
    """Inputs as (name, place, required)."""
    return [(item.name, item.place, item.required) for item in items]
