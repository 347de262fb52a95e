"""JSON in requests (RFC 8259, in UTF-8 without a byte order mark), and what a Content-Type says of it."""

from __future__ import annotations

import json
import re
from typing import Final, NoReturn

from ..server.asgi import encoded, is_encoded
from ..server.incoming import Incoming
from ..server.problem import Refusal
from ..values import Json
from ..wire.json_slices import is_large, read_in_slices

_CHARSET: Final = re.compile(r';\s*charset\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)', re.IGNORECASE)
_UTF8: Final = frozenset(("utf-8", "utf8", "us-ascii"))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


# Numbers are kept as text: what is only looked at needs no arithmetic, and has no longest number.
_LOOKING = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse_constant)
_READING = json.JSONDecoder(parse_constant=_refuse_constant)


def looked_at_body(incoming: Incoming) -> Json:
    """The body with its numbers as text, for checking that it is JSON, and of which type.

    Of a large one no more than its type is there. Raises `ValueError`.
    """
    return read_json(incoming.body, look=True) if incoming.ahead is None else incoming.ahead()


def read_body(incoming: Incoming) -> Json:
    """The body. Raises `ValueError`."""
    return read_json(incoming.body) if incoming.ahead is None else incoming.ahead()


async def read_ahead(incoming: Incoming) -> None:
    """Read a large body in slices, so that others are served in between; a small one is left alone."""
    if is_large(incoming.body):
        await _read_ahead(incoming, build=True)


async def look_ahead(incoming: Incoming) -> None:
    """The same, where nothing of it is needed but its type."""
    if incoming.ahead is None and is_large(incoming.body):
        await _read_ahead(incoming, build=False)


async def _read_ahead(incoming: Incoming, *, build: bool) -> None:
    decoder = _READING if build else _LOOKING
    try:
        document = await read_in_slices(incoming.body.decode(), decoder, build=build)
    except (ValueError, RecursionError):
        incoming.ahead = _unreadable
    else:
        incoming.ahead = lambda: document


def _unreadable() -> Json:
    raise ValueError("is no JSON, or is nested too deeply")


def read_json(content: bytes, *, look: bool = False) -> Json:
    """A document. Raises `ValueError`.

    Args:
        content: what came.
        look: leave its numbers as text, for who only wants to know that it is JSON, and of which type.
    """
    try:
        return (_LOOKING if look else _READING).decode(content.decode())
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def is_json(content_type: str) -> bool:
    """Whether this is JSON, as `application/json` or with the suffix `+json` (RFC 6839)."""
    if content_type == "application/json":
        return True
    kind, _, parameters = content_type.partition(";")
    kind = kind.strip().lower()
    if kind not in ("application/json", "text/json") and not kind.endswith("+json"):
        return False
    charsets = _CHARSET.findall(f";{parameters}")
    return not charsets or charsets[-1].strip('"').lower() in _UTF8


def require_json(incoming: Incoming) -> None:
    """Raise `Refusal` (415) for a body that says to be something else than JSON."""
    declared = incoming.headers.get(b"content-type")
    if declared is not None and not is_json(declared.decode("latin-1")):
        raise Refusal(415, "The body must be JSON in UTF-8 (Content-Type: application/json).")
    if is_encoded(incoming.headers):
        raise encoded()
