"""This machine, by the names that all of them have."""

from __future__ import annotations

from typing import Final

LOOPBACK: Final = frozenset(("localhost", "127.0.0.1", "::1"))
