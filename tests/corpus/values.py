"""Which values the inputs of a unit are given: required ones, all, and nasty ones."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.oracle.units import Input

PLAIN: dict[str, Any] = {
    "string": "plain-1",
    "integer": 7,
    "number": 1.5,
    "boolean": True,
    "array": ["a", "b"],
    "object": {"a": 1, "b": {"c": "d"}},
}

NASTY_TEXT = (
    "a/b",
    "..",
    ".",
    "",
    "a b&c=d?e#f;g,h+i",
    'it\'s "quoted" \\ back`tick',
    "ünï€漢😀",
    "%2e%2e%2f%41",
    "{{TOKEN}} {x} ${y}",
    "line\r\nX-Evil: 1",
    "x" * 3000,
    " lead and trail ",
    "null",
    "-1",
)
SAFE_IN_HEADER = ("a/b", "a b&c=d", "x;y,z", "{{TOKEN}}", "x" * 500, "%41")
SAFE_IN_COOKIE = ("a/b", "abc", "x" * 200)

NASTY: dict[str, Sequence[Any]] = {
    "integer": (0, -5, 12345678901234567890),
    "number": (0.25, -3, 100000.5),
    "boolean": (False, True),
    "array": (["x,y", "a&b=c"], ["ü"], ["only"], ["", " "]),
    "object": ({"k/ü\"'": [1, {"b": None}]}, {"n": -1.5, "t": "x\ny"}, {"": ""}),
}
ANY_JSON: Sequence[Any] = ({"a": [1, None]}, [1, "x"], 3, 'text "q" {{TOKEN}}', True, "")
OBJECTS: Sequence[Any] = ({"a": 1}, {'k/ü"': [1, {"b": None}], "n": 1.5}, {"{{TOKEN}}": "{x}"})


@dataclass(frozen=True)
class Case:
    """One call: a name for the report, and values by the caller's names."""

    name: str
    given: dict[str, Any]


def cases(items: Sequence[Input], seed: str, nasty: int, surface: str) -> Iterator[Case]:
    """The calls of a unit. `surface` is `rest`, `tool` or `client`."""
    chooser = random.Random(seed)
    required = [item for item in items if item.required]
    yield Case("required", {item.name: plain(item, surface) for item in required})
    if len(required) != len(items):
        yield Case("all", {item.name: plain(item, surface) for item in items})
    if required:
        left_out = chooser.choice(required)
        kept = [item for item in required if item is not left_out]
        yield Case(f"without {left_out.name}", {item.name: plain(item, surface) for item in kept})
    for index in range(nasty if items else 0):
        given = {item.name: worst(item, surface, chooser) for item in items}
        optional = [item for item in items if not item.required]
        for item in optional:
            if index % 3 == 2 and chooser.random() < 0.5:
                del given[item.name]
        yield Case(f"nasty {index}", given)


def kind_of(item: Input, surface: str) -> str:
    """The type of the values that an input is given."""
    if item.type in PLAIN:
        return str(item.type)
    if item.type is None and is_json(item, surface):
        return "any"
    return "string"


def is_content_type(item: Input) -> bool:
    """A parameter that says of what type the body is; a REST caller's own header."""
    return item.name.lower() == "content-type" and item.place in ("header", None)


def is_json(item: Input, surface: str) -> bool:
    """Whether an input without a type may carry any JSON."""
    if surface == "rest":
        return item.place in ("field", "whole")
    return True


def plain(item: Input, surface: str) -> Any:
    if is_content_type(item):
        return "application/json" if surface == "rest" else "application/x+json"
    if item.place == "raw" or item.type == "base64":
        return b"\x00\xffraw" if item.type != "base64" else "AP9yYXc="
    if item.name == "body" and is_whole(item, surface):
        return {"a": 1, "b": "two"}
    return PLAIN.get(kind_of(item, surface), "plain-1")


def is_whole(item: Input, surface: str) -> bool:
    return item.place == "whole" or (surface != "rest" and item.place in ("free", "document"))


def worst(item: Input, surface: str, chooser: random.Random) -> Any:
    """A value that breaks careless code, of the right type for its place."""
    kind = kind_of(item, surface)
    if item.place == "raw" or item.type == "base64" or is_content_type(item):
        return plain(item, surface)
    if is_whole(item, surface):
        any_json = item.place == "document" or surface == "rest"
        return chooser.choice((*OBJECTS, *ANY_JSON) if any_json else OBJECTS)
    if kind == "any":
        return chooser.choice(ANY_JSON)
    if kind != "string":
        return chooser.choice(NASTY[kind])
    if item.place == "header":
        return chooser.choice(SAFE_IN_HEADER)
    if item.place == "cookie":
        return chooser.choice(SAFE_IN_COOKIE)
    texts = [text for text in NASTY_TEXT if not (surface == "rest" and not _sendable(item, text))]
    return chooser.choice(texts)


def _sendable(item: Input, text: str) -> bool:
    """An empty segment is another route, so a REST caller cannot send it."""
    return not (item.place == "path" and text == "")
