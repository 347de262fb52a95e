"""Small capability files for the examples of rules."""

from __future__ import annotations


def capability(
    operation: str = "GET /items",
    parameters: str = "",
    rest: str = "GET /items",
    call: str = "shop.list-items",
    rest_extra: str = "",
    exposes_extra: str = "",
    operation_extra: str = "",
) -> str:
    """A published capability with one operation and one REST operation.

    The `*_extra` texts are whole lines, indented as the place demands.
    """
    method, path = operation.split(" ", 1)
    rest_method, rest_path = rest.split(" ", 1)
    inputs = f"              inputParameters: {parameters}\n" if parameters else ""
    return (
        "naftiko: 1.0.0-alpha2\n"
        "capability:\n"
        "  consumes:\n"
        "    - type: http\n"
        "      namespace: shop\n"
        "      baseUri: https://shop.test/v1\n"
        "      resources:\n"
        "        - name: items\n"
        f"          path: {path}\n"
        "          operations:\n"
        "            - name: list-items\n"
        f"              method: {method}\n"
        f"{inputs}{operation_extra}"
        "  exposes:\n"
        "    - type: rest\n"
        "      namespace: shop-rest\n"
        "      port: 8080\n"
        "      resources:\n"
        f"        - path: {rest_path}\n"
        "          name: items\n"
        "          operations:\n"
        "            - name: items\n"
        f"              method: {rest_method}\n"
        f"              call: {call}\n"
        f"{rest_extra}{exposes_extra}"
    )


def tool(name: str = "list-items", extra: str = "") -> str:
    """An MCP adapter with one tool, for `exposes_extra`."""
    return (
        "    - type: mcp\n"
        "      namespace: shop-mcp\n"
        "      port: 9090\n"
        "      tools:\n"
        f"        - name: {name}\n"
        "          description: List the items.\n"
        "          call: shop.list-items\n"
        f"{extra}"
    )


def published(text: str) -> str:
    """The same capability with a form that only the published dialect has."""
    call = "              call: shop.list-items\n"
    return text.replace(
        call, f"{call}              outputParameters: [{{type: object, mapping: $.}}]\n", 1
    )


# --- steps ---------------------------------------------------------------------------------------

ITEMS_STEP = "{name: items, type: call, call: shop.list-items}"
MAPPED = "[{target: items, value: $.items.all}]"


def official_version(text: str) -> str:
    """A capability under the version of the official language."""
    return text.replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")


def doing(*lines: str) -> str:
    """A capability whose REST operation does something else than a call."""
    block = "".join(f"              {line}\n" for line in lines)
    return official_version(capability()).replace("              call: shop.list-items\n", block)


def stepped(*steps: str, mappings: str = MAPPED, outputs: str | None = None) -> str:
    """A capability whose REST operation has these steps."""
    lines = ["steps:", *(f"  - {step}" for step in steps), f"mappings: {mappings}"]
    lines += [] if outputs is None else [f"outputParameters: {outputs}"]
    return doing(*lines)
