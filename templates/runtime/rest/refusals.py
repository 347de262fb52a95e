"""Errors of this package to problem documents: which status says whose fault it was."""

from __future__ import annotations

from typing import Final

from ..errors import (
    DecodingError,
    InvalidArgumentError,
    ResponseTooLargeError,
    SettingError,
    UpstreamConnectionError,
    UpstreamTimeoutError,
)
from ..server.incoming import Incoming
from ..server.problem import Fault, Refusal, invalid, pointer

NO_OPERATION: Final = (
    "No operation has this path. A slash inside a value is written as %2F: ns%2Fname."
)


def refusal_of(error: Exception, incoming: Incoming) -> Refusal:
    """What the caller is told; never more of an unexpected error than that there was one."""
    if isinstance(error, InvalidArgumentError):
        place = incoming.pointers.get(error.name) or pointer(error.name)
        return invalid([Fault(place, error.problem)])
    if isinstance(error, UpstreamTimeoutError):
        return Refusal(504, "The API behind this server did not answer in time.")
    if isinstance(error, UpstreamConnectionError):
        return Refusal(502, "The API behind this server could not be reached.")
    if isinstance(error, ResponseTooLargeError):
        return Refusal(502, "The answer of the API behind this server is over the limit.")
    if isinstance(error, DecodingError):
        return Refusal(502, "The answer of the API behind this server is not what it says.")
    if isinstance(error, SettingError):
        return Refusal(500, f"This server is not set up: {error}.")
    return Refusal(500, "This server failed.")
