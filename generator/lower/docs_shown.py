"""What the page for people shows, as its template takes it."""

from __future__ import annotations

from ..records import dataclass


@dataclass(frozen=True, slots=True)
class ShownInput:
    name: str
    place: str
    tried: str
    """How the form sends it; empty where a page cannot (cookies)."""
    type: str
    required: bool
    declared: bool
    description: str
    feeds: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownRoute:
    anchor: str
    title: str
    method: str
    path: str
    query: str
    """What the query must have for this route, encoded; mostly empty."""
    description: str
    inputs: tuple[ShownInput, ...]
    curl: str
    client: str
    steps: tuple[str, ...]
    """What a unit of several steps does, a line each."""


@dataclass(frozen=True, slots=True)
class Badge:
    text: str
    kind: str
    """`reads`, `writes`, `destroys`, or empty for what has no colour."""


@dataclass(frozen=True, slots=True)
class ShownTool:
    anchor: str
    name: str
    adapter: str
    description: str
    badges: tuple[Badge, ...]
    inputs: tuple[ShownInput, ...]
    message: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """A resource or a prompt."""

    kind: str
    name: str
    """What it is asked for by: the URI of a resource."""
    description: str
    more: str
