"""Made routes that take inputs from everywhere: path, query, headers, fields and parts of a body, fixed values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

NAMES: Final = ("a", "b", "c", "d", "e")
PARTS: Final = (
    "$.order.id",
    "$.order.lines[0].n",
    "$.order.lines[*].n",
    "$..n",
    "$.order.lines[?(@.n > 1)].name",
    "$.order.lines[-1]",
    "$['x y']",
    "$.order.lines.length()",
    "$.none.at.all",
    "$.list",
)
DOCUMENTS: Final[tuple[Any, ...]] = (
    {"order": {"id": 7, "lines": [{"n": 1, "name": "one"}, {"n": 2, "name": "é & co"}]}, "a": "A"},
    {"order": {"id": "x/1", "lines": []}, "b": {"c": [1, None]}, "list": [1, "2"], "x y": 0.5},
    {"order": None, "a": None, "b": False, "c": 3, "d": 2.5, "e": ["E"], "n": 5},
    {"order": {"id": True, "lines": [{"n": "3"}]}, "x y": "{{a}}", "d": "D"},
    {},
)


@dataclass(frozen=True)
class Call:
    unit: int
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Case:
    spec: dict[str, Any]
    calls: tuple[Call, ...]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    units = draw(st.lists(_parameters(), min_size=3, max_size=5))
    calls = draw(st.lists(_call(len(units)), min_size=15, max_size=30))
    return Case(_spec(units), tuple(calls))


@st.composite
def _parameters(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}
    for name in NAMES:
        kinds = st.sampled_from(["string", "integer", "number", "boolean", "array", "object"])
        match draw(
            st.sampled_from(["part", "part", "part", "field", "query", "header", "fixed", "none"])
        ):
            case "part":
                part = draw(st.sampled_from(PARTS))
                made[name] = {"in": "body", "type": draw(kinds), "value": part}
            case "field":
                made[name] = {"in": "body", "type": draw(kinds)}
            case "query" | "header" as place:
                made[name] = {"in": place, "type": "string"}
            case "fixed":
                made[name] = {
                    "in": draw(st.sampled_from(["query", "body"])),
                    "type": "string",
                    "value": "fixed",
                }
    for parameter in made.values():
        parameter["description"] = "One."
    return {**made, "p": {"in": "path", "type": "string", "description": "One."}}


@st.composite
def _call(draw: st.DrawFn, units: int) -> Call:
    unit = draw(st.integers(0, units - 1))
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
    words = st.sampled_from(["1", "two%20words", "%C3%A9%26", ""])
    query = "&".join(f"{name}={draw(words)}" for name in names)
    segment = draw(st.sampled_from(["7", "a%20b", "%25"]))
    headers = {
        draw(st.sampled_from([name, name.upper()])): draw(st.sampled_from(["h", "of header"]))
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
    }
    body = draw(
        st.sampled_from(DOCUMENTS).map(lambda each: json.dumps(each).encode()) | st.just(b"")
    )
    return Call(unit, f"/i{unit}/{segment}" + (f"?{query}" if query else ""), headers, body)


def _spec(units: list[dict[str, dict[str, Any]]]) -> dict[str, Any]:
    data = {name: f"{{{{{name}}}}}" for name in (*NAMES, "p")}
    api = {
        "type": "http",
        "namespace": "api",
        "baseUri": "UPSTREAM/api",
        "resources": {
            "in": {
                "path": "/in",
                "operations": {"take": {"method": "POST", "body": {"type": "json", "data": data}}},
            }
        },
    }
    resources = {
        f"i{at}": {
            "path": f"/i{at}/{{{{p}}}}",
            "operations": {
                "take": {"method": "POST", "call": "api.take", "inputParameters": parameters}
            },
        }
        for at, parameters in enumerate(units)
    }
    rest = {"type": "rest", "port": "PORT_rest", "namespace": "desk", "resources": resources}
    return {
        "ikanos": "1.0.0-beta5",
        "info": {"display": "Made", "description": "Made."},
        "capability": {"consumes": [api], "exposes": [rest]},
    }
