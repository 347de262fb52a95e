"""Kinds of authentication as the spec declares them: what is shown, and where it is read from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Literal, TypeAlias

from .records import Record

if TYPE_CHECKING:
    from .wire_request import WireRequest

Credential: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""A secret, or a function that is asked for it before each request (a coroutine: async only)."""

Authenticate: TypeAlias = "Callable[[WireRequest], WireRequest]"
"""A hook that adds credentials of a kind that this package does not know."""


class Variable(Record):
    """A value that the environment gives."""

    name: str


TextParts: TypeAlias = tuple[str | Variable, ...]
"""Text with variables in it."""


class Bearer(Record):
    """`Authorization: Bearer …` (RFC 6750)."""

    token: TextParts


class Basic(Record):
    """`Authorization: Basic …` (RFC 7617)."""

    username: TextParts
    password: TextParts


class ApiKey(Record):
    """A secret under a name of its own."""

    name: str
    value: TextParts
    place: Literal["header", "query", "cookie", "body", "path"] = "header"
    parameter: str = "api_key"
    """The client's argument that gives it."""


class ApiKeys(Record):
    """One or more API keys, all sent."""

    keys: tuple[ApiKey, ...]


class Unsupported(Record):
    """A kind of authentication that is left to a hook."""

    kind: str


Authentication: TypeAlias = Bearer | Basic | ApiKeys | Unsupported | None
