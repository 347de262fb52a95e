"""What callers of an MCP server are served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from .backend import SdkHttp
from .call import Toolbox, Upstream
from .fast import FastPath

if TYPE_CHECKING:
    from .exchange import Exchange


class Served:
    """What one kind of caller is served: the tools, and the two ways to them."""

    __slots__ = ("fast", "sdk", "toolbox")

    def __init__(self, toolbox: Toolbox, upstream: Upstream, max_body: int) -> None:
        self.toolbox = toolbox
        self.fast = FastPath(toolbox)
        self.sdk = SdkHttp(toolbox, upstream, max_body)


class Serving(Protocol):
    """What serves; `http.McpHttp` is one."""

    all: Served
    """What is served to all."""
    toolbox: Toolbox

    def serving(self, toolbox: Toolbox) -> Served:
        """The ways to the tools of a toolbox."""
        ...

    def number(self, label: str) -> int:
        """Of a tool, resource or prompt in the metrics; 0 for what has none."""
        ...


class Visits(Protocol):
    """Tells callers apart; `callers.mcp.McpVisits` is one."""

    def served(self, http: Serving, exchange: Exchange, body: bytes) -> Served | bytes:
        """What a caller is served, or the whole answer. Raises `Refusal`."""
        ...

    def end(self, exchange: Exchange, status: int) -> None:
        """A request is answered."""
        ...

    async def aclose(self) -> None:
        """End what was started."""
        ...
