"""Typed reading of environment variables; a value that cannot be used is an error that names it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .errors import SettingError
from .wire_request import DEFAULT_TIMEOUT, Timeout

_ANY: Final = 2**53
"""Beyond what any setting can mean, and still exact in every program that reads numbers."""


class Environment:
    """Typed reading of variables that share a prefix; what is empty counts as not set."""

    def __init__(self, prefix: str, environ: Mapping[str, str]) -> None:
        self.prefix = prefix
        self.environ = environ

    def text(self, name: str) -> str | None:
        """A text, or None."""
        return self.environ.get(f"{self.prefix}_{name}") or None

    def whole(self, name: str, default: int, *, minimum: int = 1, maximum: int = _ANY) -> int:
        """A whole number. Raises `SettingError`.

        Args:
            name: the variable's, without the prefix.
            default: where it is not set.
            minimum: the least that is taken.
            maximum: the greatest.
        """
        value = self.text(name)
        if value is None:
            return default
        number = int(value) if re.fullmatch(_WHOLE, value) else minimum - 1
        if not minimum <= number <= maximum:
            most = "" if maximum == _ANY else f" to {maximum}"
            raise SettingError(f"{self.prefix}_{name} must be a whole number from {minimum}{most}")
        return number

    def seconds(self, name: str, default: float | None) -> float | None:
        """Seconds; 0 means no limit. Raises `SettingError`."""
        value = self.text(name)
        if value is None:
            return default
        number = float(value) if re.fullmatch(_NUMBER, value) else -1.0
        if not 0 <= number < 1e9:
            raise SettingError(f"{self.prefix}_{name} must be a number of seconds")
        return number or None

    def timeout(self, default: Timeout = DEFAULT_TIMEOUT) -> Timeout:
        """`_TIMEOUT` (a whole call), `_CONNECT_TIMEOUT` and `_READ_TIMEOUT`."""
        return Timeout(
            self.seconds("CONNECT_TIMEOUT", default.connect),
            self.seconds("READ_TIMEOUT", default.read),
            self.seconds("TIMEOUT", default.total),
        )

    def flag(self, name: str, default: bool) -> bool:
        """`true`, `1`, `yes`, `on` or their opposites. Raises `SettingError`."""
        value = self.text(name)
        if value is None:
            return default
        word = value.lower()
        if word not in _ON and word not in _OFF:
            raise SettingError(f"{self.prefix}_{name} must be true or false")
        return word in _ON

    def names(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Texts between commas."""
        value = self.text(name)
        if value is None:
            return default
        return tuple(item for part in value.split(",") if (item := part.strip()))


_WHOLE: Final = r"\s*[+-]?[0-9]{1,19}\s*"
_NUMBER: Final = r"\s*\+?(?:[0-9]{1,19}(?:\.[0-9]{0,19})?|\.[0-9]{1,19})(?:[eE][+-]?[0-9]{1,2})?\s*"
"""Digits of ASCII: Python would take `1_000` and the digits of every script, and other programs none of these."""
_ON: Final = frozenset(("true", "1", "yes", "on"))
_OFF: Final = frozenset(("false", "0", "no", "off"))
