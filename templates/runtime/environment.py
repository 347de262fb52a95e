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
        if value.lower() not in _FLAGS:
            raise SettingError(f"{self.prefix}_{name} must be true or false")
        return _FLAGS[value.lower()]

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        """One of these texts; the first where nothing is set. Raises `SettingError`."""
        value = self.text(name) or allowed[0]
        if value not in allowed:
            raise SettingError(f"{self.prefix}_{name} must be one of {', '.join(allowed)}")
        return value

    def names(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Texts between commas."""
        value = self.text(name)
        if value is None:
            return default
        return tuple(item for part in value.split(",") if (item := part.strip()))

    def segments(
        self,
        name: str,
        default: Mapping[str, tuple[int, int]],
        parameters: tuple[str, ...] | None = None,
    ) -> Mapping[str, tuple[int, int]]:
        """`repository=2,path=1-9`: the least and the most of each, over what is known already.

        Raises `SettingError`, also for a name that is none of the parameters.
        """
        found = dict(default)
        for entry in self.names(name):
            parameter, equals, counts = entry.rpartition("=")
            match = re.fullmatch(_RANGE, counts.strip())
            if not parameter.strip() or not equals or match is None:
                raise self._no_segments(name)
            minimum, maximum = int(match[1]), int(match[2] or match[1])
            if not 1 <= minimum <= maximum:
                raise self._no_segments(name)
            if parameters is not None and parameter.strip() not in parameters:
                raise self._no_parameter(name, parameter.strip(), parameters)
            found[parameter.strip()] = (minimum, maximum)
        return found

    def _no_parameter(self, name: str, parameter: str, parameters: tuple[str, ...]) -> SettingError:
        import difflib  # For a start that fails.

        close = difflib.get_close_matches(parameter, parameters, 1, 0.7)
        there = ", ".join(parameters[:20]) + (", …" if len(parameters) > 20 else "")
        known = f"they have {there}" if parameters else "they have none"
        meant = f"did you mean {close[0]}? " if close else ""
        return SettingError(
            f"{self.prefix}_{name} names {parameter[:60]!r}, a parameter that no path of the API has: "
            f"{meant}{known}"
        )

    def _no_segments(self, name: str) -> SettingError:
        return SettingError(
            f"{self.prefix}_{name} must be parameters with their numbers of segments, "
            "such as repository=2 or path=1-9, separated by commas"
        )


_WHOLE: Final = r"\s*[+-]?[0-9]{1,19}\s*"
_NUMBER: Final = r"\s*\+?(?:[0-9]{1,19}(?:\.[0-9]{0,19})?|\.[0-9]{1,19})(?:[eE][+-]?[0-9]{1,2})?\s*"
"""Digits of ASCII: Python would take `1_000` and the digits of every script, and other programs none of these."""
_RANGE: Final = r"([0-9]{1,3})(?:-([0-9]{1,3}))?"
"""A text, as most are used by few programs: `re` compiles it when it is first wanted."""
_FLAGS: Final = {
    "true": True,
    "1": True,
    "yes": True,
    "on": True,
    "false": False,
    "0": False,
    "no": False,
    "off": False,
}
