"""What a package can reach: for whoever has to sign it (docs/reach.md). From the plan to two files."""

from __future__ import annotations

from .gathering import reach_of
from .page import page
from .writing import to_bytes

__all__ = ["JSON", "PAGE", "page", "reach_of", "to_bytes"]

PAGE = "REACH.md"
JSON = "REACH.json"
"""Their paths in the package."""
