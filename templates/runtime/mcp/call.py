"""The tools that one server serves, and the calling of them; what the SDK and the fast path share."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from ..calls.callers import CallerCredentialsError, Shown
from ..calls.upstream import Send
from ..errors import CallError, Error, InvalidArgumentError, StatusError
from ..messages import HeaderPairs
from ..transport.whole import WholeReply
from ..values import Json
from ..wire.buffered import BufferedReply
from .about import About
from .confirming import Confirmation
from .listing import Listing, extended, made
from .offering import Offers
from .results import Limits, ToolResult, argument_failure, failure, plainly, presented
from .tools import ArgumentError, Tool

_log: Final = logging.getLogger(__name__)
_SIZE: Final = "anthropic/maxResultSizeChars"
"""Of `_meta` in an entry of `tools/list` (the documentation of Claude Code, "MCP")."""
_LONGEST_UNASKED: Final = 50_000
"""Characters of a text that a host of that kind shows its model without being told."""
_LONGEST_TEXT: Final = 500_000
"""More than this it never shows."""


class Upstream(Send, Protocol):
    """Where the requests of the tools go; `Upstreams` is one."""

    @property
    def caller_headers(self) -> tuple[str, ...]:
        """The headers, in lower case, that carry credentials of callers for an API."""
        ...

    def bound(self, forwarded: HeaderPairs, shown: Shown | None = None) -> Send:
        """A view that passes headers on with every request, and all that the caller shows."""
        ...

    async def aclose(self) -> None: ...


class Toolbox:
    """The served tools by name.

    What goes wrong with a call is a result; only that the caller has to show a credential is raised.
    """

    def __init__(
        self,
        about: About,
        tools: Sequence[Tool],
        limits: Limits,
        *,
        ignore_unknown: bool = False,
        lenient: bool = True,
        listing: Listing | None = None,
        offers: Offers | None = None,
        confirmation: Confirmation | None = None,
    ) -> None:
        self.about = about
        self.tools: Mapping[str, Tool] = {tool.name: tool for tool in tools}
        self.offers = offers
        self.listing = listing or made(about, tools, offers)
        self.limits = limits
        self.confirmation = confirmation
        self._ignore_unknown = ignore_unknown
        self._lenient = lenient

    def routes(self) -> Sequence[str]:
        """The names that logs and metrics tell apart."""
        return tuple(self.tools)

    def named(self, tool: Tool, arguments: Mapping[str, Json]) -> str:
        """The one of them that a call belongs to."""
        return tool.name

    def within(
        self, tool: Tool, arguments: Mapping[str, Json]
    ) -> tuple[Tool | None, Mapping[str, Json]]:
        """The tool that a call comes to, and its arguments."""
        return tool, arguments

    def asks(self, tool: Tool) -> bool:
        """Whether a call may have to be confirmed first."""
        return self.confirmation is not None and self.confirmation.concerns(tool)

    def entries(self) -> list[dict[str, Any]]:
        """The entries of `tools/list` as data."""
        return [{**tool.wire(), **self._size(tool)} for tool in self.tools.values()]

    def listed(self) -> bytes:
        """The same as JSON, separated by commas."""
        entries = self.listing.entries
        return b",".join(
            [extended(entries[tool.name], self._size(tool)) for tool in self.tools.values()]
        )

    def _size(self, tool: Tool) -> dict[str, Any]:
        """What tells hosts that keep long texts from their model how long one of ours may be."""
        longest = min(self.limits.result, _LONGEST_TEXT)
        if tool.binary or longest <= _LONGEST_UNASKED:
            return {}
        return {"_meta": {_SIZE: longest}}

    def input_schema(self, name: str) -> Mapping[str, Any] | None:
        """The input schema of a served tool."""
        tool = self.tools.get(name)
        return tool.input_schema if tool is not None else None

    async def call(self, tool: Tool, arguments: Mapping[str, Json], send: Send) -> ToolResult:
        """Check the arguments, run the unit, present what it answered.

        Raises `CallerCredentialsError`: that is between the server and the host, and no model can help it.
        """
        try:
            keywords = tool.bind(
                arguments, ignore_unknown=self._ignore_unknown, lenient=self._lenient
            )
        except ArgumentError as faults:
            return failure(str(faults))
        try:
            try:
                answer = await tool.unit(send, **keywords)
            except StatusError as error:
                # A step needs what an earlier one was refused: that refusal is the answer.
                answer = BufferedReply(error.status, error.headers, error.content)
            if type(answer) is WholeReply:
                # Nothing to close, and most often nothing to think about.
                result = plainly(tool, answer, self.limits)
                if result is not None:
                    return result
            try:
                return await presented(tool, answer, self.limits, self.about.name)
            finally:
                await answer.aclose()
        except InvalidArgumentError as error:
            return argument_failure(tool, error)
        except CallerCredentialsError:
            raise
        except Error as error:
            # These are written for readers: they name what failed and never carry a secret.
            _log.warning("%s: %s: %s", tool.name, type(error).__name__, error)
            return failure(_explained(tool, error))
        except Exception:  # noqa: BLE001 - no caller sees a traceback
            return _unexpected(tool)


def _explained(tool: Tool, error: Error) -> str:
    """What a model reads; a call whose outcome nobody knows must not be made again unseen."""
    if isinstance(error, CallError) and error.outcome_unknown:
        return (
            f"The outcome of {tool.name} is not known: {error}. Find out whether it was before you "
            "call it again."
        )
    return f"{tool.name} failed: {error}"


def _unexpected(tool: Tool) -> ToolResult:
    """A fault of ours: the caller gets a reference, the log the rest."""
    reference = os.urandom(6).hex()
    _log.exception("%s: unexpected error %s", tool.name, reference)
    return failure(unforeseen(tool.name, reference))


def unforeseen(what: str, reference: str) -> str:
    """What a caller reads of a fault of ours.

    Args:
        what: failed.
        reference: by which the log has it.
    """
    return f"{what} failed for an unexpected reason; the server's log has it as {reference}."
