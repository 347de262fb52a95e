"""What follows from a slip, told apart from the slip: one mistake is one finding."""

from __future__ import annotations

from .following import without_what_follows

__all__ = ["without_what_follows"]
