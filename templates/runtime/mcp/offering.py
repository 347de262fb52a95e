"""What a server may offer beside tools, as the fast path and the SDK ask for it.

Only packages that have resources or prompts have what is behind these words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    # The generator reads this module too, and needs no event loop for that.
    from ..calls.upstream import Send

INVALID_PARAMS: Final = -32602
"""JSON-RPC 2.0, 5.1; of a resource or a prompt that is not there too (MCP 2026-07-28, "Resources")."""
INTERNAL_ERROR: Final = -32603
SUBJECTS: Final[Mapping[str, str]] = {"resources/read": "uri", "prompts/get": "name"}
"""Methods that ask for one thing, and the parameter that names it."""


class OfferError(Exception):
    """A JSON-RPC error; the message is for callers."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Ask:
    """A well-formed `resources/read` or `prompts/get` of something that is there."""

    id: int | str
    method: str
    subject: str
    """The URI of a resource, or the name of a prompt."""
    arguments: Mapping[str, str]
    modern: bool
    label: str
    """For metrics and the log."""


class Offers(Protocol):
    """Resources and prompts; `offers.Offers` is one."""

    @property
    def capabilities(self) -> Mapping[str, Any]:
        """What `server/discover` and `initialize` say of them."""
        ...

    @property
    def lists(self) -> Mapping[str, Mapping[str, Any]]:
        """The result of each list by its method, without what a revision adds."""
        ...

    @property
    def labels(self) -> Sequence[str]:
        """Of everything that can be asked for."""
        ...

    def only(self, may: Callable[[str], bool]) -> Offers:
        """Those whose labels are let through."""
        ...

    @property
    def more(self) -> Sequence[str]:
        """Methods of extensions, each of which asks for one thing by its `uri`."""
        ...

    def label(self, method: str, subject: str) -> str | None:
        """Of what is asked for; None where it is not there."""
        ...

    async def answer(
        self, method: str, subject: str, arguments: Mapping[str, str], send: Send, limit: int
    ) -> dict[str, Any]:
        """The result, read from at most `limit` bytes. Raises `OfferError`, and what a unit raises.

        Args:
            method: `resources/read` or `prompts/get`.
            subject: the URI or the name.
            arguments: of a prompt, or variables of a URI.
            send: how units reach the APIs.
            limit: bytes.
        """
        ...
