"""Values of Python that JSON has not, as arguments: sent in their standard form, or refused by name.

Sources: RFC 8259, 3 and 6 (JSON has no dates, enumerations or infinities), RFC 3339 (dates), RFC 9562 (UUIDs); seen
with users' `class C(str, Enum)`, which went out as `Color.RED`, the `str()` of Python 3.11.
"""

from __future__ import annotations

import enum
import http
import json
import math
from array import array
from collections import deque
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from ipaddress import ip_address
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest

from templates.runtime.errors import InvalidArgumentError
from templates.runtime.values import OMIT
from templates.runtime.wire import (
    bodies,
    cookie_header,
    form_bodies,
    joining,
    json_sections,
    json_templates,
    multipart_bodies,
    raw_bodies,
    text_bodies,
)
from templates.runtime.wire import encoding as encode

from .sample import Caller, sending
from .server import Server


class Color(str, enum.Enum):  # noqa: UP042 - the kind whose str() is not its value
    RED = "red"


class Plain(enum.Enum):
    GREEN = "green"
    NESTED = date(2026, 1, 2)


class Size(enum.IntEnum):
    LARGE = 3


class Bits(enum.IntFlag):
    READ = 4


class Ratio(float, enum.Enum):
    HALF = 0.5


class Celsius(float):
    def __repr__(self) -> str:
        return f"Celsius({float(self)})"


class Name(str):
    def __str__(self) -> str:
        return f"<{self.upper()}>"


ID = UUID("12345678-1234-5678-1234-567812345678")
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
VALUES: list[tuple[Any, str, Any]] = [
    (Color.RED, "red", "red"),
    (enum.StrEnum("Fruit", ["PEAR"]).PEAR, "pear", "pear"),  # type: ignore[attr-defined]
    (Plain.GREEN, "green", "green"),
    (Plain.NESTED, "2026-01-02", "2026-01-02"),
    (Size.LARGE, "3", 3),
    (Bits.READ, "4", 4),
    (http.HTTPStatus.OK, "200", 200),
    (http.HTTPMethod.GET, "GET", "GET"),
    (Ratio.HALF, "0.5", 0.5),
    (Celsius(21.5), "21.5", 21.5),
    (Name("ann"), "ann", "ann"),
    (Decimal("1.10"), "1.10", 1.1),
    (Decimal("1E+2"), "100", 100),
    (Decimal("-0.5"), "-0.5", -0.5),
    (date(2026, 1, 2), "2026-01-02", "2026-01-02"),
    (MOMENT, "2026-01-02T03%3A04%3A05%2B00%3A00", "2026-01-02T03:04:05+00:00"),
    (time(3, 4, 5), "03%3A04%3A05", "03:04:05"),
    (ID, str(ID), str(ID)),
]
IDS = [repr(value)[:30] for value, _, _ in VALUES]


@pytest.mark.parametrize(("value", "text", "document"), VALUES, ids=IDS)
def test_in_every_place(shop: Caller, server: Server, value: Any, text: str, document: Any) -> None:
    shop.list_items(color=value, trace=value)
    plain = text.replace("%3A", ":").replace("%2B", "+")
    assert server.last.target == f"/api/items?color={text}"
    assert server.last.header("X-Trace") == plain
    shop.list_items(color=[value, "x"])
    assert server.last.target == f"/api/items?color={text}&color=x"
    shop.get_item(value)
    assert server.last.target == f"/api/items/{text}"
    shop.add_item(body={"field": value, "list": [value], "deep": {"a": (value,)}})
    assert json.loads(server.last.body) == {
        "field": document,
        "list": [document],
        "deep": {"a": [document]},
    }
    shop.sending("POST", form_bodies.form_body(("field", value)))
    assert server.last.body == f"field={text}".encode()
    shop.sending("POST", text_bodies.text_body(value))
    assert server.last.body == plain.encode()
    shop.sending("POST", multipart_bodies.multipart_body(multipart_bodies.Part("field", value)))
    assert f"\r\n\r\n{plain}\r\n".encode() in server.last.body


class Odd(enum.Enum):
    """Members whose values are no single ones."""

    NOTHING = None
    PAIR = ("a", 1)
    RANGE = MappingProxyType({"gt": date(2026, 1, 2)})


def test_an_enumeration_is_its_value_whatever_that_is(shop: Caller, server: Server) -> None:
    """A member stands for its value (docs.python.org, enum): a null one, a list or an object too."""
    for value, target in (
        (Odd.NOTHING, ""),
        (Odd.PAIR, "?color=a&color=1"),
        (Odd.RANGE, "?color%5Bgt%5D=2026-01-02"),
        ({"x": Odd.PAIR}, "?color%5Bx%5D%5B0%5D=a&color%5Bx%5D%5B1%5D=1"),
    ):
        shop.list_items(color=value)
        assert server.last.target == f"/api/items{target}"
    for call in (lambda: shop.get_item(Odd.NOTHING), lambda: shop.list_items(trace=Odd.NOTHING)):
        with pytest.raises(InvalidArgumentError, match="must not be null"):
            call()


def test_any_mapping_is_an_object(shop: Caller, server: Server) -> None:
    shop.add_item(body=MappingProxyType({"a": MappingProxyType({"b": Color.RED}), Color.RED: 1}))
    assert json.loads(server.last.body) == {"a": {"b": "red"}, "red": 1}


class Indexed:
    """A number to Python's slices, as scalars of NumPy are."""

    def __index__(self) -> int:
        return 7


REFUSED = [
    {1, 2},
    frozenset("a"),
    timedelta(1),
    object(),
    b"bytes",
    Decimal("NaN"),
    10**5000,  # more digits than Python writes (sys.set_int_max_str_digits)
    1j,
    iter(()),
    range(2),
    # Of the same kinds: what Python has a text for, and JSON and the standards have none.
    float("nan"),
    float("inf"),
    -math.inf,
    Fraction(1, 3),
    PurePosixPath("/a/b"),
    ip_address("::1"),
    bytearray(b"ab"),
    memoryview(b"ab"),
    array("i", [1]),
    deque((1, 2)),
    {"a": 1}.keys(),
    (each for each in (1, 2)),
    Indexed(),
    int,
    ...,
]


@pytest.mark.parametrize("value", REFUSED, ids=lambda value: type(value).__name__)
def test_what_has_no_form_is_refused_by_the_name_of_the_argument(
    shop: Caller, server: Server, value: Any
) -> None:
    calls: list[tuple[str, Any]] = [
        ("color", lambda: shop.list_items(color=value)),
        ("color", lambda: shop.list_items(color=["x", value])),
        ("X-Trace", lambda: shop.list_items(trace=value)),
        ("item", lambda: shop.get_item(value)),
        ("body", lambda: shop.add_item(body={"a": value})),
        ("when", lambda: json_templates.json_template({"name": "x", "when": value})),
        ("when", lambda: json_templates.json_template({"name": "x"}, ("when", value))),
        ("when", lambda: json_templates.json_with_fields({"name": "x"}, ("when", value))),
        ("when", lambda: form_bodies.form_body(("when", value))),
        ("when", lambda: form_bodies.form_of(("body", {"when": value}))),
        ("when", lambda: joining.joined("x", ("when", value))),
        ("when", lambda: text_bodies.json_joined("[", ("when", value), "]")),
        ("when", lambda: json_sections.json_of_text("[", ("when", value), "]")),
        ("when", lambda: json_sections.quoted(value, "when")),
        ("when", lambda: text_bodies.form_joined("a=", ("when", value))),
        ("when", lambda: text_bodies.xml_joined("<a>", ("when", value))),
        ("when", lambda: cookie_header.cookies(("when", value))),
        ("when", lambda: text_bodies.text_body(value, "text/plain", "when")),
    ]
    if not isinstance(value, (bytes, bytearray, memoryview)):
        part = multipart_bodies.Part("when", value)
        calls.append(("when", lambda: multipart_bodies.multipart_body(part)))
        calls.append(("when", lambda: raw_bodies.raw_body(value, None, "when")))
    for name, call in calls:
        with pytest.raises(InvalidArgumentError) as caught:
            call()
        assert caught.value.name == name
    assert server.seen == []


def test_the_place_in_a_document_is_named() -> None:
    for value in (object(), float("nan"), "\ud800", Decimal("1e-400")):
        with pytest.raises(InvalidArgumentError, match=r"^filter .* at /a/1/b"):
            json_templates.json_template({"x": 1, "filter": {"a": [0, {"b": value}]}})


def test_a_decimal_is_never_another_number() -> None:
    precise = Decimal("0.1000000000000000000000000001")
    assert encode.query(("price", precise)) == f"price={precise}"
    with pytest.raises(InvalidArgumentError, match="has no exact form as a number: send it as"):
        bodies.json_body({"price": precise})
    assert bodies.json_body(10**20 + Decimal(1)) == bodies.Body(
        b"100000000000000000001", "application/json"
    )
    assert encode.query(("price", Decimal("1E+999"))) == "price=1E%2B999"


def test_joined_is_absent_where_a_part_is() -> None:
    assert joining.joined("For ", ("to", OMIT)) is OMIT
    assert joining.joined("For ", ("to", Color.RED), "!") == "For red!"
    assert sending("POST", bodies.json_body(Color.RED)).body == bodies.json_body("red")
