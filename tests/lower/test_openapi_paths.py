"""What the OpenAPI document says of values in paths is what the adapters take.

Percent-encoding is left out: the guard decodes to any depth, which no pattern says.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Findings
from generator.lower.openapi_paths import path_values
from generator.options import Options
from generator.pipeline import understand
from templates.runtime.calls.path_values import PathGuard
from templates.runtime.errors import InvalidArgumentError
from templates.runtime.wire import encoding as encode
from tests.support.processes import ROOT

GUARD = PathGuard("QUAY_PATH_SEGMENTS", {"repository": (2, 2)})
VALUES = st.text(st.sampled_from("ab/\\.; \t\n\x7fü"), min_size=1, max_size=9)


@pytest.fixture(scope="module")
def patterns() -> dict[str, re.Pattern[str]]:
    path = ROOT / "specs/quay-capability.yaml"
    options = Options("quay", path_segments=(("repository", 2, 2),))
    understood = understand(path, None, Findings())
    assert understood is not None
    plan = understood.plan
    values = [path_values(plan, route, options) for route in plan.rest[0].routes]
    return {name: re.compile(value.pattern) for each in values for name, value in each.items()}


@given(value=VALUES)
@pytest.mark.parametrize("name", ["repository", "tag"])
def test_the_pattern_says_what_is_taken(
    patterns: dict[str, re.Pattern[str]], name: str, value: str
) -> None:
    said = patterns[name].search(value) is not None
    assert said == _is_taken(name, value)


def _is_taken(name: str, value: str) -> bool:
    try:
        GUARD.check(encode.path("/items/", (name, value)))
    except InvalidArgumentError:
        return False
    return True
