"""Script steps: hooks that a team fills, or, where the user asks for it, copies for review."""

from __future__ import annotations

from .copying import with_scripts

__all__ = ["with_scripts"]
