"""Choosing one of the adapters of a capability."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from ..errors import SettingError

AdapterT = TypeVar("AdapterT")


def pick(adapters: Mapping[str, AdapterT], namespace: str | None) -> tuple[str, AdapterT]:
    """The adapter of that namespace, or the first one. Raises `SettingError` for an unknown one.

    Args:
        adapters: of the package, by namespace.
        namespace: which one; None for the first.
    """
    if namespace is None:
        return next(iter(adapters.items()))
    if namespace not in adapters:
        known = ", ".join(adapters)
        raise SettingError(f"there is no adapter {namespace!r}; this package has {known}")
    return namespace, adapters[namespace]
