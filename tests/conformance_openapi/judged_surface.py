"""schemathesis against the documents of Quay's adapter and of our own specs' adapters.

It makes requests that the document allows and requests that it forbids, in all of its phases, and looks
at every answer. The upstream answers 200 to everything, in the format that the spec says, so what is
refused is refused by the adapter.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_quay import WIDE, FakeQuay
from tests.fake_quay.messages import Answer, Received
from tests.support.processes import ROOT, Served, environment, serve

from .packages import write_package

SPECS = {
    "tests/golden/rest_inputs/capability.yaml": ("LIBRARY", ()),
    "tests/golden/results/capability.yaml": ("COUNCIL", ()),
    "tests/conformance_openapi/guarded-capability.yaml": (
        "HARBOUR",
        ("HARBOUR_TOKEN", "CALLER_TOKEN"),
    ),
    "tests/corpus/specs/answers-capability.yaml": (
        "WEATHER_NOW",
        ("WEATHER_KEY",),
    ),
    "tests/corpus/specs/bodies-capability.yaml": ("PARCELS", ("PARCEL_TOKEN", "PARCEL_SHOP")),
    "tests/corpus/specs/official-capability.yaml": ("DESK", ("DESK_TOKEN",)),
    "tests/corpus/specs/places-capability.yaml": (
        "LIBRARY",
        ("LIBRARY_USER", "LIBRARY_PASSWORD", "LIBRARY_BRANCH"),
    ),
}
"""Own specs: the prefix of the API that they consume, and the variables that they read."""

_TO_UPSTREAM = ("use_after_free", "ensure_resource_availability")
"""Checks that would judge the upstream: whether it forgets what was deleted, and keeps what was made."""

_EXAMPLES = os.environ.get("EXAMPLES", "20")


_ANSWERS = {
    b"plots": (b'[{"tenant": {"name": "Ann"}, "crops": ["leek"]}]', "application/json"),
    b"sheds": (b"colour,width\nred,2\n", "text/csv"),
    b"survey": (b"<survey><head><year>2026</year></head></survey>", "application/xml"),
    b"names": (b'["Ann"]', "application/json"),
    b"prices": (b'{"prices": [{"pence": 3}]}', "application/json"),
    b"tickets": (b'{"records": [{"id": 7}]}', "application/json"),
}
"""What upstream has where a spec maps its answers, by the last segment of the path."""


def _yes(request: Received) -> Answer:
    """200 to everything."""
    if request.method == "HEAD":
        return Answer(200, b"", None, ())
    last = request.target.partition(b"?")[0].rpartition(b"/")[2]
    content, media_type = _ANSWERS.get(last, (b"{}", "application/json"))
    return Answer(200, content, media_type, ())


@pytest.fixture(scope="module")
def upstream() -> Iterator[FakeQuay]:
    with FakeQuay() as quay:
        quay.responder = _yes
        yield quay


def judge(served: Served, folder: Path, *options: str) -> None:
    """Run schemathesis to its end; what it finds is the failure's text."""
    command = [
        *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"),
        *("run", f"{served.url}/-/openapi.json", "--checks", "all"),
        *("--exclude-checks", ",".join(_TO_UPSTREAM), "--max-examples", _EXAMPLES),
        *("--generation-deterministic", "--continue-on-failure", "--no-color", *options),
    ]
    environ = environment(COLUMNS="140", NO_COLOR="1")
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    tested = re.search(r"Tested: (\d+)", done.stdout)
    selected = re.search(r"Selected: (\d+)/(\d+)", done.stdout)
    assert tested is not None, done.stdout
    assert selected is not None, done.stdout
    assert {tested[1]} == set(selected.groups()), done.stdout


def test_quay(upstream: FakeQuay, tmp_path: Path) -> None:
    environ = environment(QUAY_BASE_URI=upstream.base_uri, QUAY_TOKEN=WIDE)
    with serve("rest", environ, folder=ROOT) as served:
        # Half of what hypothesis makes for two segments cannot stand in a path, and is thrown away.
        judge(served, tmp_path, "--suppress-health-check", "filter_too_much")
    assert len(upstream.take()) > 100


@pytest.mark.parametrize("spec", SPECS)
def test_our_own(upstream: FakeQuay, tmp_path: Path, spec: str) -> None:
    write_package(ROOT / spec, tmp_path)
    prefix, variables = SPECS[spec]
    values = {f"{prefix}_BASE_URI": upstream.base_uri} | dict.fromkeys(variables, "secret")
    with serve("rest", environment(**values), package="own", folder=tmp_path) as served:
        judge(served, tmp_path, "--header", "Authorization: Bearer secret")
    assert len(upstream.take()) > 10
