"""Arguments against the static schema: what is accepted, and what a model is told about the rest."""

from __future__ import annotations

from typing import Any

import pytest

from templates.runtime.mcp.deep_schema import DeepRules
from templates.runtime.mcp.tools import Annotations, ArgumentError, Selection, Tool
from templates.runtime.patterns import Pattern

from .sample import ECHO, READS, TOOLS


def tool(**properties: Any) -> Tool:
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    written = {each["pattern"] for each in properties.values() if "pattern" in each}
    return Tool(
        name="t",
        description=None,
        unit=lambda: None,  # type: ignore[arg-type,return-value]
        input_schema=schema,
        annotations=READS,
        rules=DeepRules(*(Pattern(each, each) for each in written)),
    )


def fault(subject: Tool, *, lenient: bool = True, **arguments: Any) -> str:
    with pytest.raises(ArgumentError) as caught:
        subject.bind(arguments, lenient=lenient)
    return str(caught.value)


@pytest.mark.parametrize(
    ("schema", "value", "bound"),
    [
        ({"type": "string"}, "", ""),
        ({"type": "integer"}, 3, 3),
        ({"type": "integer"}, 3.0, 3),
        ({"type": "integer"}, 10**30, 10**30),
        ({"type": "number"}, 3, 3),
        ({"type": "number"}, 2.5, 2.5),
        ({"type": "boolean"}, False, False),
        ({"type": "array"}, [1, "a"], [1, "a"]),
        ({"type": "array", "items": {"type": "integer"}}, "[1, 2.0]", [1, 2]),
        ({"type": "object"}, {"a": None}, {"a": None}),
        ({"type": "object"}, '{"a": [1]}', {"a": [1]}),
        ({"type": "object"}, ' {"a": 1}\n', {"a": 1}),
        ({"type": ["string", "null"]}, None, None),
        ({"type": ["string", "object"]}, "{}", "{}"),
        ({}, [None], [None]),
        ({"type": "string", "contentEncoding": "base64"}, "aGk=", b"hi"),
        ({"type": "string", "pattern": "^a+$"}, "aa", "aa"),
        ({"type": "string", "enum": ["a", "b"]}, "b", "b"),
        (
            {"type": "object", "properties": {"n": {"type": "integer"}}},
            {"n": 1.0, "m": 2},
            {"n": 1, "m": 2},
        ),
    ],
)
def test_values_that_fit(schema: dict[str, Any], value: Any, bound: Any) -> None:
    result = tool(x=schema).bind({"x": value})["x"]
    assert result == bound
    assert type(result) is type(bound)


@pytest.mark.parametrize(
    ("schema", "value", "said"),
    [
        ({"type": "string"}, 5, "x: expected a string, came integer 5"),
        ({"type": "integer"}, 2.5, "x: expected an integer, came number 2.5"),
        ({"type": "integer"}, True, "x: expected an integer, came boolean true"),
        ({"type": "number"}, False, "x: expected a number, came boolean false"),
        ({"type": "number"}, float("inf"), "x: expected a finite number"),
        ({"type": "boolean"}, 2, "x: expected true or false, came integer 2"),
        ({"type": "boolean"}, "yes", 'x: expected true or false, came string "yes"'),
        ({"type": "boolean"}, "", 'x: expected true or false, came string ""'),
        ({"type": "integer"}, "007", 'x: expected an integer, came string "007"'),
        ({"type": "integer"}, "3.5", 'x: expected an integer, came string "3.5"'),
        ({"type": "integer"}, "0x10", 'x: expected an integer, came string "0x10"'),
        ({"type": "integer"}, " 3", 'x: expected an integer, came string " 3"'),
        ({"type": "integer"}, "\u0663", "x: expected an integer, came string"),
        ({"type": "integer"}, "true", 'x: expected an integer, came string "true"'),
        ({"type": "integer"}, "9" * 5000, "x: expected an integer, came string"),
        ({"type": "integer"}, "1e999", "x: expected an integer, came string"),
        ({"type": "number"}, "NaN", 'x: expected a number, came string "NaN"'),
        ({"type": "number"}, "1e999", 'x: expected a number, came string "1e999"'),
        ({"type": "number"}, "0.12345678901234567890123", "x: expected a number, came string"),
        ({"type": "integer", "enum": [1, 2]}, "3", "x: expected one of 1, 2, came integer 3"),
        ({"type": "array"}, {}, "x: expected an array, came an object"),
        ({"type": "array"}, "[1", 'x: expected an array, came string "[1"'),
        (
            {"type": "array", "items": {"type": "integer"}},
            [1, "a"],
            'x[1]: expected an integer, came string "a"',
        ),
        ({"type": "object"}, "[1]", "x: expected an object, came an array"),
        ({"type": "object"}, '{"a": NaN}', "x: expected an object, came string"),
        ({"type": "object"}, "[" * 100_000, "x: expected an object, came string"),
        (
            {"type": "string", "enum": ["a", "b"]},
            "c",
            'x: expected one of "a", "b", came string "c"',
        ),
        ({"enum": [1]}, True, "x: expected one of 1, came boolean true"),
        (
            {"type": "string", "pattern": "^a+$"},
            "b",
            'x: expected text that matches ^a+$, came string "b"',
        ),
        (
            {"type": "string", "contentEncoding": "base64"},
            "%",
            'x: expected base64 text, came string "%"',
        ),
        (
            {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["m"]},
            {"n": 1},
            "x.m: is required",
        ),
        ({"type": "object", "additionalProperties": False}, {"n": 1}, "x.n: is unknown"),
        pytest.param({"type": "string"}, 10**5000, "x: expected a string, came integer", id="long"),
        ({"type": "integer"}, "y" * 500, 'came string "' + "y" * 59 + "\u2026"),
        ({"type": "integer"}, "\ud800", 'came string "\\ud800"'),
    ],
)
def test_values_that_do_not_fit(schema: dict[str, Any], value: Any, said: str) -> None:
    assert said in fault(tool(x=schema), x=value)


@pytest.mark.parametrize(
    ("schema", "value", "bound"),
    [
        ({"type": "integer"}, "3", 3),
        ({"type": "integer"}, "-3", -3),
        ({"type": "integer"}, "3.0", 3),
        ({"type": "integer"}, "1e3", 1000),
        ({"type": "integer"}, "9" * 30, int("9" * 30)),
        ({"type": ["integer", "null"]}, "3", 3),
        ({"type": "integer", "enum": [1, 2]}, "2", 2),
        ({"type": "number"}, "3", 3),
        ({"type": "number"}, "-2.50", -2.5),
        ({"type": "number"}, "1e-3", 0.001),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "False", False),
        ({"type": "boolean"}, "0", False),
        ({"type": "boolean"}, 1, True),
        ({"type": "boolean"}, 0, False),
        ({"type": "boolean"}, 1.0, True),
        ({"type": ["boolean", "integer"]}, 1, 1),
        ({"type": "array", "items": {"type": "integer"}}, ["1", 2], [1, 2]),
        ({"type": "array", "items": {"type": "boolean"}}, '["true", 0]', [True, False]),
        ({"type": "object", "properties": {"n": {"type": "integer"}}}, {"n": "1"}, {"n": 1}),
        ({"type": "object"}, {"n": "1"}, {"n": "1"}),
        ({"type": "string"}, "3", "3"),
        ({"type": ["string", "integer"]}, "3", "3"),
        ({}, "3", "3"),
    ],
)
def test_the_right_thing_in_the_wrong_type(schema: dict[str, Any], value: Any, bound: Any) -> None:
    """Users' world, B.1: `"3"`, `"true"` and `1` where nothing is lost (numbers: RFC 8259, 6)."""
    result = tool(x=schema).bind({"x": value})["x"]
    assert result == bound
    assert type(result) is type(bound)


@pytest.mark.parametrize(
    ("schema", "value", "said"),
    [
        ({"type": "integer"}, "5", 'x: expected an integer, came string "5"'),
        ({"type": "number"}, "5", 'x: expected a number, came string "5"'),
        ({"type": "boolean"}, "true", 'x: expected true or false, came string "true"'),
        ({"type": "boolean"}, 1, "x: expected true or false, came integer 1"),
        ({"type": "object"}, "{}", 'x: expected an object, came string "{}"'),
        ({"type": "array", "items": {"type": "integer"}}, ["5"], "x[0]: expected an integer"),
        (
            {"type": "object", "properties": {"n": {"type": "integer"}}},
            {"n": "1"},
            'x.n: expected an integer, came string "1"',
        ),
    ],
)
def test_only_the_right_type_where_a_setting_says_so(
    schema: dict[str, Any], value: Any, said: str
) -> None:
    assert said in fault(tool(x=schema), lenient=False, x=value)


@pytest.mark.parametrize(
    ("schema", "bound"),
    [
        ({"type": "string"}, {}),
        ({"type": "integer"}, {}),
        ({"type": "object"}, {}),
        ({"type": "array", "items": {"type": "string"}}, {}),
        ({"type": ["string", "integer"]}, {}),
        ({"type": "string", "enum": ["a"]}, {}),
        ({"enum": ["a"]}, {}),
        ({"type": "string", "contentEncoding": "base64"}, {}),
        ({"type": ["string", "null"]}, {"x": None}),
        ({"type": ["string", "null"], "enum": ["a", None]}, {"x": None}),
        ({"type": ["string", "null"], "enum": ["a"]}, {}),
        ({}, {}),
        ({"description": "Anything."}, {}),
        ({"enum": ["a", None]}, {"x": None}),
        ({"anyOf": [{"type": "null"}, {"type": "string"}]}, {"x": None}),
    ],
)
@pytest.mark.parametrize("lenient", [True, False])
def test_null_for_what_is_optional_is_left_out(
    schema: dict[str, Any], bound: dict[str, Any], lenient: bool
) -> None:
    """Users' world, B.1: crewai-tools and llama-index send every argument of a tool (docs/mcp.md, the table of clients)."""
    # crewai-tools sends every argument that a tool has; a null for no value.
    assert tool(x=schema).bind({"x": None}, lenient=lenient) == bound


def test_null_for_what_is_required_is_refused() -> None:
    """Users' world, B.1 and E: null has one meaning."""
    said = fault(ECHO, name=None)
    assert said.endswith("- name: expected a string, came null")


def test_null_inside_bodies() -> None:
    """Users' world, B.1: inside free bodies null stays null (RFC 8259, 3)."""
    inner = {"a": {"type": "string"}, "b": {"type": ["string", "null"]}, "c": {"type": "string"}}
    closed = tool(x={"type": "object", "properties": inner, "required": ["c"]})
    value = {"a": None, "b": None, "c": "", "free": None, "deep": {"d": [None]}}
    assert closed.bind({"x": value}) == {
        "x": {"b": None, "c": "", "free": None, "deep": {"d": [None]}}
    }
    assert "x.c: expected a string, came null" in fault(closed, x={"c": None})
    free = {"a": None, "b": [None]}
    assert tool(x={"type": "object"}).bind({"x": free}) == {"x": free}
    items = tool(x={"type": "array", "items": {"type": "string"}})
    assert "x[0]: expected a string, came null" in fault(items, x=[None])


def test_all_faults_come_at_once() -> None:
    said = fault(ECHO, count="x", public="y", other=1)
    assert said.startswith(
        "Nothing was sent: the arguments of echo do not fit its input schema.\n- "
    )
    assert [line.split(":")[0] for line in said.split("\n- ")[1:]] == [
        "name",
        "count",
        "public",
        "other",
    ]


def test_a_flood_of_faults_is_bounded() -> None:
    said = fault(tool(), **{f"a{number}": 1 for number in range(5000)})
    assert len(said) < 3000
    assert said.endswith("- and 4980 more")


def test_unknown_arguments_may_be_ignored() -> None:
    assert ECHO.bind({"name": "x", "sessionId": 1}, ignore_unknown=True) == {"name": "x"}


def test_unusual_wire_names_reach_their_parameters() -> None:
    assert ECHO.bind({"name": "x", "$filter": "y"}) == {"name": "x", "filter_": "y"}
    assert ECHO.argument("filter_") == "$filter"
    assert ECHO.argument("name") == "name"


def test_an_argument_under_the_name_that_the_spec_gives_it() -> None:
    subject = Tool(
        name="find",
        description=None,
        unit=ECHO.unit,
        annotations=ECHO.annotations,
        written={"$filter": "filter", "\u043a\u043b\u044e\u0447": "argument"},
        into={"filter": "filter_"},
        input_schema={
            "type": "object",
            "properties": {"filter": {"type": "string"}, "argument": {"type": "integer"}},
            "required": ["filter"],
            "additionalProperties": False,
        },
    )
    wanted = {"filter_": "y", "argument": 3}
    assert subject.bind({"filter": "y", "argument": 3}) == wanted
    assert subject.bind({"$filter": "y", "\u043a\u043b\u044e\u0447": 3}) == wanted
    with pytest.raises(ArgumentError, match=r"\$filter: is unknown"):
        subject.bind({"filter": "y", "$filter": "z"})
    with pytest.raises(ArgumentError, match="filter: expected a string"):
        subject.bind({"$filter": []})


def test_left_out_arguments_are_not_passed() -> None:
    assert ECHO.bind({"name": "x"}) == {"name": "x"}


def names(selection: Selection) -> list[str]:
    return [tool.name for tool in selection.of(TOOLS)]


def test_selection_of_tools() -> None:
    assert names(Selection()) == [tool.name for tool in TOOLS]
    assert "echo" not in names(Selection(read_only=True))
    assert names(Selection(include=("echo", "im*"))) == ["echo", "image"]
    assert "echo" not in names(Selection(exclude=("e*",)))
    assert names(Selection(read_only=True, include=("echo", "text"))) == ["text"]
    assert Selection(include=("ech?", "nothing")).unmatched(TOOLS) == ("nothing",)


def test_annotations_are_always_all_four() -> None:
    hints = Annotations(read_only=True, destructive=False, idempotent=True, open_world=False)
    assert hints.wire() == {
        "readOnlyHint": True,
        "destructiveHint": False,
        "idempotentHint": True,
        "openWorldHint": False,
    }
