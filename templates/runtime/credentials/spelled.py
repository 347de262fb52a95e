"""Secrets of a URL in what an API says: as it is, and in every spelling that servers give it.

Percent-encoded in either case, more than it must be or more than once (RFC 3986, 2.1), escaped as in JSON
(RFC 8259, 7) and as in HTML.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ..authentication import Applied, SecretReader
from ..wire_request import MASK, SHORTEST_SECRET
from .api_keys import ApiKeys

_NAMED: Final = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}


class Spelled:
    """Secrets as the settings give them; those of fewer than four characters are left alone."""

    __slots__ = ("_secrets",)

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._secrets = secrets

    def masked(self, text: str) -> str:
        """The text without them; it may have a character for each byte."""
        pattern = _pattern(self._secrets)
        return text if pattern is None else pattern.sub(MASK, text)

    def __repr__(self) -> str:
        return "Spelled(***)"


class UrlKeys(ApiKeys):
    """API keys of which one or more are in the query or the path."""

    def applied(self, reader: SecretReader) -> Applied:
        """See `ApiKeys`."""
        applied = super().applied(reader)
        applied.sought = Spelled(
            tuple(
                reader.read(key.parameter, key.value, f"the API key {key.name!r}").strip()
                for key in self.keys
                if key.place in ("query", "path")
            )
        )
        return applied


@lru_cache(maxsize=64)
def _pattern(secrets: tuple[str, ...]) -> re.Pattern[str] | None:
    long = sorted({each for each in secrets if len(each) >= SHORTEST_SECRET}, key=len, reverse=True)
    return re.compile("|".join("".join(map(_any_of, each)) for each in long)) if long else None


def _any_of(character: str) -> str:
    raw = character.encode("utf-8", "surrogatepass")
    code = ord(character)
    ways = [
        re.escape(character),
        "".join(f"%(?:25){{0,4}}{_hexadecimal(byte, 2)}" for byte in raw),
        rf"&#0{{0,7}}{code};",
        f"&#[xX]0{{0,7}}{_hexadecimal(code, 0)};",
    ]
    if code < 0x10000:
        ways.append(rf"\\{{1,4}}u{_hexadecimal(code, 4)}")
    if len(raw) > 1:
        ways.append(re.escape(raw.decode("latin-1")))
    if character in '/"\\':
        ways.append(rf"\\{{1,4}}{re.escape(character)}")
    if character in _NAMED:
        ways.append(f"&(?:amp;){{0,4}}{_NAMED[character]};")
    if character == " ":
        ways.append(r"\+")
    # The longest first: a backslash alone is the beginning of an escaped one.
    return f"(?:{'|'.join(reversed(ways))})"


def _hexadecimal(number: int, digits: int) -> str:
    return "".join(
        f"[{digit}{digit.upper()}]" if digit.isalpha() else digit
        for digit in f"{number:0{digits}x}"
    )
