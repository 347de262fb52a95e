"""What classes of flows are made of: units as methods, for Python code of one's own."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from types import TracebackType
from typing import Any, Final, Self

from ..errors import status_error_type
from ..messages import AUTO
from ..options import DEFAULT_MAX_RESPONSE_BYTES
from ..settings import ApiSettings
from ..transport.base import AsyncReply, AsyncTransport
from ..wire.buffered import buffered
from ..wire.decoding import decode
from .upstream import Send, Upstreams

_LIMIT: Final = DEFAULT_MAX_RESPONSE_BYTES


class Flows:
    """The flows of one aggregate; safe to be used by several tasks of one event loop at once."""

    def __init__(
        self, apis: Iterable[ApiSettings], transport: AsyncTransport | None = None
    ) -> None:
        self._upstreams = Upstreams(apis, transport)

    @property
    def send(self) -> Send:
        """What the units call to reach the APIs."""
        return self._upstreams

    async def result(self, answer: Awaitable[AsyncReply]) -> Any:
        """The value of an answer: decoded JSON, else text or bytes; None where it is empty.

        Raises:
            StatusError: the answer says that the call failed.
            Error: the others of `errors`.
        """
        reply = await answer
        try:
            whole = await buffered(reply, _LIMIT)
        finally:
            await reply.aclose()
        if not 200 <= whole.status < 300:
            raise status_error_type(whole.status)(whole.status, whole.headers, whole.content)
        return decode(whole.content, whole.headers, AUTO)

    async def aclose(self) -> None:
        """Close the connections, if they are its own."""
        await self._upstreams.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()
