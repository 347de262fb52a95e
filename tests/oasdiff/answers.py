"""Small changes of what an answer is told to be, put into our contract and into the document that oasdiff reads.

The language has fewer words for answers than JSON Schema (no enumerations, nothing but objects is never
null), so these changes are made of the schema itself, on both sides alike.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

Schema = dict[str, Any]
ROUTE: Final = "/orders"
BASE: Final[Schema] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "total": {"type": ["number", "null"]},
        "count": {"type": "integer"},
        "state": {"type": "string", "enum": ["open", "sent"]},
        "lines": {
            "type": "array",
            "items": {"type": "object", "properties": {"item": {"type": "string"}}},
        },
        "buyer": {"type": "object", "properties": {"name": {"type": "string"}}},
    },
    "required": ["id", "total", "count", "state", "lines", "buyer"],
}


def _at(schema: Schema, *names: str) -> Schema:
    for name in names:
        schema = schema["items"] if name == "[]" else schema["properties"][name]
    return schema


def _without(schema: Schema, name: str) -> None:
    del schema["properties"][name]
    schema["required"].remove(name)


CHANGES: Final[dict[str, Callable[[Schema], object]]] = {
    "a key of the answer is removed": lambda a: _without(a, "total"),
    "a key of the answer is added": lambda a: a["properties"].update(more={"type": "string"}),
    "a key of the answer may be missing now": lambda a: a["required"].remove("count"),
    "a key of the answer may be null now": lambda a: _at(a, "id").update(type=["string", "null"]),
    "a key of the answer is never null now": lambda a: _at(a, "total").update(type="number"),
    "a text of the answer becomes a number": lambda a: _at(a, "id").update(type="integer"),
    "a whole number of the answer becomes any": lambda a: _at(a, "count").update(type="number"),
    "a value of the answer is added": lambda a: _at(a, "state")["enum"].append("lost"),
    "a value of the answer is removed": lambda a: _at(a, "state")["enum"].remove("sent"),
    "any value of the answer is possible now": lambda a: _at(a, "state").pop("enum"),
    "a key in a list of the answer is removed": lambda a: _at(a, "lines", "[]").update(
        properties={}
    ),
    "a key in a list of the answer is of another type": lambda a: _at(
        a, "lines", "[]", "item"
    ).update(type="integer"),
    "a list of the answer becomes a text": lambda a: (
        _at(a, "lines").update(type="string"),
        _at(a, "lines").pop("items"),
    ),
    "a key in an object of the answer is added": lambda a: _at(a, "buyer")["properties"].update(
        mail={"type": "string"}
    ),
    "a key in an object of the answer is removed": lambda a: _at(a, "buyer")["properties"].clear(),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One side: a contract and an OpenAPI document with the same answer."""

    contract: bytes
    openapi: bytes


def answers() -> Iterator[tuple[str, Answer, Answer]]:
    """Every change, with the two sides."""
    for name, change in CHANGES.items():
        after = copy.deepcopy(BASE)
        change(after)
        yield name, _side(BASE), _side(after)


def _side(schema: Schema) -> Answer:
    route = {"operation": "find", "parameters": {}, "answer": schema}
    contract = {
        "format": 1,
        "rest": {"orders-rest": {"authentication": "none", "routes": {f"GET {ROUTE}": route}}},
    }
    content = {"application/json": {"schema": schema}}
    answer = {"responses": {"200": {"description": "Orders.", "content": content}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Orders", "version": "1"},
        "paths": {ROUTE: {"get": {"operationId": "find", **answer}}},
    }
    return Answer(json.dumps(contract).encode(), json.dumps(document).encode())
