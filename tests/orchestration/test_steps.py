"""Units of several steps: what is asked, in which order, and what is answered."""

from __future__ import annotations

import threading

import pytest

from tests.support.upstreams import Told

from .conftest import Package

BOOKING = Told({"number": "B7", "boat": {"id": "x 1"}, "berth": 5, "crew": [1, "2", 9]})
BERTHS = Told([{"number": "4"}, {"number": "5", "depth": 3.5}, {"number": 5, "depth": 9}])
PEOPLE = Told([{"id": "1", "name": "Ann", "licence": None}, {"id": 2, "name": "Bo"}, 3])
BOAT = Told({"name": "Kestrel", "size": {"length": 11.0}})
ALL = {
    "GET /bookings/B7": BOOKING,
    "GET /berths": BERTHS,
    "GET /people": PEOPLE,
    "GET /boats/x%201": BOAT,
}
SHEET = {
    "booking": "B7",
    "boat": {"name": "Kestrel", "length": 11.0},
    "berth": {"number": "5", "depth": 3.5},
    "crew": [{"name": "Ann", "licence": None}, {"name": "Bo", "licence": None}],
}


def test_a_unit_of_six_steps(harbour: Package) -> None:
    harbour.tell(ALL)
    reply = harbour.get("/bookings/B7/sheet?season=winter")
    assert (reply.status, reply.content_type) == (200, "application/json")
    assert reply.json == SHEET
    assert list(reply.json) == list(SHEET), "the order of the mappings"
    assert sorted(harbour.upstream.targets()) == [
        "GET /berths?season=winter",
        "GET /boats/x%201",
        "GET /bookings/B7",
        "GET /people",
    ]
    assert harbour.upstream.targets()[-1] == "GET /boats/x%201", "it needs the booking"


def test_a_tool_answers_the_mapped_json_itself(harbour: Package) -> None:
    harbour.tell({"GET /people": PEOPLE, "GET /berths": Told(7)})
    failed, text = harbour.call("who-lies-where")
    assert not failed
    assert text == (
        '{"people":[{"id":"1","name":"Ann","licence":null},{"id":2,"name":"Bo"},3],"berths":7}'
    )


def test_what_is_not_there_leaves_no_trace(harbour: Package) -> None:
    harbour.tell({**ALL, "GET /bookings/B7": Told({"boat": {"id": "x 1"}})})
    assert harbour.get("/bookings/B7/sheet").json == {"boat": SHEET["boat"]}
    assert "GET /berths" in harbour.upstream.targets(), "an input that is left out is no text"


def test_where_nothing_is_there_the_last_answer_is_the_answer(harbour: Package) -> None:
    harbour.tell({**ALL, "GET /bookings/B7": Told({"boat": {"id": "x 1"}})})
    harbour.upstream.answers["GET /boats/x%201"] = Told(text="aground")
    reply = harbour.get("/bookings/B7/sheet")
    assert (reply.status, reply.content_type, reply.body) == (200, "text/plain", b"aground")


def test_a_failed_answer_that_the_next_request_needs_is_the_answer(harbour: Package) -> None:
    harbour.tell({**ALL, "GET /bookings/B7": Told({"error": "no such booking"}, 404)})
    reply = harbour.get("/bookings/B7/sheet")
    assert (reply.status, reply.json) == (404, {"error": "no such booking"})
    assert "GET /boats/x%201" not in harbour.upstream.targets()


def test_a_failed_answer_of_which_nothing_is_mapped_is_the_answer(harbour: Package) -> None:
    harbour.tell({**ALL, "GET /boats/x%201": Told({"error": "sunk"}, 410)})
    reply = harbour.get("/bookings/B7/sheet")
    assert (reply.status, reply.json) == (410, {"error": "sunk"})


def test_a_failed_answer_that_is_mapped_keeps_its_status(harbour: Package) -> None:
    harbour.tell({"GET /people": PEOPLE, "GET /berths": Told({"error": "flood"}, 503)})
    failed, text = harbour.call("who-lies-where")
    assert failed
    assert '"berths":{"error":"flood"}' in text


def test_a_lookup_in_a_failed_answer_finds_nothing(harbour: Package) -> None:
    harbour.tell({**ALL, "GET /people": Told({"error": "gone"}, 500)})
    reply = harbour.get("/bookings/B7/sheet")
    assert (reply.status, reply.json) == (500, {"error": "gone"})


def test_a_lookup_in_what_is_no_json_is_an_error_of_upstream(harbour: Package) -> None:
    harbour.tell({**ALL, "GET /people": Told(text="Ann, Bo")})
    reply = harbour.get("/bookings/B7/sheet")
    assert reply.status == 502
    assert reply.content_type == "application/problem+json"


def test_a_value_that_is_missing_in_a_good_answer_is_an_error_of_upstream(harbour: Package) -> None:
    harbour.tell({**ALL, "GET /bookings/B7": Told({"boat": {"id": None}})})
    assert harbour.get("/bookings/B7/sheet").status == 502


def test_a_value_of_a_step_does_not_change_the_request(harbour: Package) -> None:
    harbour.tell({**ALL, "GET /bookings/B7": Told({"boat": {"id": "a&b?c#d"}})})
    harbour.upstream.answers["GET /boats/a%26b%3Fc%23d"] = BOAT
    assert harbour.get("/bookings/B7/sheet").json == {"boat": SHEET["boat"]}


@pytest.mark.parametrize("identifier", ["..", ".", "", "a/../b"])
def test_a_value_of_a_step_is_no_other_path(harbour: Package, identifier: str) -> None:
    harbour.tell({**ALL, "GET /bookings/B7": Told({"boat": {"id": identifier}})})
    assert harbour.get("/bookings/B7/sheet").status in (422, 502)
    assert not any("/boats" in each for each in harbour.upstream.targets())


def test_a_write_waits_for_what_it_needs(harbour: Package) -> None:
    harbour.tell({"GET /people": PEOPLE, "POST /people": Told({"noted": "Bo at 5"})})
    reply = harbour.get("/visits", "POST", b'{"person": "Bo", "berth": "5"}')
    assert (reply.status, reply.body) == (200, b'"Bo at 5"')
    assert harbour.upstream.targets() == ["GET /people", 'POST /people {"person":2,"at":"5"}']


def test_a_lookup_without_a_hit_leaves_its_field_out(harbour: Package) -> None:
    harbour.tell({"GET /people": PEOPLE, "POST /people": Told({"noted": "nobody"})})
    harbour.get("/visits", "POST", b'{"person": "Zed", "berth": "5"}')
    assert harbour.upstream.targets()[-1] == 'POST /people {"at":"5"}'


def test_reads_go_out_side_by_side_unless_settings_want_an_order(harbour: Package) -> None:
    gate = threading.Event()
    held = Told(PEOPLE.document, wait=gate)
    harbour.tell({"GET /people": held, "GET /berths": BERTHS})
    answers: list[tuple[bool, str]] = []
    caller = threading.Thread(target=lambda: answers.append(harbour.call("who-lies-where")))
    caller.start()
    harbour.upstream.wait_for(1 if harbour.in_order else 2)
    assert len(harbour.upstream.asked) == (1 if harbour.in_order else 2)
    gate.set()
    caller.join(20)
    assert answers
    assert not answers[0][0]
    assert sorted(harbour.upstream.targets()) == ["GET /berths", "GET /people"]
