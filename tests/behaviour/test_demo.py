"""`make demo` works, says what went where, and notices when something is off."""

from __future__ import annotations

import sys

import pytest

from tests import demo
from tests.fake_quay import FakeQuay
from tests.support.processes import environment, run


def test_the_demo() -> None:
    done = run([sys.executable, "-m", "tests.demo"], environment())
    output = done.stdout.decode()
    assert done.returncode == 0, output + done.stderr.decode()
    assert done.stderr == b""
    assert output.count("GET /api/v1/repository/devtable%2Fsimple/tag/") == 4
    assert "each as it should be" in output
    assert "\x1b" not in output


def test_the_demo_notices_a_wrong_request(quay: FakeQuay) -> None:
    from tests.support.raw_http import fetch

    def make() -> str:
        return str(fetch(quay.base_uri, "GET", "/api/v1/elsewhere").status)

    with pytest.raises(SystemExit, match="received GET /api/v1/elsewhere"):
        demo.Demo(quay).show("a call", make, "GET /api/v1/user/")
