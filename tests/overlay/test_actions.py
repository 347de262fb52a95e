"""What an action does: the text of Overlay 1.2.0, rule by rule (docs/overlays.md)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.overlay.conftest import Apply

DOCUMENT = """\
info: {title: Old, tags: [a, b], none: null}
paths:
  /a: {get: {id: getA, tags: [x, y, x]}, post: {id: postA}}
  /b: {get: {id: getB, tags: [y]}}
"""
BEFORE: dict[str, Any] = {
    "info": {"title": "Old", "tags": ["a", "b"], "none": None},
    "paths": {
        "/a": {"get": {"id": "getA", "tags": ["x", "y", "x"]}, "post": {"id": "postA"}},
        "/b": {"get": {"id": "getB", "tags": ["y"]}},
    },
}


def _changed(**paths: Any) -> Any:
    data = json.loads(json.dumps(BEFORE))
    for path, value in paths.items():
        data["info"][path] = value
    return data


MERGES = {
    "a mapping is merged": ("$.info", "{title: New, x: 1}", _changed(title="New", x=1)),
    "a list is concatenated inside a mapping": (
        "$.info",
        "{tags: [c]}",
        _changed(tags=["a", "b", "c"]),
    ),
    "a list is concatenated to a list": (
        "$.info.tags",
        "[c, d]",
        _changed(tags=["a", "b", "c", "d"]),
    ),
    "a scalar is appended to a list": ("$.info.tags", "c", _changed(tags=["a", "b", "c"])),
    "a mapping is appended to a list": (
        "$.info.tags",
        "{c: 1}",
        _changed(tags=["a", "b", {"c": 1}]),
    ),
    "null is appended to a list": ("$.info.tags", "null", _changed(tags=["a", "b", None])),
    "a scalar replaces a scalar": ("$.info.title", "New", _changed(title="New")),
    "null replaces a scalar": ("$.info.title", "null", _changed(title=None)),
    "a scalar replaces null": ("$.info.none", "7", _changed(none=7)),
    "null inside a mapping replaces a scalar": ("$.info", "{title: null}", _changed(title=None)),
    "an item of a list is replaced": ("$.info.tags[0]", "z", _changed(tags=["z", "b"])),
    "false is a value": ("$.info.title", "false", _changed(title=False)),
    "an empty mapping changes nothing": ("$.info", "{}", BEFORE),
}


@pytest.mark.parametrize(("target", "update", "wanted"), MERGES.values(), ids=MERGES)
def test_an_update(apply: Apply, target: str, update: str, wanted: Any) -> None:
    done = apply(DOCUMENT, f"  - {{target: '{target}', update: {update}}}\n")
    assert done.ok, done.findings
    assert done.data == wanted


def test_the_keys_of_the_document_stay_in_their_order(apply: Apply) -> None:
    done = apply(DOCUMENT, "  - {target: $.info, update: {new: 1, title: X}}\n")
    assert list(done.data["info"]) == ["title", "tags", "none", "new"]


def test_an_update_of_many(apply: Apply) -> None:
    done = apply(DOCUMENT, "  - {target: $.paths.*.get, update: {safe: true}}\n")
    assert done.data["paths"]["/a"]["get"]["safe"] is True
    assert done.data["paths"]["/b"]["get"]["safe"] is True
    # What was put in at two places is not one value.
    again = apply(
        DOCUMENT,
        "  - {target: $.paths.*.get, update: {deep: {}}}\n"
        "  - {target: \"$.paths['/a'].get.deep\", update: {x: 1}}\n",
    )
    assert again.data["paths"]["/b"]["get"]["deep"] == {}


def test_a_node_that_is_selected_twice_is_changed_once(apply: Apply) -> None:
    done = apply(DOCUMENT, "  - {target: \"$['info','info'].tags\", update: c}\n")
    assert done.data["info"]["tags"] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("target", "left"),
    [
        ("$.info.tags[0]", ["b"]),
        ("$.info.tags[0,1]", []),
        ("$.info.tags[?@ == 'a']", ["b"]),
        ("$.info.tags[-1]", ["a"]),
        ("$.info.tags[*]", []),
    ],
)
def test_neighbours_are_removed_together(apply: Apply, target: str, left: list[str]) -> None:
    done = apply(DOCUMENT, f'  - {{target: "{target}", remove: true}}\n')
    assert done.ok, done.findings
    assert done.data["info"]["tags"] == left


def test_items_around_one_that_stays_are_removed(apply: Apply) -> None:
    done = apply(DOCUMENT, "  - {target: \"$.paths['/a'].get.tags[?@ == 'x']\", remove: true}\n")
    assert done.data["paths"]["/a"]["get"]["tags"] == ["y"]


def test_what_stands_in_something_removed_goes_with_it(apply: Apply) -> None:
    done = apply(DOCUMENT, "  - {target: $.info..*, remove: true}\n")
    assert done.ok, done.findings
    assert done.data["info"] == {}


def test_a_list_of_eleven_is_taken_from_the_back(apply: Apply) -> None:
    listed = ", ".join(map(str, range(12)))
    done = apply(f"a: [{listed}]\n", "  - {target: '$.a[?@ > 1]', remove: true}\n")
    assert done.data == {"a": [0, 1]}


def test_remove_wins_over_update_and_false_is_nothing(apply: Apply) -> None:
    done = apply(DOCUMENT, "  - {target: $.info.none, update: 1, remove: true}\n")
    assert "none" not in done.data["info"]
    done = apply(DOCUMENT, "  - {target: $.info.none, update: 1, remove: false}\n")
    assert done.data["info"]["none"] == 1
    done = apply(DOCUMENT, "  - {target: $.info.none, remove: false}\n")
    assert done.ok
    assert done.data == BEFORE
    assert done.codes == ["CAP145"]


def test_copy_and_move(apply: Apply) -> None:
    done = apply(
        DOCUMENT,
        "  - {target: $.paths, update: {/c: {}}}\n"
        "  - {target: \"$.paths['/c']\", copy: \"$.paths['/a']\"}\n"
        "  - {target: \"$.paths['/a']\", remove: true}\n"
        "  - {target: \"$.paths['/c'].get\", update: {id: getC}}\n",
    )
    assert done.ok, done.findings
    assert list(done.data["paths"]) == ["/b", "/c"]
    assert done.data["paths"]["/c"]["get"]["id"] == "getC"


def test_a_copy_of_itself_is_no_circle(apply: Apply) -> None:
    done = apply(
        DOCUMENT, "  - {target: $.info, update: {all: {}}}\n  - {target: $.info.all, copy: $}\n"
    )
    assert done.ok, done.findings
    assert done.data["info"]["all"]["info"]["title"] == "Old"


def test_filters_without_parentheses(apply: Apply) -> None:
    for path in ("$.paths.*[?@.id == 'getB']", "$.paths.*[?(@.id == 'getB')]"):
        done = apply(DOCUMENT, f'  - {{target: "{path}", update: {{found: 1}}}}\n')
        assert done.data["paths"]["/b"]["get"]["found"] == 1


def test_reusable_actions(apply: Apply) -> None:
    done = apply(
        DOCUMENT,
        "overlay: 1.2.0\ninfo: {title: T, version: '1'}\n"
        "components:\n  actions:\n    a/b:\n      description: both\n      fields: {update: {seen: 1}}\n"
        "actions:\n"
        "  - {$ref: '#/components/actions/a~1b', target: $.info}\n"
        "  - {$ref: '#/components/actions/a~1b', target: \"$.paths['/b'].get\", description: d}\n",
    )
    assert done.ok, done.findings
    assert done.data["info"]["seen"] == done.data["paths"]["/b"]["get"]["seen"] == 1


def test_overlays_are_applied_in_their_order(apply: Apply) -> None:
    done = apply(
        DOCUMENT,
        "  - {target: $.info.title, update: One}\n",
        "  - {target: \"$.info[?@ == 'One']\", update: Two}\n",
    )
    assert done.data["info"]["title"] == "Two"


def test_an_overlay_may_be_json(apply: Apply) -> None:
    text = json.dumps(
        {"overlay": "1.1.0", "info": {}, "actions": [{"target": "$.info.title", "update": "J"}]}
    )
    assert apply(DOCUMENT, "overlay: 1.0.0\nactions: []\n").ok is False
    from pathlib import Path

    done = apply(DOCUMENT, "  - {target: $.info.title, update: X}\n")
    path = Path(next(iter(done.sources.overlays)))
    path.write_text(text)
    from generator.diagnostics import Findings
    from generator.overlay import apply_overlays
    from generator.source.loader import load

    findings = Findings()
    sources = load(path.parent / "doc.yaml", findings)
    assert sources is not None
    assert apply_overlays(sources, [path], findings)
    assert sources.main.data["info"]["title"] == "J"


class TestVersions:
    """What an overlay may do is what the version says that it names."""

    def test_1_0_concatenates_lists_as_later_ones_do(self, apply: Apply) -> None:
        done = apply(DOCUMENT, "  - {target: $.info.tags, update: [c]}\n", version="1.0.0")
        assert done.data["info"]["tags"] == ["a", "b", "c"]

    @pytest.mark.parametrize("change", ["update: x", "remove: true"])
    def test_1_0_selects_no_single_values(self, apply: Apply, change: str) -> None:
        done = apply(DOCUMENT, f"  - {{target: $.info.title, {change}}}\n", version="1.0.1")
        assert not done.ok
        assert done.error.code == "CAP144"

    def test_copy_came_with_1_1(self, apply: Apply) -> None:
        action = "  - {target: $.info, copy: \"$.paths['/a']\"}\n"
        assert apply(DOCUMENT, action, version="1.1.0").ok
        assert apply(DOCUMENT, action, version="1.0.0").error.code == "CAP141"

    def test_reusable_actions_came_with_1_2(self, apply: Apply) -> None:
        text = (
            "overlay: 1.1.0\ncomponents: {actions: {a: {fields: {update: {x: 1}}}}}\n"
            "actions: [{$ref: '#/components/actions/a', target: $.info}]\n"
        )
        assert apply(DOCUMENT, text).error.code == "CAP141"
        assert apply(DOCUMENT, text.replace("1.1.0", "1.2.0")).ok
