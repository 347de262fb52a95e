"""How often Python looks for what only cycles keep alive."""

from __future__ import annotations

import gc
from typing import Final

_OBJECTS: Final = 200_000
"""By default it is 700: of a run that lives for a second, or makes a file and lets all of it go, a twentieth."""


def collect_rarely() -> None:
    """Look after so many more objects: what a run holds at most grows by a hundredth (1,000 operations)."""
    gc.set_threshold(_OBJECTS, 20, 20)
