"""The events of YAML as libyaml and the pure reader give them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Protocol

import yaml

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it; the pure reader gives the same events, slowly."""


class Mark(Protocol):
    """A place in the text, in characters from its start."""

    index: int


class Event(Protocol):
    """What libyaml and the pure reader have in common."""

    start_mark: Mark
    end_mark: Mark


class NodeEvent(Event, Protocol):
    """An event that begins a value."""

    anchor: str | None
    tag: str | None


class ScalarEvent(NodeEvent, Protocol):
    """A value that is one text."""

    value: str
    implicit: tuple[bool, bool]
    style: str | None


class AliasEvent(Event, Protocol):
    """A value that stands elsewhere, by its anchor."""

    anchor: str


def events_of(text: str) -> Iterator[Any]:
    """The events of a text, one after the other. Raises `yaml.YAMLError`."""
    parser = _LOADER(text)
    try:
        get, more = parser.get_event, parser.check_event
        while more():
            yield get()
    finally:
        parser.dispose()
