"""Stage 2: the data against the schema of their dialect, before anybody interprets them."""

from __future__ import annotations

from .validator import validate

__all__ = ["validate"]
