"""Errors of this package to problem documents: which status says whose fault it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..calls.callers import CallerCredentialsError
from ..errors import (
    CallError,
    DecodingError,
    InvalidArgumentError,
    ResponseTooLargeError,
    SettingError,
    UpstreamConnectionError,
    UpstreamTimeoutError,
)
from ..server.incoming import Incoming
from ..server.problem import Fault, Refusal, pointer

NO_OPERATION: Final = (
    "No operation has this path. A slash inside a value is written as %2F: ns%2Fname."
)
_SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS"))


def refusal_of(error: Exception, incoming: Incoming) -> Refusal:
    """What the caller is told; never more of an unexpected error than that there was one.

    Args:
        error: what stopped the operation.
        incoming: the request.
    """
    if isinstance(error, InvalidArgumentError):
        place = incoming.pointers.get(error.name) or pointer(error.name)
        return invalid([Fault(place, error.problem)])
    if isinstance(error, CallerCredentialsError):
        challenge = (b"www-authenticate", error.challenge.encode("ascii"))
        return Refusal(401, f"{error}.", headers=(challenge,))
    if isinstance(error, CallError):
        return _without_answer(error, incoming)
    if isinstance(error, SettingError):
        return Refusal(500, f"This server is not set up: {error}.")
    return Refusal(500, "This server failed.")


def is_explained(error: Exception) -> bool:
    """Whether the caller learns what it was; what it does not learn has to be logged."""
    explained = (InvalidArgumentError, CallerCredentialsError, CallError, SettingError)
    return isinstance(error, explained)


def _without_answer(error: CallError, incoming: Incoming) -> Refusal:
    """Whose fault it is, and whether the call may have been carried out (RFC 9110, 9.2.2)."""
    unknown = error.outcome_unknown
    if isinstance(error, UpstreamTimeoutError):
        return _refusal(504, "The API behind this server did not answer in time.", unknown)
    if isinstance(error, UpstreamConnectionError):
        detail = "gave no answer" if unknown else "could not be reached"
        return _refusal(502, f"The API behind this server {detail}.", unknown)
    answered = incoming.method not in _SAFE
    if isinstance(error, ResponseTooLargeError):
        detail = "The answer of the API behind this server is over the limit."
        return _refusal(502, detail, answered)
    if isinstance(error, DecodingError):
        detail = "The answer of the API behind this server is not what it says."
        return _refusal(502, detail, answered)
    return Refusal(500, "This server failed.")


def _refusal(status: int, detail: str, unknown: bool) -> Refusal:
    return Refusal(
        status, f"{detail} The request may have been carried out." if unknown else detail
    )


def invalid(faults: Sequence[Fault]) -> Refusal:
    """All faults of a request's inputs in one answer."""
    count = len(faults)
    detail = "One input is not valid." if count == 1 else f"{count} inputs are not valid."
    return Refusal(422, detail, faults=faults)
