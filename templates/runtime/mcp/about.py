"""What an MCP server says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a server says of itself, and how long its lists may be kept."""

    name: str
    version: str
    title: str | None = None
    instructions: str | None = None
    ttl_ms: int = 0
    cache_scope: Literal["public", "private"] = "private"

    def wire(self) -> dict[str, str]:
        """MCP `Implementation`."""
        info = {"name": self.name, "version": self.version}
        if self.title is not None:
            info["title"] = self.title
        return info
