"""Whatever the data are, this stage gives a capability or findings and never an exception."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model import Dialect

from .reading import read_data
from .specs import EVERYTHING, OFFICIAL

_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-5, 70000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["", "x", "GET", "http", "rest.x", "{{x}}", "{x}}", "{{", "{{}}", "/a?b=c#d", "a.b", "$.x"]
    )
    | st.text(max_size=5)
)
_KEYS = st.sampled_from(
    [
        "naftiko",
        "ikanos",
        "info",
        "capability",
        "binds",
        "consumes",
        "exposes",
        "aggregates",
        "namespace",
        "type",
        "baseUri",
        "name",
        "resources",
        "operations",
        "path",
        "method",
        "inputParameters",
        "in",
        "value",
        "required",
        "body",
        "data",
        "authentication",
        "key",
        "token",
        "headers",
        "call",
        "with",
        "ref",
        "steps",
        "mappings",
        "outputParameters",
        "mapping",
        "properties",
        "items",
        "tools",
        "skills",
        "hints",
        "forward",
        "flows",
        "prompts",
        "template",
        "arguments",
        "keys",
        "location",
        "import",
        "from",
    ]
)
_ANYTHING = st.recursive(
    _SCALARS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(_KEYS, below, max_size=5),
    max_leaves=30,
)


@given(data=_ANYTHING, dialect=st.sampled_from([None, *Dialect]))
@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
def test_no_data_raises(data: Any, dialect: Dialect | None) -> None:
    read_data(data, dialect)


@given(capability=_ANYTHING, dialect=st.sampled_from(list(Dialect)))
@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
def test_no_capability_raises(capability: Any, dialect: Dialect) -> None:
    read_data({"naftiko": "1.0.0-alpha2", "capability": capability}, dialect)


_REPLACEMENTS: tuple[Any, ...] = (None, 7, "", "{{x", [[]], [None], {"x": {}})


@pytest.mark.parametrize("text", [EVERYTHING, OFFICIAL], ids=["published", "official"])
@pytest.mark.parametrize("dialect", list(Dialect), ids=lambda each: each.value)
def test_no_value_of_a_whole_file_raises(text: str, dialect: Dialect) -> None:
    """Each value in turn is replaced by one of another kind."""
    data = yaml.safe_load(text)
    for place in _places(data):
        for replacement in _REPLACEMENTS:
            changed = copy.deepcopy(data)
            _put(changed, place, replacement)
            read_data(changed, dialect)


@pytest.mark.parametrize("text", [EVERYTHING, OFFICIAL], ids=["published", "official"])
def test_no_two_changes_raise(text: str) -> None:
    data = yaml.safe_load(text)
    chance = random.Random(20261123)
    for _ in range(200):
        changed = copy.deepcopy(data)
        for _ in range(4):
            places = list(_places(changed))
            _put(changed, chance.choice(places), copy.deepcopy(chance.choice(_REPLACEMENTS)))
        read_data(changed, chance.choice(list(Dialect)))


def test_data_may_be_as_deep_as_the_loader_lets_them() -> None:
    deep: Any = "{{x}}"
    for _ in range(200):
        deep = [deep]
    operation = {"name": "o", "method": "POST", "body": {"type": "json", "data": deep}}
    unit = {"name": "o", "method": "POST", "call": "a.o", "with": {"x": deep}}
    read_data(
        {
            "capability": {
                "consumes": [{"namespace": "a", "resources": [{"operations": [operation]}]}],
                "exposes": [{"type": "rest", "resources": [{"operations": [unit]}]}],
            }
        }
    )


def _places(data: Any, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found: list[tuple[str | int, ...]] = []
    if isinstance(data, dict):
        entries: list[tuple[str | int, Any]] = list(data.items())
    else:
        entries = list(enumerate(data)) if isinstance(data, list) else []
    for key, value in entries:
        found.append((*above, key))
        found.extend(_places(value, (*above, key)))
    return found


def _put(data: Any, place: tuple[str | int, ...], value: Any) -> None:
    for key in place[:-1]:
        data = data[key]
    data[place[-1]] = value
