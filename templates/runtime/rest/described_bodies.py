"""The whole body of a request, held against what the specification says of its fields.

A refusal names the place and what has to be there, and repeats nothing of what a caller sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..server.asgi import is_encoded
from ..server.problem import Fault
from ..values import Json, JsonValue, RawJson
from .inputs import Finder, Sources
from .json_in import read_ahead, read_body
from .refusals import invalid
from .whole_bodies import WholeBody

_MOST_FAULTS: Final = 20
"""Of one body; beyond this many an answer is only long."""


@dataclass(frozen=True, slots=True)
class DescribedBody(WholeBody):
    """The whole request body: JSON that fits a schema, passed on as it came.

    Fields that the schema does not name go on. A body that does not fit is refused (422) with all of its faults.
    """

    schema: Mapping[str, Any] | None = None
    """`type`, `enum`, `properties`, `required` and `items` of JSON Schema (2020-12)."""

    ahead = (read_ahead,)

    def finder(self, *, takes_encoded: bool) -> Finder:
        """See `Input`."""
        plain = WholeBody.finder(self, takes_encoded=takes_encoded)
        schema = self.schema or {}

        def found(sources: Sources) -> Any:
            value = plain(sources)
            incoming = sources.incoming
            if isinstance(value, RawJson) and value.content and not is_encoded(incoming.headers):
                faults = list(_faults(schema, read_body(incoming), "/body"))
                if faults:
                    raise invalid(faults[:_MOST_FAULTS])
            return value

        return found


def _faults(schema: Mapping[str, Any], value: JsonValue, pointer: str) -> Iterator[Fault]:
    kinds = _kinds(schema)
    if kinds and not any(_IS[kind](value) for kind in kinds):
        yield Fault(pointer, f"must be {' or '.join(_IN_WORDS[kind] for kind in kinds)}")
    elif "enum" in schema and not any(_same(value, each) for each in schema["enum"]):
        yield Fault(pointer, f"must be one of {', '.join(map(json.dumps, schema['enum']))}")
    elif isinstance(value, dict):
        for name in schema.get("required", ()):
            if name not in value:
                yield Fault(f"{pointer}/{_token(name)}", "is required")
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                yield from _faults(inner, value[name], f"{pointer}/{_token(name)}")
    elif isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            yield from _faults(schema["items"], item, f"{pointer}/{index}")


def _kinds(schema: Mapping[str, Any]) -> tuple[str, ...]:
    declared = schema.get("type", ())
    return (declared,) if isinstance(declared, str) else tuple(declared)


def _same(value: Json, choice: Json) -> bool:
    """Equal as JSON: `true` is not `1`."""
    return isinstance(value, bool) == isinstance(choice, bool) and bool(value == choice)


def _token(name: str) -> str:
    """A reference token (RFC 6901, 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def _is_number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


_IS: Final[Mapping[str, Callable[[Json], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: _is_number(value) and value == int(value),
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}
_IN_WORDS: Final[Mapping[str, str]] = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "array": "an array",
    "object": "an object",
    "null": "null",
}
