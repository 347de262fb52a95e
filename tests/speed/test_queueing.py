"""The queueing model behind docs/scaling.md, where its answers are known without a measurement."""

import math
import re

import pytest

from bench.processes import ROOT
from bench.queueing import Model, Point, error, fitted

MODEL = Model(service=0.0002, beside=0.0001)


def test_one_caller_waits_for_nobody() -> None:
    alone = 0.0002 + 0.0001 + 0.05
    assert MODEL.rate(1, 1, 0.05) == pytest.approx(1 / alone)
    assert MODEL.latency(0.001, 1, 0.05) == pytest.approx(alone, rel=1e-4)


def test_many_callers_meet_the_processor() -> None:
    assert MODEL.rate(1, 5000, 0.01) == pytest.approx(5000, rel=0.02)
    assert MODEL.rate(2, 10000, 0.01) == pytest.approx(10000, rel=0.02)


def test_many_callers_meet_the_slots() -> None:
    assert MODEL.rate(1, 2000, 0.05, slots=50) == pytest.approx(1000, rel=0.02)
    assert MODEL.rate(3, 6000, 0.05, slots=50) == pytest.approx(3000, rel=0.02)


def test_callers_are_spread_evenly() -> None:
    one, two = MODEL.rate(1, 3, 0.01), MODEL.rate(1, 4, 0.01)
    assert MODEL.rate(2, 7, 0.01) == pytest.approx(one + two)


def test_what_cannot_be_kept_up_with_never_ends() -> None:
    assert math.isinf(MODEL.latency(6000, 1, 0))
    assert math.isinf(MODEL.latency(1100, 1, 0.05, slots=50))
    assert MODEL.latency(900, 1, 0.05, slots=50) > MODEL.latency(900, 1, 0.05)


def test_one_slot_is_one_queue() -> None:
    """M/M/1 by hand: the wait before the API is load·delay/(1 - load·delay), halved for a fixed delay."""
    waits = 0.5 * 0.01 / (1 - 0.5) / 2
    unlimited = MODEL.latency(50, 1, 0.01)
    assert MODEL.latency(50, 1, 0.01, slots=1) == pytest.approx(unlimited + waits)


def test_workers_for_a_load_and_a_goal() -> None:
    assert MODEL.workers(100, goal=0.06, delay=0.05) == 1
    assert MODEL.workers(12000, goal=0.06, delay=0.05) == 3
    assert MODEL.workers(2000, goal=0.06, delay=0.05, slots=50) == 3
    assert MODEL.workers(1, goal=0.05, delay=0.05) is None


def test_the_fit_finds_the_numbers_again() -> None:
    settings = ((1, 1, 0.0), (1, 8, 0.005), (1, 64, 0.0), (2, 32, 0.02))
    points = [Point(*each, MODEL.rate(*each)) for each in settings]
    found = fitted(points)
    assert found.service == pytest.approx(MODEL.service, rel=0.05)
    assert max(abs(error(found, point)) for point in points) < 0.02


def test_the_example_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(example, {})
    workers, latency = capsys.readouterr().out.split()
    assert workers == re.findall(r"# (\d+)$", example, re.MULTILINE)[0]
    assert 0.05 < float(latency) < 0.06
