"""Settings that are one of a few texts."""

from __future__ import annotations

from .environment import Environment
from .errors import SettingError


def one_of(values: Environment, name: str, allowed: tuple[str, ...]) -> str:
    """One of these texts; the first where nothing is set. Raises `SettingError`.

    Args:
        values: of the environment.
        name: the variable's, without the prefix.
        allowed: what it may be.
    """
    value = values.text(name) or allowed[0]
    if value not in allowed:
        raise SettingError(f"{values.prefix}_{name} must be one of {', '.join(allowed)}")
    return value
