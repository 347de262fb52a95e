"""A capability with one operation, one route and one tool, its parts replaceable."""

from __future__ import annotations


def capability(
    *,
    method: str = "GET",
    path: str = "/items",
    operation: str = "",
    rest_method: str | None = None,
    rest_path: str = "/items",
    rest: str = "",
    tool: str | None = None,
    consumes: str = "",
    root: str = "",
    base_uri: str = "https://shop.test/v1",
) -> str:
    """The texts are YAML in flow style, one key a line, put where they belong."""
    return f"""naftiko: 1.0.0-alpha2
{_lines(root, 0)}capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: '{base_uri}'
{_lines(consumes, 6)}      resources:
        - name: items
          path: '{path}'
          operations:
            - name: list-items
              method: {method}
{_lines(operation, 14)}  exposes:
    - type: rest
      namespace: shop-rest
      port: 8080
      resources:
        - path: '{rest_path}'
          name: items
          operations:
            - name: items
              method: {rest_method or method}
              call: shop.list-items
              outputParameters: [{{type: object, mapping: $.}}]
{_lines(rest, 14)}{_tool(tool)}"""


def _tool(text: str | None) -> str:
    if text is None:
        return ""
    return f"""    - type: mcp
      namespace: shop-mcp
      port: 9090
      tools:
        - name: items
          description: List the items.
          call: shop.list-items
          outputParameters: [{{type: object, mapping: $.}}]
{_lines(text, 10)}"""


def _lines(text: str, indent: int) -> str:
    return "".join(f"{' ' * indent}{line}\n" for line in text.splitlines())
