"""Stage 1: a path becomes plain data and a table of where everything stands."""

from __future__ import annotations

from .imports import load_imports
from .loader import load
from .sources import Source, SourceSet

__all__ = ["Source", "SourceSet", "load", "load_imports"]
