"""A collection of YAML that is being read."""

from __future__ import annotations

from typing import Any

from .sources import Child, Node


class Frame:
    """A collection that is being read."""

    __slots__ = (
        "children",
        "key_end",
        "key_start",
        "lacks_dash",
        "node",
        "token",
        "value",
        "wants_key",
    )

    def __init__(self, value: dict[str, Any] | list[Any], node: Node) -> None:
        self.value = value
        self.node = node
        self.children: dict[str, Child] = {}
        node.children = self.children
        self.wants_key = type(value) is dict
        self.token = ""
        """The key or the index that is being read, or was read last."""
        self.key_start = 0
        self.key_end = 0
        self.lacks_dash = False
        """A second item of the list above has run into this one, which has been reported."""
