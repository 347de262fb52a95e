"""What output parameters say of the document that they are read from."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import ValueType
from generator.plan import Plan
from generator.plan.shapes import (
    DISPUTED,
    OPEN,
    Field,
    LeafShape,
    ListShape,
    RecordShape,
    Shape,
    TableShape,
)
from generator.resolve.shapes import DEEPEST, merged
from tests.resolve.conftest import Resolve

TEXT = LeafShape(ValueType.STRING)
WHOLE = LeafShape(ValueType.INTEGER)
NUMBER = LeafShape(ValueType.NUMBER)
TRUTH = LeafShape(ValueType.BOOLEAN)


def record(**fields: Shape) -> RecordShape:
    return RecordShape(tuple(Field(name, shape) for name, shape in fields.items()))


def spec(outputs: str = "", *, tool: str = "", declared: str = "", format_: str = "json") -> str:
    """A capability with one operation, a route that reads it, and maybe a tool."""
    return f"""
ikanos: 1.0.0-beta5
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.test
    resources:
    - name: items
      path: /items
      operations:
      - {{name: list-items, method: GET, outputRawFormat: {format_}, outputParameters: [{declared}]}}
  exposes:
  - type: rest
    address: localhost
    port: 8080
    namespace: shop-rest
    resources:
    - name: items
      path: /items
      operations:
      - {{name: items, method: GET, call: shop.list-items, outputParameters: [{outputs}]}}
  - type: mcp
    address: localhost
    port: 9090
    namespace: shop-tools
    tools:
    - {{name: items, description: List., call: shop.list-items, outputParameters: [{tool}]}}
"""


def shape(plan: Plan) -> Shape:
    """What is known of the answer of the only operation."""
    return plan.apis[0].operations[0].result


@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        ("", OPEN),
        ("{type: object, mapping: $.}", OPEN),
        ("{type: array, mapping: $.}", OPEN),
        ("{type: string, value: fixed}", OPEN),
        ("{type: string, mapping: $.owner.login}", record(owner=record(login=TEXT))),
        ("{type: object, mapping: $.data}", record(data=OPEN)),
        ("{type: array, mapping: $.data}", record(data=ListShape(OPEN))),
        ("{type: number, mapping: '$.a[0].b'}", record(a=ListShape(record(b=NUMBER)))),
        ("{type: boolean, mapping: \"$['a b']\"}", record(**{"a b": TRUTH})),
        # A list of what was found: what each is, the type does not say.
        ("{type: string, mapping: '$.a[*].b'}", record(a=ListShape(record(b=OPEN)))),
        (
            "{type: array, mapping: '$.a[*].b', items: {type: string}}",
            record(a=ListShape(record(b=TEXT))),
        ),
        # `.*` may be the values of an object.
        ("{type: array, mapping: $.a.*}", OPEN),
        ("{type: array, mapping: $., items: {type: string}}", ListShape(TEXT)),
        (
            "{type: array, mapping: $.rows, items: {type: array, items: {type: integer}}}",
            record(rows=ListShape(ListShape(WHOLE))),
        ),
        (
            "{type: object, mapping: $.by_name, values: {type: number, mapping: $.price}}",
            record(by_name=TableShape(record(price=NUMBER))),
        ),
        (
            "{type: object, mapping: $.head, properties: {made: {type: integer, mapping: $.year}}}",
            record(head=record(year=WHOLE)),
        ),
        # A property without a mapping is null; a nested object reads what its own properties read.
        (
            "{type: object, properties: {a: {type: string}, b: {type: object, properties:"
            " {c: {type: string, mapping: $.d}}}}}",
            record(d=TEXT),
        ),
        # Alternatives, each of which reads the document.
        (
            "{type: string, mapping: $.error}, {type: integer, mapping: $.count}",
            record(error=TEXT, count=WHOLE),
        ),
    ],
)
def test_what_the_outputs_of_a_unit_say(resolve: Resolve, outputs: str, expected: Shape) -> None:
    plan, _ = resolve(spec(outputs))
    assert shape(plan) == expected


def test_every_unit_that_calls_an_operation_adds_what_it_knows(resolve: Resolve) -> None:
    plan, _ = resolve(
        spec(
            "{type: string, mapping: $.owner.name}",
            tool="{type: number, mapping: $.owner.age}",
            declared="{name: age, type: integer, value: $.owner.age}",
        )
    )
    assert shape(plan) == record(owner=record(name=TEXT, age=NUMBER))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("{type: string, mapping: $.a}", "{type: integer, mapping: $.a}", record(a=OPEN)),
        ("{type: string, mapping: $.a}", "{type: string, mapping: $.a.b}", record(a=OPEN)),
        ("{type: array, mapping: $.a}", "{type: string, mapping: $.a.b}", record(a=OPEN)),
        ("{type: string, mapping: '$[0]'}", "{type: string, mapping: $.a}", OPEN),
    ],
)
def test_contradictions_leave_nothing_known(
    resolve: Resolve, one: str, other: str, expected: Shape
) -> None:
    assert shape(resolve(spec(one, tool=other))[0]) == expected


def test_what_an_operation_declares_of_an_array_is_read_from_each_element(resolve: Resolve) -> None:
    declared = "{name: id, type: string, value: $.id}"
    assert shape(resolve(spec(declared=declared))[0]) == record(id=TEXT)
    units = "{type: array, mapping: $., items: {type: object, properties: {n: {type: number, mapping: $.n}}}}"
    assert shape(resolve(spec(units, declared=declared))[0]) == ListShape(record(n=NUMBER, id=TEXT))


def test_descriptions_come_with_the_keys(resolve: Resolve) -> None:
    plan, _ = resolve(spec("{type: string, mapping: $.a.b, description: The b.}"))
    assert shape(plan) == RecordShape(
        (Field("a", RecordShape((Field("b", TEXT, "The b."),)), None),)
    )


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        ("xml", record(head=record(year=TEXT), found=OPEN)),
        ("yaml", record(head=record(year=WHOLE), found=ListShape(OPEN))),
        # Rows are an array; who reads something else from it reads nothing.
        ("csv", OPEN),
    ],
)
def test_a_format_has_only_what_it_can_have(
    resolve: Resolve, format_: str, expected: Shape
) -> None:
    outputs = "{type: object, properties: {y: {type: integer, mapping: $.head.year}, f: {type: array, mapping: $.found}}}"
    assert shape(resolve(spec(outputs, format_=format_))[0]) == expected


def test_rows_hold_texts(resolve: Resolve) -> None:
    plan, _ = resolve(spec(declared="{name: n, type: number, value: $.n}", format_="csv"))
    assert shape(plan) == ListShape(record(n=TEXT))


def test_bytes_have_no_shape(resolve: Resolve) -> None:
    plan, _ = resolve(spec(declared="{name: n, type: number, value: $.n}", format_="binary"))
    assert shape(plan) == OPEN


def test_a_path_without_end_is_described_to_its_twelfth_step(resolve: Resolve) -> None:
    plan, _ = resolve(spec("{type: string, mapping: '$" + ".a" * 5000 + "'}"))
    assert depth(shape(plan)) == DEEPEST
    nested = "{type: string}"
    for _ in range(30):
        nested = f"{{type: array, items: {nested}}}"
    assert depth(shape(resolve(spec(nested.replace("array,", "array, mapping: $.a,", 1)))[0])) < 20


def depth(found: Shape) -> int:
    match found:
        case ListShape(element):
            return 1 + depth(element)
        case RecordShape(fields):
            return 1 + max(depth(each.shape) for each in fields)
    return 0


# --- merging -------------------------------------------------------------------------------------

leaves = st.sampled_from([OPEN, DISPUTED, TEXT, WHOLE, NUMBER, TRUTH])
shapes: st.SearchStrategy[Shape] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(ListShape, inner),
        st.builds(TableShape, inner),
        st.dictionaries(st.sampled_from("abc"), inner, min_size=1).map(
            lambda fields: record(**fields)
        ),
    ),
    max_leaves=6,
)


def sorted_keys(found: Shape) -> Shape:
    """A shape without the order of its keys."""
    match found:
        case ListShape(element):
            return ListShape(sorted_keys(element))
        case TableShape(value):
            return TableShape(sorted_keys(value))
        case RecordShape(fields):
            by_name = {each.name: sorted_keys(each.shape) for each in fields}
            return record(**dict(sorted(by_name.items())))
    return found


@given(st.lists(shapes, min_size=3, max_size=3))
def test_the_order_of_claims_does_not_matter(claims: list[Shape]) -> None:
    results = [
        sorted_keys(merged(merged(one, two), three))
        for one, two, three in itertools.permutations(claims)
    ]
    assert all(each == results[0] for each in results)


@given(shapes)
def test_a_claim_made_twice_says_nothing_new(claim: Shape) -> None:
    assert merged(claim, claim) == claim
    assert merged(claim, OPEN) == claim
    assert merged(claim, DISPUTED) is DISPUTED
