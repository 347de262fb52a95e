"""Mapped outputs as plain functions: what they give, what they read like, and what stays with the runtime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Findings
from generator.lower.outputs import LoweredMapping, unit_mappings
from generator.model import OutputMapping, ValueType
from generator.model.consumed import ResponseFormat
from generator.naming import Names
from generator.origin import Origin
from generator.pipeline import understand
from generator.plan import Mapped, Output
from generator.render.source import source
from templates.runtime.wire import path_functions, paths, picking
from tests.oracle import answers

DOCUMENT = {
    "id": 7,
    "none": None,
    "dash-key": 1,
    "list": [{"f": 1}, {"f": 2}, {}],
    "deep": {"er": {"x": "y"}},
}
_PLAN = """
ikanos: 1.0.0-beta5
capability:
  consumes:
  - {{type: http, namespace: shop, baseUri: 'https://shop.test', resources: [
      {{name: items, path: /items, operations: [{{name: list, method: GET, outputRawFormat: json}}]}}]}}
  exposes:
  - {{type: mcp, address: localhost, port: 9090, namespace: tools, tools: [
      {{name: list, description: List., call: shop.list, outputParameters: {outputs}}}]}}
"""


def read(tmp_path: Path, *outputs: dict[str, Any]) -> Output:
    """What stage 4 makes of outputs as a file has them."""
    spec = tmp_path / "spec-capability.yaml"
    flow = yaml.safe_dump(list(outputs), default_flow_style=True, width=10_000, sort_keys=False)
    spec.write_text(_PLAN.format(outputs=flow.strip()))
    findings = Findings()
    understood = understand(spec, None, findings)
    assert understood is not None, findings.sorted()
    (unit,) = understood.plan.units
    return unit.output


def shown(mapping: LoweredMapping) -> str:
    return source(mapping.function.value)


def run(mapping: LoweredMapping, document: Any) -> Any:
    """What the function of a mapping gives."""
    names: dict[str, Any] = {**vars(paths), **vars(picking), "tests": path_functions}
    for path in mapping.paths:
        names[path.name] = eval(source(path.value), names)
    return eval(f"lambda document: {shown(mapping)}", names)(document)


def lowered(output: Output) -> tuple[LoweredMapping, ...]:
    return unit_mappings(output, "plots", Names())


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ({"type": "string", "mapping": "$.id"}, 'at(document, "id")'),
        ({"type": "string", "mapping": "$.a.b[0]['c d']"}, 'at(document, "a", "b", 0, "c d")'),
        ({"type": "array", "mapping": "$.list[*].f"}, 'array(each_of(document, ("list",), ("f",)))'),
        ({"type": "array", "mapping": "$.list"}, 'array(at(document, "list"))'),
        (
            {"type": "array", "mapping": "$.", "items": {"type": "number", "mapping": "$.f"}},
            'array(document, lambda each: at(each, "f"))',
        ),
        (
            {"type": "array", "mapping": "$.list", "items": {"type": "string"}},
            'array(at(document, "list"))',
        ),
        (
            {"type": "object", "mapping": "$.", "properties": {"a": {"type": "string", "mapping": "b"}}},
            '{"a": at(document, "b")}',
        ),
        (
            {"type": "object", "mapping": "$.m", "properties": {"a": {"type": "string", "mapping": "b"}}},
            'nested(at(document, "m"), lambda part: {"a": at(part, "b")})',
        ),
        (
            {"type": "object", "mapping": "$.m", "values": {"type": "string", "mapping": "$.b"}},
            'by_name(at(document, "m"), lambda each: at(each, "b"))',
        ),
        ({"type": "string", "mapping": "$.t", "maxLength": 3}, 'cut(at(document, "t"), 3)'),
        ({"type": "number", "value": 3}, '"3"'),
        ({"type": "string", "mapping": "$.t."}, "None"),
    ],
)  # fmt: skip
def test_what_is_known_at_generation_is_plain_python(
    tmp_path: Path, output: dict[str, Any], expected: str
) -> None:
    (mapping,) = lowered(read(tmp_path, output))
    assert (shown(mapping), mapping.paths) == (expected, ())


def test_filters_and_the_like_are_constants_that_the_runtime_follows(tmp_path: Path) -> None:
    properties = {
        "odd": {"type": "array", "mapping": "$.list[?(@.f == 1)].f"},
        "ids": {"type": "array", "mapping": "$..x"},
        "id": {"type": "string", "mapping": "$.id"},
    }
    (mapping,) = lowered(read(tmp_path, {"type": "object", "properties": properties}))
    assert [path.name for path in mapping.paths] == ["PLOTS_OUTPUT_PATH", "PLOTS_OUTPUT_PATH_2"]
    assert "follow(PLOTS_OUTPUT_PATH_2, document)" in shown(mapping)
    assert run(mapping, DOCUMENT) == {"odd": [1], "ids": ["y"], "id": 7}


def test_each_choice_is_a_function(tmp_path: Path) -> None:
    choices = ({"type": "string", "mapping": "$.no"}, {"type": "array", "mapping": "$.list"})
    first, second = lowered(read(tmp_path, *choices))
    assert (first.function.name, second.function.name) == ("plots_output", "plots_output_2")
    assert (run(first, DOCUMENT), run(second, DOCUMENT)) == (None, DOCUMENT["list"])


@pytest.mark.parametrize(
    ("output", "result"),
    [
        ({"type": "string", "mapping": "$.id"}, 7),
        ({"type": "string", "mapping": "$.deep"}, DOCUMENT["deep"]),
        ({"type": "string", "mapping": "$.deep.er.x", "maxLength": 0}, ""),
        ({"type": "number", "mapping": "$.id", "maxLength": 0}, 7),
        ({"type": "string"}, None),
        (
            {"type": "object", "properties": {"a": {"mapping": "$.id"}, "b": {"mapping": "$.no"}}},
            {"a": 7, "b": None},
        ),
        (
            {"type": "object", "mapping": "$.no", "properties": {"x": {"mapping": "$."}}},
            None,
        ),
        ({"type": "object", "mapping": "$.deep", "values": {"mapping": "$.x"}}, {"er": "y"}),
        ({"type": "object", "mapping": "$.deep.er", "values": {"mapping": "$.q"}}, {"x": "y"}),
        ({"type": "object", "mapping": "$.deep", "values": {"type": "string"}}, DOCUMENT["deep"]),
        ({"type": "object", "mapping": "$.id", "values": {"mapping": "$.x"}}, None),
        ({"type": "array", "mapping": "$.list", "items": {"type": "object"}}, DOCUMENT["list"]),
        ({"type": "array", "mapping": "$.list", "items": {"mapping": "$.f"}}, [1, 2, None]),
        (
            {"type": "array", "mapping": "$.list[*].f", "items": {"type": "string", "maxLength": 2}},
            [1, 2],
        ),
        ({"type": "array", "mapping": "$.id"}, None),
        ({"type": "array", "mapping": "$.no", "items": {"mapping": "$."}}, None),
        ({"type": "array", "mapping": "$.none[*].f"}, []),
        ({"type": "array", "mapping": "$.no[*].f"}, None),
        ({"type": "array", "mapping": "$.list[*].f[0]"}, []),
        ({"type": "array", "mapping": "$[*][0]"}, [{"f": 1}]),
        ({"type": "array", "mapping": "$.deep[*][*]"}, ["y"]),
        (
            {"type": "object", "properties": {"a": {"type": "array", "mapping": "$.id"}}},
            {"a": 7},
        ),
        (
            {
                "type": "object",
                "properties": {
                    "a": {"type": "array", "mapping": "$.id", "items": {"mapping": "$.f"}},
                    "b": {"type": "array", "mapping": "$.list", "items": {"mapping": "$.f"}},
                    "c": {"type": "array", "mapping": "$.deep", "items": {"type": "string"}},
                    "d": {"type": "array", "mapping": "$.no", "items": {"mapping": "$.f"}},
                    "e": {"type": "array", "mapping": "$.no.", "items": {"mapping": "$.f"}},
                    "f": {"type": "array", "items": {"mapping": "$.f"}},
                },
            },
            {"a": 7, "b": [1, 2, None], "c": DOCUMENT["deep"], "d": None, "e": None, "f": None},
        ),
        (
            {
                "type": "object",
                "properties": {
                    name: {"type": "object", "mapping": path, "properties": {"f": {"mapping": "$.f"}}}
                    for name, path in (("a", "$.list"), ("b", "$.id"), ("c", "$.list[0]"), ("d", "$.no"))
                },
            },
            {"a": DOCUMENT["list"], "b": 7, "c": {"f": 1}, "d": None},
        ),
        (
            {
                "type": "array",
                "mapping": "$.list",
                "items": {"type": "object", "properties": {"a": {"type": "array", "mapping": "$.f"}}},
            },
            [{"a": 1}, {"a": 2}, {"a": None}],
        ),
    ],
)  # fmt: skip
def test_what_they_give(tmp_path: Path, output: dict[str, Any], result: Any) -> None:
    (mapping,) = lowered(read(tmp_path, output))
    assert run(mapping, DOCUMENT) == result


# --- made-up outputs of made-up documents, against the independent reading ------------------------

_KEYS = ("a", "b", "c")
_DOCUMENTS = st.recursive(
    st.sampled_from([None, 1, 2.5, True, "x", "a longer text", ""]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(_KEYS), inner, max_size=3)
    ),
    max_leaves=12,
)
_STEPS = st.sampled_from([".a", ".b", ".c", "['a']", "[0]", "[-1]", "[*]"])
_PATHS = st.one_of(
    st.none(), st.just("$."), st.lists(_STEPS, min_size=1, max_size=3).map(lambda x: "$" + "".join(x))
)  # fmt: skip


@st.composite
def _outputs(draw: st.DrawFn, depth: int = 0) -> dict[str, Any]:
    kind = draw(st.sampled_from(["string", "number", "boolean", "object", "array"]))
    made: dict[str, Any] = {"type": kind}
    path = draw(_PATHS)
    if path is not None:
        made["mapping"] = path
    if kind == "object" and depth < 3:
        inner = _outputs(depth + 1)
        made["properties"] = draw(st.dictionaries(st.sampled_from(_KEYS), inner, max_size=3))
    if kind == "array" and depth < 3 and draw(st.booleans()):
        made["items"] = draw(_outputs(depth + 1))
    if kind == "string" and draw(st.booleans()):
        made["maxLength"] = draw(st.integers(0, 4))
    return made


def _model(output: dict[str, Any]) -> OutputMapping:
    items = output.get("items")
    properties = output.get("properties", {})
    return OutputMapping(
        name=None,
        type=ValueType(output["type"]),
        mapping=output.get("mapping"),
        value=None,
        properties=tuple((name, _model(inner)) for name, inner in properties.items()),
        items=None if items is None else _model(items),
        values=None,
        max_length=output.get("maxLength"),
        description=None,
        origin=Origin("made-up.yaml"),
    )


@settings(max_examples=400, deadline=None)
@given(_outputs(), _DOCUMENTS)
def test_they_give_what_an_independent_reading_says(output: dict[str, Any], document: Any) -> None:
    (mapping,) = lowered(Mapped(ResponseFormat.JSON, (_model(output),), by_name=False))
    assert run(mapping, document) == answers.evaluate(output, document)
