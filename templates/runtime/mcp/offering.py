"""What a server may offer beside tools, as the fast path and the SDK ask for it.

Only packages that have resources or prompts have what is behind these words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    # The generator reads this module too, and needs no event loop for that.
    from ..calls.upstream import Send

SUBJECTS: Final[Mapping[str, str]] = {"resources/read": "uri", "prompts/get": "name"}
"""Methods that ask for one thing, and the parameter that names it."""


class Ask(Protocol):
    """A well-formed `resources/read` or `prompts/get` of something that is there; `asks.Ask` is one."""

    @property
    def id(self) -> int | str: ...

    @property
    def label(self) -> str:
        """For metrics and the log."""
        ...

    async def reply(
        self, toolbox: Any, send: Send, complete: str, cached: str
    ) -> tuple[bytes, int]:
        """The response, and its status over HTTP.

        Args:
            toolbox: that was asked.
            send: how units reach the APIs.
            complete: the end of a result.
            cached: the same of one that clients may keep.
        """
        ...


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

    def label(self, method: str, subject: str) -> str | None:
        """Of what is asked for; None where it is not there."""
        ...

    def asked(
        self, request_id: int | str, method: str, params: Mapping[str, Any], modern: bool
    ) -> Ask | None:
        """What a request of one of `SUBJECTS` asks for; None where that is not plain, or not there.

        Args:
            request_id: of the request.
            method: of the request.
            params: of the request.
            modern: whether it is one of 2026-07-28.
        """
        ...

    def hints(self, hint: Any) -> Mapping[Any, Any]:
        """What the SDK is told of lists, and of what is read: how long they may be kept."""
        ...

    def serve(self, server: Any, toolbox: Any, send: Send) -> None:
        """Have the SDK's server answer for them.

        Args:
            server: the SDK's.
            toolbox: the tools beside them.
            send: how units reach the APIs.
        """
        ...
