"""Answers made of fixed values, with placeholders for what callers give."""

from __future__ import annotations

from .conftest import Package


def test_a_mock_on_rest_answers_with_all_of_its_values(harbour: Package) -> None:
    harbour.tell({})
    reply = harbour.get("/motto/Ann%20%22A%22?language=en")
    assert (reply.status, reply.content_type) == (200, "application/json")
    assert reply.json == {
        "text": 'Ahoy Ann "A"!',
        "language": "en",
        "made": {"by": "hand", "year": "1998"},
        "bells": ['Ann "A"'],
    }
    assert harbour.upstream.targets() == []


def test_a_value_whose_input_is_left_out_leaves_no_trace(harbour: Package) -> None:
    assert "language" not in harbour.get("/motto/Ann").json


def test_what_a_caller_gives_is_no_template(harbour: Package) -> None:
    assert harbour.get("/motto/%7B%7Bname%7D%7D").json["text"] == "Ahoy {{name}}!"


def test_a_mock_as_a_tool(harbour: Package) -> None:
    assert harbour.call("greeting", {"name": "Bo"}) == (False, '{"text":"Ahoy Bo!"}')
    schema = next(each for each in harbour.tools.tools() if each.name == "greeting")
    assert schema.output_schema == {
        "type": "object",
        "properties": {"text": {"type": "string"}},
    }
    hints = schema.annotations
    assert hints is not None
    assert (hints.read_only_hint, hints.open_world_hint) == (True, False)


def test_a_mock_wants_its_inputs(harbour: Package) -> None:
    failed, text = harbour.call("greeting")
    assert failed
    assert "name" in text
