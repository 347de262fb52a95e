"""Where inputs come from and what bodies become, in official spelling."""

from __future__ import annotations

import json

import pytest

from tests.orchestration.conftest import Package
from tests.support.upstreams import Told

ORDERS = {f"{method} /orders": Told({}) for method in ("GET", "POST", "PUT", "PATCH", "HEAD")}


@pytest.fixture(autouse=True)
def _told(press: Package) -> None:
    press.tell({**ORDERS, "GET /orders/7": Told({"id": 7})})


def _post(press: Package, document: object, method: str = "POST") -> int:
    return press.get("/orders", method, json.dumps(document).encode()).status


def test_inputs_from_inside_the_body(press: Package) -> None:
    document = {"order": {"copies": 3}, "shops": [{"name": "north"}]}
    assert _post(press, document) == 200
    assert press.upstream.targets() == ["POST /orders?copies=3"]
    assert press.upstream.asked[0].headers["shop"] == "north"


@pytest.mark.parametrize("document", [{}, {"order": None}, {"order": {"copies": None}}, []])
def test_what_is_not_there_leaves_no_trace(press: Package, document: object) -> None:
    assert _post(press, document) == 200
    assert press.upstream.targets() == ["POST /orders"]


def test_the_nearest_input_of_a_name(press: Package) -> None:
    """A reference names an input and no place: the level next to the operation says where it is."""
    press.tell(ORDERS)
    reply = press.get("/levels?where=shop&copies=9", "POST", b'{"copies": "3"}')
    assert reply.status == 200
    assert press.upstream.asked[-1].body == "copies=3&to=the%20shop"
    document = press.get("/openapi.json").json["paths"]["/levels"]["post"]
    assert [(each["name"], each["in"]) for each in document["parameters"]] == [("where", "query")]
    assert list(document["requestBody"]["content"]["application/json"]["schema"]["properties"]) == [
        "copies"
    ]
    assert press.get("/levels?copies=4", "GET").status == 422
    assert [
        e["name"] for e in press.get("/openapi.json").json["paths"]["/levels"]["get"]["parameters"]
    ] == ["copies", "where"]


def test_a_part_is_held_against_its_type(press: Package) -> None:
    reply = press.get("/orders", "POST", b'{"order": {"copies": "many"}}')
    assert reply.status == 422
    assert reply.json["errors"][0]["pointer"] == "/body/copies"
    assert press.upstream.targets() == []


def test_a_path_may_find_many(press: Package) -> None:
    assert _post(press, {"a": {"id": 1}, "b": [{"id": 2}]}, "PUT") == 200
    assert press.upstream.targets() == ["POST /orders?copies=1&copies=2"]


def test_without_a_body_no_path_finds_anything(press: Package) -> None:
    """Not even the empty list that `$..id` finds in any document."""
    assert press.get("/sole", "PUT").status == 200
    assert press.get("/sole", "PUT", b"{}").status == 422
    assert press.upstream.targets() == ["POST /orders"]


def test_the_document_says_where_they_stand(press: Package) -> None:
    document = press.get("/openapi.json").json
    schema = document["paths"]["/orders"]["post"]["requestBody"]["content"]["application/json"]
    assert schema["schema"]["properties"] == {
        "order": {"type": "object", "properties": {"copies": {"type": "integer"}}}
    }


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/sheets/a", "a"),
        ("/sheets/a/b%20c/d.txt", "a%2Fb%20c%2Fd.txt"),
        ("/sheets/a%2Fb", "a%2Fb"),
        ("/sheets/../x?copies=9", "..%2Fx"),
    ],
)
def test_the_variable_path_takes_the_rest(press: Package, path: str, sent: str) -> None:
    assert press.get(path).status == 200
    assert press.upstream.targets() == [f"POST /orders?copies={sent}"]


def test_the_rest_names_no_other_operation(press: Package) -> None:
    """Where the value goes into a path it is one segment, unless a setting allows more."""
    press.tell({"GET /places/a": Told({})})
    assert press.get("/print/a").status == 200
    for path in ("/print/a/b", "/print/a%2Fb", "/print/../a", "/print/a%252Fb"):
        assert press.get(path).status == 422
    assert press.upstream.targets() == ["GET /places/a"]
    parameter = press.get("/openapi.json").json["paths"]["/print/{path}"]["get"]["parameters"][0]
    assert "rest of the path" in parameter["description"]


def test_dotted_placeholders_walk_into_objects(press: Package) -> None:
    order = {"id": 7, "size": {"name": "A4"}}
    assert press.call("get-order", {"order": order})[0] is False
    assert press.call("part", {"given": order})[0] is False
    assert press.get("/orders", "PATCH", json.dumps({"order": order}).encode()).status == 200
    assert press.upstream.targets() == ["GET /orders/7?size=A4"] * 3


def test_the_object_of_a_dotted_placeholder_is_the_argument(press: Package) -> None:
    assert press.call("implied", {"order": {"id": 7, "size": {"name": "A4"}}})[0] is False
    assert press.upstream.targets() == ["GET /orders/7?size=A4"]
    failed, text = press.call("implied", {})
    assert failed
    assert "order: is required" in text


def test_the_length_of_a_text(press: Package) -> None:
    press.tell({"GET /orders/Zo%C3%AB%20%F0%9F%9A%80/6": Told({})})
    assert press.call("length", {"who": "Zoë 🚀"})[0] is False
    assert press.upstream.targets() == ["GET /orders/Zo%C3%AB%20%F0%9F%9A%80/6"]


def test_a_part_that_is_missing(press: Package) -> None:
    failed, text = press.call("get-order", {"order": {"size": "A4"}})
    assert failed
    assert "order.id" in text
    assert press.call("text-part", {"given": {}})[0] is False
    assert press.call("text-part", {"given": {"count": 5}})[0] is False
    assert press.upstream.targets() == ["POST /orders", "POST /orders?copies=about%205"]


def test_arguments_that_a_tool_does_not_declare(press: Package) -> None:
    tools = {each.name: each.input_schema for each in press.tools.tools()}
    assert tools["order"] == {"type": "object", "properties": {}}
    assert list(tools["declared"]["properties"]) == ["copies"]
    assert press.call("order", {"copies": 2, "shop": "south", "colour": "red"})[0] is False
    assert press.upstream.targets() == ["POST /orders?copies=2"]
    assert press.upstream.asked[0].headers["shop"] == "south"


def test_declared_arguments_are_still_held_against_their_types(press: Package) -> None:
    failed, text = press.call("declared", {"copies": "many", "shop": "south"})
    assert failed
    assert "copies" in text
    assert press.upstream.targets() == []


def test_a_call_with_its_own_with(press: Package) -> None:
    assert press.call("renamed", {"copies": 9})[0] is False
    assert press.call("fixed", {"kind": "other"})[0] is False
    assert press.upstream.targets() == ["POST /orders?copies=3", "GET /orders?kind=offset"]


def test_head(press: Package) -> None:
    assert press.get("/orders", "HEAD").status == 200
    assert press.upstream.targets() == ["HEAD /orders"]


GIVEN = {"copies": 3, "words": 'a<b&"c"', "where": "x&y=z"}


@pytest.mark.parametrize(
    ("tool", "method", "content_type", "body"),
    [
        ("note", "PATCH", "application/json", "Print 3 of it."),
        ("text", "PUT", "text/plain; charset=utf-8", "Print 3 of it."),
        ("label", "POST", "application/xml", "<label>a&lt;b&amp;&quot;c&quot;</label>"),
        (
            "form",
            "POST",
            "application/x-www-form-urlencoded",
            "copies=3&to=the%20x%26y%3Dz",
        ),
        ("raw", "POST", "application/json", '{"copies":3,"to":"x&y=z"}'),
    ],
)
def test_bodies(press: Package, tool: str, method: str, content_type: str, body: str) -> None:
    assert press.call(tool, GIVEN)[0] is False
    (asked,) = press.upstream.asked
    assert (asked.method, asked.headers["content-type"]) == (method, content_type)
    assert asked.body.replace("+", "%20") == body


def test_sparql_is_sent_as_it_is(press: Package) -> None:
    assert press.call("ask", {"words": "ink"})[0] is False
    (asked,) = press.upstream.asked
    assert asked.headers["content-type"] == "application/sparql-query"
    assert asked.body == 'SELECT * WHERE { ?s ?p "ink" }'


def test_parts(press: Package) -> None:
    assert press.call("parts", GIVEN)[0] is False
    (asked,) = press.upstream.asked
    assert asked.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert 'name="sheet"; filename="sheet.txt"' in asked.body
    assert GIVEN["words"] in asked.body
    assert "\r\n\r\n3\r\n" in asked.body
