"""Files that put a generated package where people run it: one function a kind, from what is to be run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from .bundle import bundle
from .cluster import kubernetes
from .containers import compose, dockerfile
from .listing import listing
from .what import Shipped

KINDS: Final[Mapping[str, Callable[[Shipped], Mapping[str, str]]]] = {
    "dockerfile": dockerfile,
    "compose": compose,
    "kubernetes": kubernetes,
    "mcpb": bundle,
    "server-json": listing,
}
"""By the name that the command knows: path in the output folder → text."""
