"""Between stages 1 and 2: literal secrets of a file are taken out before anybody else reads it."""

from __future__ import annotations

from .withholding import withhold, withhold_unread

__all__ = ["withhold", "withhold_unread"]
