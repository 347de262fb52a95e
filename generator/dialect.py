"""The two dialects. By itself, since the command knows them before it imports the language."""

from __future__ import annotations

import enum


class Dialect(enum.Enum):
    """How a file is to be read."""

    PUBLISHED = "published"
    OFFICIAL = "official"
