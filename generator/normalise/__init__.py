"""Stage 3: plain data of any version and dialect become one model (docs/language.md, "Choices" to 5).

The dialects end here: lists and maps, old and new names, repaired forms all come out alike, and
nothing after this stage asks how a file was spelled.
"""

from __future__ import annotations

from .dialect import detect_dialect
from .documents import normalise

__all__ = ["detect_dialect", "normalise"]
