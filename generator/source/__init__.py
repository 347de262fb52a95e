"""Stage 1: a path becomes plain data and a table of where everything stands."""

from __future__ import annotations

from .loader import load
from .sources import Source, SourceSet

__all__ = ["Source", "SourceSet", "load"]
