"""Stage 1: a path becomes plain data and a table of where everything stands."""

from __future__ import annotations

from generator.source.loader import load
from generator.source.sources import Source, SourceSet

__all__ = ["Source", "SourceSet", "load"]
