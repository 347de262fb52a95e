"""Types of results: what a type checker says of programs that use a generated package."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conformance_openapi.packages import write_package
from tests.fake_quay import FakeQuay
from tests.fake_quay.messages import Answer
from tests.support.processes import ROOT, environment, run

SPEC = ROOT / "tests/golden/results/capability.yaml"
PROGRAM = """
from __future__ import annotations

from own import AsyncCouncilClient, CouncilClient
from own.types import ListPlotsResult, ListPlotsResultItem, SurveyResult


def crops(plot: ListPlotsResultItem) -> list[str]:
    return plot.get("crops") or []


def diggers(client: CouncilClient) -> list[str]:
    plots: ListPlotsResult = client.list_plots()
    tenants = [plot.get("tenant") for plot in plots if crops(plot)]
    return [tenant.get("name") or "nobody" for tenant in tenants if tenant]


def year(client: CouncilClient) -> str | None:
    response = client.with_raw_response.survey()
    found: SurveyResult = response.value
    head = found["head"]
    return None if head is None else head["year"]


async def areas(client: AsyncCouncilClient) -> float:
    answers = [
        await client.get_plot("1"),
        (await client.with_raw_response.get_plot("2")).value,
    ]
    async with await client.with_streaming_response.get_plot("3") as response:
        answers.append(await response.value(1000))
    return sum(answer.get("area") or 0 for answer in answers)


def anything(client: CouncilClient) -> int:
    tenant = client.get_plot("1").get("tenant")
    assert tenant is not None
    since: int = tenant["since"]
    word = client.GetPlotResult(result="all").get("class")
    return since if word else len(client.names()[0])
"""
MISTAKES = """
from __future__ import annotations

from own import CouncilClient

client = CouncilClient()
client.list_plots()[0]["tennant"]
client.survey()["head"]["year"]
client.get_plot("1")["area"].upper()
client.names().keys()
client.with_raw_response.survey().value["heads"]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team's folder, with the package `own` in it."""
    made = tmp_path_factory.mktemp("team")
    write_package(SPEC, made)
    return made


def complaints(folder: Path, **programs: str) -> list[str]:
    """What mypy says of programs, each by its own name, in its strictest mode."""
    for name, text in programs.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    options = ["--strict", "--no-error-summary", "--config-file=", "--cache-dir", str(folder / "c")]
    command = [sys.executable, "-m", "mypy", *options, *(f"{name}.py" for name in programs)]
    done = run(command, environment(), folder)
    assert done.stderr == b"", done.stderr.decode()
    return done.stdout.decode().splitlines()


def test_a_type_checker_knows_the_results(folder: Path) -> None:
    assert complaints(folder, program=PROGRAM) == []


def test_a_type_checker_finds_mistakes(folder: Path) -> None:
    found = complaints(folder, mistakes=MISTAKES)
    lines = [int(match[1]) for each in found if (match := re.match(r"mistakes\.py:(\d+): e", each))]
    assert sorted(set(lines)) == [7, 8, 9, 10, 11], found
    assert '"tennant"' in found[0]
    assert not [each for each in found if not each.startswith("mistakes.py")]


# --- at run time nothing is checked --------------------------------------------------------------

CALLS = """
import json
import sys
from own import CouncilClient
with CouncilClient() as client:
    print(json.dumps([client.get_plot("1"), client.list_plots(), client.names()]))
print(json.dumps("own.types" in sys.modules))
"""


@pytest.fixture
def upstream() -> Iterator[FakeQuay]:
    with FakeQuay() as running:
        yield running


@pytest.mark.parametrize(
    "body",
    [
        b'{"tenant": "nobody", "area": "wide", "more": [1]}',
        b'[{"tenant": {"name": 7}}, null]',
        b"null",
        b'"text"',
    ],
)
def test_whatever_comes_stays(folder: Path, upstream: FakeQuay, body: bytes) -> None:
    upstream.responder = lambda request: Answer(200, body, "application/json", ())
    environ = environment(COUNCIL_BASE_URI=upstream.base_uri)
    done = run([sys.executable, "-c", CALLS], environ, folder)
    assert done.returncode == 0, done.stderr.decode()
    results, loaded = done.stdout.decode().splitlines()
    value: Any = json.loads(body)
    assert json.loads(results) == [value] * 3
    assert loaded == "false"
