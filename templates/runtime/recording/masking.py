"""What a recording must not hold: credentials, and fields by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, Final
from urllib.parse import quote_plus, unquote_plus

from ..values import JsonValue
from ..wire_request import MASK

USUAL: Final = (
    *(
        "access_token",
        "api_key",
        "apikey",
        "authorization",
        "client_secret",
        "cookie",
        "credential",
    ),
    *("credentials", "id_token", "jwt", "otp", "passphrase", "passwd", "password", "private_key"),
    *(
        "pwd",
        "refresh_token",
        "secret",
        "session",
        "session_id",
        "set_cookie",
        "signature",
        "token",
    ),
)
"""Names that are masked in every recording."""
_WORDS: Final = re.compile(r"[a-z0-9]+")


class Fields:
    """The names whose values are masked: letters and digits count, case and separators do not."""

    def __init__(self, names: Collection[str] = ()) -> None:
        self._names = frozenset(map(_plain, (*USUAL, *names)))
        # Longer names first: `access_token` before `token`.
        found = sorted(filter(None, self._names), key=len, reverse=True)
        self._within = re.compile("|".join(map(_loose, found)), re.IGNORECASE)

    def has(self, name: str) -> bool:
        """Whether what goes by that name is masked."""
        plain = _plain(name)
        return plain in self._names or plain.endswith(("token", "secret", "password"))

    def masked(self, value: JsonValue, *, typed: bool = True) -> Any:
        """A JSON value without what is masked; with `typed`, a number becomes 0 and no text."""
        if isinstance(value, dict):
            return {
                name: _hidden(each, typed) if self.has(name) else self.masked(each, typed=typed)
                for name, each in value.items()
            }
        if isinstance(value, list):
            return [self.masked(each, typed=typed) for each in value]
        return value

    def pairs(self, text: str) -> str:
        """A query or a form without what is masked; every other pair as it was spelled."""
        return "&".join(map(self._pair, text.split("&")))

    def _pair(self, pair: str) -> str:
        name, equals, _ = pair.partition("=")
        return (
            f"{name}={quote_plus(MASK, safe='*')}"
            if equals and self.has(unquote_plus(name))
            else pair
        )

    def header(self, name: str, value: str) -> str:
        """The value of a header, masked where its name says so: `X-Auth-Token` too."""
        words = frozenset(_WORDS.findall(name.lower()))
        return MASK if self.has(name) or words & self._names else value

    def within(self, text: str) -> bool:
        """Whether a text that is no JSON mentions such a name: nobody knows where its value ends."""
        return self._within.search(text) is not None


def _plain(name: str) -> str:
    return "".join(_WORDS.findall(name.lower()))


def _loose(name: str) -> str:
    return r"[\W_]?".join(map(re.escape, name))


def _hidden(value: JsonValue, typed: bool) -> Any:
    if isinstance(value, dict):
        return {name: _hidden(each, typed) for name, each in value.items()}
    if isinstance(value, list):
        return [_hidden(each, typed) for each in value]
    if value is None or isinstance(value, bool):
        return value
    return 0 if typed and isinstance(value, int | float) else MASK


def without(secrets: Collection[str], least: int) -> Callable[[str], str]:
    """A function that takes credentials out of texts; shorter ones than `least` are in too many words."""
    found = sorted((each for each in secrets if len(each) >= least), key=len, reverse=True)

    def masked(text: str) -> str:
        for secret in found:
            text = text.replace(secret, MASK)
        return text

    return masked
