"""Questions for one resource or one prompt: how they are read, and what answers them."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from ..errors import Error
from .listing import write

if TYPE_CHECKING:
    # The generator reads this module too, and needs no event loop for that.
    from ..calls.upstream import Send
    from .call import Toolbox

_log: Final = logging.getLogger(__name__)
INVALID_PARAMS: Final = -32602
"""JSON-RPC 2.0, 5.1; of a resource or a prompt that is not there too (MCP 2026-07-28, "Resources")."""
INTERNAL_ERROR: Final = -32603
_STATUS: Final = {INVALID_PARAMS: 400}
"""Of a JSON-RPC error over HTTP (MCP 2026-07-28); others, and the older revisions, answer 200."""


class OfferError(Exception):
    """A JSON-RPC error; the message is for callers."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Answers(Protocol):
    """What is asked of offers."""

    @property
    def capabilities(self) -> Mapping[str, Any]:
        """What `server/discover` and `initialize` say of them."""
        ...

    @property
    def lists(self) -> Mapping[str, Mapping[str, Any]]:
        """The result of each list by its method, without what a revision adds."""
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


@dataclass(frozen=True, slots=True)
class Ask:
    """A well-formed `resources/read` or `prompts/get` of something that is there."""

    offers: Answers
    id: int | str
    method: str
    subject: str
    """The URI of a resource, or the name of a prompt."""
    arguments: Mapping[str, str]
    modern: bool
    label: str
    """For metrics and the log."""

    async def reply(
        self, toolbox: Toolbox, send: Send, complete: str, cached: str
    ) -> tuple[bytes, int]:
        """See `offering.Ask`."""
        head = f'{{"jsonrpc":"2.0","id":{write(self.id)},'
        try:
            result = await answered(
                self.offers, toolbox, self.method, self.subject, self.arguments, send
            )
        except OfferError as error:
            said = write({"code": error.code, "message": error.message})
            status = _STATUS.get(error.code, 200) if self.modern else 200
            return f'{head}"error":{said}}}'.encode(), status
        end = "}}"
        if self.modern:
            end = cached if self.method == "resources/read" else complete
        return f'{head}"result":{write(result)[:-1]}{end}'.encode(), 200


async def answered(
    offers: Answers,
    toolbox: Toolbox,
    method: str,
    subject: str,
    arguments: Mapping[str, str],
    send: Send,
) -> dict[str, Any]:
    """The result of `resources/read` or `prompts/get`.

    Raises `OfferError`, `CallerCredentialsError`, and nothing else.

    Args:
        offers: what is offered.
        toolbox: the tools beside it, for their limits.
        method: see above; the rest as of `Answers.answer`.
        subject: the URI or the name.
        arguments: of a prompt, or variables of a URI.
        send: how units reach the APIs.
    """
    from ..calls.callers import CallerCredentialsError
    from .call import unforeseen

    try:
        return await offers.answer(method, subject, arguments, send, toolbox.limits.response)
    except (OfferError, CallerCredentialsError):
        raise
    except Error as error:
        _log.warning("%s %s: %s: %s", method, subject, type(error).__name__, error)
        raise OfferError(INTERNAL_ERROR, str(error)) from None
    except Exception:  # noqa: BLE001 - no caller sees a traceback
        reference = os.urandom(6).hex()
        _log.exception("%s: unexpected error %s", method, reference)
        raise OfferError(INTERNAL_ERROR, unforeseen(method, reference)) from None
