"""Variables that nothing reads because they are misspelt: a start says so, and is silent about all others."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.lower import variable_texts
from generator.lower.settings_fields import settings_fields
from templates.runtime.server.misspelt import misspelt
from tests.support.processes import ROOT, environment

KNOWN = json.loads((ROOT / "generated" / "quay" / "variables.json").read_text("utf-8"))


def _meant(*names: str) -> dict[str, str]:
    return dict(misspelt(names, KNOWN["prefixes"], KNOWN["names"]))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("QUAY_TIMOUT", "QUAY_TIMEOUT"),
        ("QUAY_TIEMOUT", "QUAY_TIMEOUT"),
        ("QUAY_TIMEOUTS", "QUAY_TIMEOUT"),
        ("QUAY_TOKNE", "QUAY_TOKEN"),
        ("QUAY_BASE_URL", "QUAY_BASE_URI"),
        ("QUAY_BASEURI", "QUAY_BASE_URI"),
        ("QUAY_RSET_PORT", "QUAY_REST_PORT"),
        ("QUAY_REST_PROT", "QUAY_REST_PORT"),
        ("QUAY_MCP_READONLY", "QUAY_MCP_READ_ONLY"),
        ("QUAY_MCP_TOOL", "QUAY_MCP_TOOLS"),
        ("QUAY_REST_ALOWED_HOST", "QUAY_REST_ALLOWED_HOSTS"),
        ("QUAY-TIMEOUT", "QUAY_TIMEOUT"),
        ("quay.rest.port", "QUAY_REST_PORT"),
        ("quay_proxy", "QUAY_PROXY"),
    ],
)
def test_a_slip_is_found(written: str, meant: str) -> None:
    assert _meant(written, "PATH", meant) == {written: meant}


@pytest.mark.parametrize(
    "name",
    [
        "QUAY",
        "QUAY_",
        "QUAY_HOME",
        "QUAY_CONFIG",
        "QUAY_USERNAME",
        "QUAY_URL",
        "QUAY_REST_URL",
        "QUAY_OTHER_PORT",
        # Another credential, another adapter, what Kubernetes sets for a service.
        "QUAY_TOKEN2",
        "QUAY_TOKEN_2",
        "QUAY_REST2_PORT",
        "QUAY_TOKEN_FILE",
        "QUAY_PORT",
        "QUAY_PORT_8080_TCP",
        "QUAY_PORT_8080_TCP_ADDR",
        "QUAY_SERVICE_HOST",
        "QUAY_SERVICE_PORT",
        "QUAY_REST_SERVICE_HOST",
        "QUAY_MCP_SERVICE_PORT_HTTP",
        # Somebody else's, though nearly a name of ours.
        "QUAI_TIMEOUT",
        "TIMEOUT",
        "HTTPS_PROXY",
        "QUAYS_TIMEOUT",
        "QUAY_TIM\nOUT",
        "QUAY_TIM=OUT",
        "QUAY_" + "TIMEOUT" * 100,
    ],
)
def test_what_may_be_another_thing_is_no_noise(name: str) -> None:
    assert _meant(name) == {}


def test_what_is_read_is_no_slip() -> None:
    assert _meant(*KNOWN["names"]) == {}


def test_no_two_names_that_packages_read_are_taken_for_each_other() -> None:
    """Packages share an environment, and not each reads all: what one reads is no slip for another."""
    texts = vars(variable_texts).values()
    listed = itertools.chain.from_iterable(each for each in texts if isinstance(each, tuple))
    names = {each[0] for each in listed if isinstance(each, tuple)}
    names |= {field.name.upper() for fields in settings_fields().values() for field in fields}
    assert len(names) > 60
    for name in names:
        others = [f"X_{each}" for each in names - {name}]
        assert list(misspelt([f"X_{name}"], ["X"], others)) == []


def _start(*arguments: str, **variables: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "generated.quay", *arguments],
        cwd=ROOT,
        env=environment(**variables),
        input="",
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stderr.splitlines()


def test_a_start_says_it_once_and_shows_no_value() -> None:
    said = _start("mcp", "--transport", "stdio", QUAY_TOKNE="hidden", QUAY_COLOUR="blue")
    assert (
        said.count(
            "generated.quay: QUAY_TOKNE is set and nothing reads it; did you mean QUAY_TOKEN?"
        )
        == 1
    )
    assert not [line for line in said if "hidden" in line or "COLOUR" in line]


def test_a_start_that_fails_says_it_first() -> None:
    said = _start("rest", QUAY_REST_PROT="1", QUAY_REST_PORT="x")
    assert [line.split()[1] for line in said] == ["QUAY_REST_PROT", "QUAY_REST_PORT"]


def test_a_package_without_the_list_starts(tmp_path: Path) -> None:
    """It is a courtesy: whoever left the file out has the same package otherwise."""
    copied = tmp_path / "quay"
    subprocess.run(["cp", "-r", ROOT / "generated" / "quay", copied], check=True)
    (copied / "variables.json").unlink()
    done = subprocess.run(
        [sys.executable, "-m", "quay", "mcp", "--transport", "stdio"],
        cwd=tmp_path,
        env=environment(QUAY_TOKNE="x"),
        input="",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_client_does_not_look() -> None:
    code = "import sys, generated.quay; print('generated.quay._runtime.server.misspelt' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "False"
