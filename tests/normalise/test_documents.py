"""Whole documents: dialects, versions, lists and maps, and what is not supported yet."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model import (
    Dialect,
    Forward,
    McpAdapter,
    Mock,
    Orchestration,
    Reference,
    RestAdapter,
)

from .builder import routes_of, spec
from .reading import Read, read, read_data, simplified
from .specs import EVERYTHING, OFFICIAL

QUAY = Path(__file__).parents[2] / "specs" / "quay-capability.yaml"

# --- dialects ----------------------------------------------------------------------------------

_SILENT = spec().replace("outputParameters: [{type: object, mapping: $.}]", "")


@pytest.mark.parametrize(
    ("change", "dialect"),
    [
        ({}, Dialect.OFFICIAL),
        ({"path: /items\n          operations:\n            - name: one": "path: '/{id}'\n          operations:\n            - name: one"}, Dialect.PUBLISHED),
        ({"name: one\n": "name: one\n              inputParameters: [{name: a, in: query, type: string}]\n"}, Dialect.PUBLISHED),
        ({"name: one\n": "name: one\n              inputParameters: [{name: a, in: query, required: true}]\n"}, Dialect.PUBLISHED),
        ({"name: one\n": "name: one\n              inputParameters: [{name: a, in: query, value: b}]\n"}, Dialect.OFFICIAL),
        ({"call: shop.one\n": "call: shop.one\n              with: {a: rest.a}\n"}, Dialect.PUBLISHED),
        ({"call: shop.one\n": "call: shop.one\n              with: {a: [tools.a]}\n"}, Dialect.PUBLISHED),
        ({"call: shop.one\n": "call: shop.one\n              with: {a: shop-rest.a}\n"}, Dialect.OFFICIAL),
        ({"shop-rest": "rest", "call: shop.one\n": "call: shop.one\n              with: {a: rest.a}\n"}, Dialect.OFFICIAL),
        ({"call: shop.one\n": "call: shop.one\n              outputParameters: [{type: object, mapping: $.}]\n"}, Dialect.PUBLISHED),
        ({"call: shop.one\n": "call: shop.one\n              outputParameters: [{type: array, mapping: $}]\n"}, Dialect.PUBLISHED),
        ({"name: one\n": "name: one\n              path: /one\n"}, Dialect.PUBLISHED),
        ({"name: unit\n": "name: unit\n              path: /one\n"}, Dialect.PUBLISHED),
        ({"consumes:\n": "consumes:\n    - {namespace: depot, ref: shared/depot.yaml}\n"}, Dialect.PUBLISHED),
        ({"consumes:\n": "consumes:\n    - {openapi: depot, location: depot.json}\n"}, Dialect.PUBLISHED),
        ({"call: shop.one\n": "call: shop.one\n              outputParameters: [{type: object, mapping: $., properties: {a: {type: string}}}]\n"}, Dialect.OFFICIAL),
        ({"call: shop.one\n": "call: shop.one\n              outputParameters: [{type: string, mapping: $.}]\n"}, Dialect.OFFICIAL),
    ],
)  # fmt: skip
def test_dialect(change: dict[str, str], dialect: Dialect) -> None:
    text = _SILENT
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    assert read(text, validated=False).dialect is dialect
    ikanos = text.replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5")
    assert read(ikanos, validated=False).dialect is Dialect.OFFICIAL


# --- versions and forms ------------------------------------------------------------------------


def test_everything_is_read_without_an_error() -> None:
    found = read(EVERYTHING)
    assert found.good.implied_inputs
    assert [type(each).__name__ for each in found.good.exposes] == [
        "RestAdapter",
        "McpAdapter",
        "SkillAdapter",
    ]


_COLLECTIONS = frozenset(
    [
        "resources",
        "operations",
        "inputParameters",
        "tools",
        "prompts",
        "arguments",
        "skills",
        "flows",
        "steps",
    ]
)


def _as_lists(data: Any, key: str = "", mapped: bool = False) -> Any:
    """The same document with every named map written as a list."""
    if isinstance(data, list):
        return [_as_lists(each) for each in data]
    if not isinstance(data, dict):
        return data
    if key in _COLLECTIONS or mapped:
        return [{"name": name, **_as_lists(each)} for name, each in data.items()]
    return {name: _as_lists(each, name, _is_named(data, name, each)) for name, each in data.items()}


def _is_named(owner: dict[str, Any], name: str, value: Any) -> bool:
    return name == "outputParameters" and isinstance(value, dict)


def test_maps_and_lists_mean_the_same() -> None:
    maps = yaml.safe_load(OFFICIAL)
    lists = _as_lists(copy.deepcopy(maps))
    assert lists != maps
    one, other = read_data(maps), read_data(lists)
    assert simplified(one.capability) == simplified(other.capability)
    assert one.codes == other.codes


def test_old_and_new_names_mean_the_same() -> None:
    new = yaml.safe_load(OFFICIAL)
    old = yaml.safe_load(
        OFFICIAL.replace("display:", "label:")
        .replace("flows:", "functions:")
        .replace("target: a.b", "targetName: a.b")
        .replace("ikanos: 1.0.0-beta5", "naftiko: 1.0.0-alpha2")
    )
    one, other = read_data(new), read_data(old)
    first, second = simplified(one.capability), simplified(other.capability)
    assert first["Capability"].pop("version") == "1.0.0-beta5"
    assert second["Capability"].pop("version") == "1.0.0-alpha2"
    assert first == second
    assert one.codes == other.codes, "no note: the names were right in that version"


@pytest.mark.parametrize(
    "version",
    ["naftiko: 0.5", "naftiko: '0.5'", "naftiko: 1.0.0-alpha1", "ikanos: 1.0.0-alpha3"],
)
def test_versions(version: str) -> None:
    text = _SILENT.replace("naftiko: 1.0.0-alpha2", version)
    assert read(text).good.version == version.partition(" ")[2].strip("'")


def test_external_references_are_binds() -> None:
    text = _SILENT + (
        "externalRefs:\n  - {name: env, description: Keys., type: environment,"
        " resolution: runtime, keys: {KEY: SHOP_KEY}}\n"
    )
    bind = read(text, Dialect.OFFICIAL).good.binds[0]
    assert (bind.namespace, bind.location, dict(bind.keys)) == ("env", None, {"KEY": "SHOP_KEY"})


# --- other documents ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name: Shop\nworkflow: []\n", "CAP201"),
        ("ikanos: 1.0.0-beta5\nconsumes: []\nbinds: [{namespace: a, keys: {B: B}}]\n", "CAP201"),
        ("naftiko: 1.0.0-alpha2\ncapability: text\n", "CAP203"),
    ],
)
def test_what_is_no_capability(text: str, code: str) -> None:
    found = read(text, validated=False)
    assert found.capability is None
    assert [each.code for each in found.errors] == [code]
    assert len(read(text).errors) == 1


# --- not supported yet -------------------------------------------------------------------------


def test_what_comes_later_is_kept_and_reported_once() -> None:
    found = read(OFFICIAL)
    assert found.capability is not None
    rest, mcp = found.capability.exposes[:2]
    assert isinstance(rest, RestAdapter)
    assert isinstance(mcp, McpAdapter)
    kinds = [type(each.action) for each in rest.operations]
    assert kinds[1:] == [Reference, Orchestration, Forward]
    assert isinstance(mcp.tools[1].action, Mock)
    assert [each.name for each in mcp.prompts] == ["buy"]
    steps = rest.operations[2].action
    assert isinstance(steps, Orchestration)
    assert [type(each).__name__ for each in steps.steps] == ["CallStep", "LookupStep", "ScriptStep"]
    assert not [each for each in found.codes if each.startswith("CAP9")]


# --- one mistake is one finding ----------------------------------------------------------------


def _changed(old: str, new: str, count: int = 1) -> Read:
    text = QUAY.read_text(encoding="utf-8")
    assert old in text
    return read(text.replace(old, new, count))


def test_quay_is_read_without_an_error() -> None:
    found = read(QUAY.read_text(encoding="utf-8"))
    assert found.dialect is Dialect.PUBLISHED
    assert len(found.good.consumes[0].operations) == len(routes_of(found))


def test_a_key_misspelt() -> None:
    found = _changed("method: POST", "metod: POST")
    assert len(found.errors) == 1
    assert "`method`" in found.errors[0].hint


def test_a_key_misspelt_on_the_exposed_side() -> None:
    found = _changed("- method: POST", "- metod: POST")
    assert len(found.errors) == 1
    before = read(QUAY.read_text(encoding="utf-8"))
    assert set(found.codes) - set(before.codes) == {found.errors[0].code}


def test_half_a_placeholder() -> None:
    found = _changed("'{{QUAY_TOKEN}}'", "'{{QUAY_TOKEN}'")
    assert len(found.errors) == 1
    assert "{{QUAY_TOKEN}}" in found.errors[0].hint
    span = found.errors[0].span
    assert span is not None
    line = QUAY.read_text(encoding="utf-8").splitlines()[span.start.line - 1]
    assert line[span.start.column - 1 :].startswith("{{QUAY_TOKEN}")


@pytest.mark.parametrize("validated", [True, False])
def test_half_a_placeholder_with_and_without_stage_2(validated: bool) -> None:
    text = spec(base="baseUri: 'https://{{HOST}/v1'")
    assert [each.code for each in read(text, validated=validated).errors] == ["CAP209"]
