"""Flows: as tools, as REST operations, and as methods for Python code."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.processes import environment, run
from tests.support.upstreams import Told

from .conftest import TRANSPORTS, Package

LAMP = Told({"range": 12.5, "station": "N1"})
ANSWERS = {
    "GET /lamps/7": LAMP,
    "PUT /lamps/7": Told({"was": 0.5}),
    "GET /keepers": Told(["Ann", "Bo"]),
}


def test_a_tool_inherits_from_its_flow(lights: Package) -> None:
    tools = {each.name: each for each in lights.tools.tools()}
    watch = tools["watch"]
    assert watch.description == "One lamp."
    assert watch.input_schema["properties"]["unit"]["description"] == "Of the range."
    assert watch.input_schema["required"] == ["lamp"]
    hints = {name: tools[name].annotations for name in ("watch", "dim", "motto")}
    shown = {
        name: (each.read_only_hint, each.destructive_hint, each.idempotent_hint)
        for name, each in hints.items()
        if each is not None
    }
    assert shown == {
        "watch": (True, False, True),
        "dim": (False, False, True),
        "motto": (True, False, True),
    }
    assert tools["dim"].title == "Dim a lamp"
    assert tools["dim"].annotations is not None
    assert tools["dim"].annotations.open_world_hint is False


def test_a_tool_without_inputs_of_its_own_has_those_of_the_flow(lights: Package) -> None:
    lights.tell(ANSWERS)
    assert lights.call("watch", {"lamp": "7", "unit": "km"}) == (False, '{"range":12.5}')
    assert lights.upstream.targets() == ["GET /lamps/7?unit=km"]


def test_a_tool_feeds_its_flow_by_its_own_with(lights: Package) -> None:
    lights.tell(ANSWERS)
    assert lights.call("watch-in-miles", {"number": "7"}) == (False, '{"range":12.5}')
    assert lights.upstream.targets() == ["GET /lamps/7?unit=miles"]


def test_a_tool_asks_for_nothing_that_its_own_with_fills(lights: Package) -> None:
    lights.tell({"GET /lamps/1": LAMP, "GET /lamps/lamp-km": LAMP})
    tools = {each.name: each.input_schema for each in lights.tools.tools()}
    first, named = tools["watch-first"], tools["watch-named"]
    assert first["properties"].keys() == {"unit"}
    assert "required" not in first
    assert (named["properties"].keys(), named["required"]) == ({"unit"}, ["unit"])
    assert lights.call("watch-first") == (False, '{"range":12.5}')
    assert lights.call("watch-first", {"unit": "km"}) == (False, '{"range":12.5}')
    assert lights.call("watch-named", {"unit": "km"}) == (False, '{"range":12.5}')
    assert lights.upstream.targets() == [
        "GET /lamps/1",
        "GET /lamps/1?unit=km",
        "GET /lamps/lamp-km?unit=km",
    ]


def test_what_a_tool_fills_itself_wins_over_its_caller(lights: Package) -> None:
    lights.tell({"GET /lamps/1": LAMP})
    assert lights.call("watch-first", {"lamp": "7"}) == (False, '{"range":12.5}')
    assert lights.upstream.targets() == ["GET /lamps/1"]


def test_an_operation_has_the_inputs_that_it_declares(lights: Package) -> None:
    lights.tell(ANSWERS)
    reply = lights.get("/lamps/7?unit=km")
    assert (reply.status, reply.json) == (200, {"range": 12.5})
    assert lights.upstream.targets() == ["GET /lamps/7"]


def test_outputs_of_an_operation_are_read_where_its_flow_has_none(lights: Package) -> None:
    lights.tell(ANSWERS)
    reply = lights.get("/lamps/7", "PUT", b'{"bright": 0.25}')
    assert (reply.status, reply.body) == (200, b"0.5")
    assert lights.upstream.targets() == ['PUT /lamps/7 {"bright":0.25}']
    failed, text = lights.call("dim", {"lamp": "7", "bright": 1})
    assert (failed, json.loads(text)) == (False, {"was": 0.5})


def test_a_failed_answer_of_a_flow_keeps_its_status(lights: Package) -> None:
    lights.tell({})
    reply = lights.get("/lamps/7")
    assert (reply.status, reply.json) == (404, {"error": "unknown"})
    failed, text = lights.call("roster", {"lamp": "7"})
    assert failed
    assert "unknown" in text


def test_flows_at_the_same_time_do_not_meet(lights: Package) -> None:
    """The namespace of a flow belongs to the call, not to an executor that all share."""
    lights.tell({f"GET /lamps/{n}": Told({"range": n}) for n in range(40)})
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda n: lights.get(f"/lamps/{n}"), range(40)))
    assert [each.json for each in replies] == [{"range": n} for n in range(40)]


PROGRAM = """
import asyncio, json
from made import StatusError
from made.flows import LightsFlows

async def main():
    async with LightsFlows() as lights:
        results = await asyncio.gather(
            lights.watch(lamp="7", unit="km"), lights.roster(lamp="7"), lights.motto()
        )
        try:
            await lights.watch(lamp="8")
        except StatusError as error:
            results.append([error.status, error.body])
        print(json.dumps(results))

asyncio.run(main())
"""


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_flows_are_methods_for_python_code(lights: Package, transport: str) -> None:
    lights.tell(ANSWERS)
    program = PROGRAM
    if transport == "httpx2":
        given = "from made.transports import AsyncHttpx2Transport\n"
        program = given + PROGRAM.replace(
            "LightsFlows() as", "LightsFlows(transport=AsyncHttpx2Transport()) as"
        )
    environ = environment(COAST_BASE_URI=lights.upstream.url)
    done = run([sys.executable, "-c", program], environ, lights.folder)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == [
        {"range": 12.5},
        {"station": "N1", "keepers": ["Ann", "Bo"]},
        {"text": "Never dark."},
        [404, {"error": "unknown"}],
    ]


def test_the_generated_packages_are_typed_and_clean(lights: Package, harbour: Package) -> None:
    for package in (lights, harbour):
        for command in (["mypy", "--strict", "made"], ["ruff", "check", "--isolated", "made"]):
            done = run([sys.executable, "-m", *command], environment(), package.folder, timeout=300)
            assert done.returncode == 0, done.stdout.decode()
