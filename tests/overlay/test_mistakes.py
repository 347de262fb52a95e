"""Every mistake in an overlay: one finding, at its place in the overlay; the document stays as it was."""

from __future__ import annotations

import pytest

from tests.overlay.conftest import Apply

DOCUMENT = "info: {title: Old, tags: [a]}\npaths: {/a: {get: {id: x}}}\n"
MISTAKES = {
    "no path": ("{target: info, update: {}}", "CAP142", "info"),
    "path that cannot be read": ('{target: "$.info[?@.x = 1]", update: {}}', "CAP142", "="),
    "nothing selected": ("{target: $.infos, update: {}}", "CAP143", "$.infos"),
    "nothing copied": ("{target: $.info, copy: $.nothing}", "CAP143", "$.nothing"),
    "several copied": ("{target: $.info, copy: $.*}", "CAP144", "$.*"),
    "mapping over text": ("{target: $.info.title, update: {a: 1}}", "CAP144", "{a: 1}"),
    "text over mapping": ("{target: $.info, update: text}", "CAP144", "text"),
    "null over mapping": ("{target: $.info, update: null}", "CAP144", "null"),
    "list over text inside": ("{target: $.info, update: {title: [1]}}", "CAP144", "{title: [1]}"),
    "different kinds": ("{target: $.info.*, update: x}", "CAP144", "$.info.*"),
    "the document removed": ("{target: $, remove: true}", "CAP144", "$"),
    "misspelt key": ("{target: $.info, udpate: {}}", "CAP141", "udpate"),
    "both": ("{target: $.info, update: {}, copy: $.paths}", "CAP141", "$.paths"),
    "remove is no boolean": ("{target: $.info, remove: 1}", "CAP141", "1"),
    "target is no text": ("{target: [1], remove: true}", "CAP141", "[1]"),
    "no mapping": ("[1]", "CAP141", "[1]"),
    "unknown reference": (
        "{$ref: '#/components/actions/x', target: $.info}",
        "CAP141",
        "'#/components/actions/x'",
    ),
}


@pytest.mark.parametrize(("action", "code", "caret"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake(apply: Apply, action: str, code: str, caret: str) -> None:
    done = apply(DOCUMENT, f"  - {action}\n  - {{target: $.info, update: {{added: 1}}}}\n")
    assert not done.ok
    assert done.codes == [code]
    assert done.at(done.error) == ("1.overlay.yaml", caret)
    assert done.data == {
        "info": {"title": "Old", "tags": ["a"]},
        "paths": {"/a": {"get": {"id": "x"}}},
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("overlay: 2.0.0\nactions: [{target: $, update: {}}]\n", "`overlay` is `2.0.0`"),
        ("overlay: 1.1\nactions: [{target: $, update: {}}]\n", "`overlay` is `1.1`"),
        ("overlay: 1.1.0\n", "no list `actions`"),
        ("overlay: 1.1.0\nactions: []\n", "no list `actions`"),
    ],
)
def test_no_overlay(apply: Apply, text: str, said: str) -> None:
    done = apply(DOCUMENT, text)
    assert done.error.code == "CAP140"
    assert said in done.error.message


def test_what_is_there_of_a_path_is_said(apply: Apply) -> None:
    done = apply(DOCUMENT, "  - {target: \"$.paths['/a'].put.x\", remove: true}\n")
    assert "`$.paths['/a']` is there, `.put` in it is not" in done.error.message


def test_yaml_that_cannot_be_read(apply: Apply) -> None:
    done = apply(DOCUMENT, "overlay: 1.1.0\nactions: [\n")
    assert not done.ok
    assert done.error.span is not None
    assert done.error.span.file.endswith("1.overlay.yaml")


def test_a_file_that_is_for_another(apply: Apply) -> None:
    head = "overlay: 1.2.0\ninfo: {}\nextends: %s\nactions: [{target: $.info, update: {x: 1}}]\n"
    assert apply(DOCUMENT, head % "./doc.yaml").codes == []
    assert apply(DOCUMENT, head % "https://x.example/other.yaml").codes == []
    done = apply(DOCUMENT, head % "other.yaml")
    assert done.ok
    assert done.codes == ["CAP146"]


def test_nothing_grows_without_end(apply: Apply) -> None:
    doubling = "  - {target: $.a, copy: $}\n" * 40
    done = apply("a: {}\n", doubling * 2)
    assert not done.ok
    assert done.codes == ["CAP144"]
    wide = "  - {target: $.l, copy: $.l}\n" * 40
    done = apply("l: [1]\n", wide)
    assert not done.ok
    assert done.codes == ["CAP144"]


def test_a_path_that_selects_everything_many_times(apply: Apply) -> None:
    text = "a: " + "[" * 30 + "1" + "]" * 30 + "\n"
    done = apply(text, "  - {target: '$..*..*..*..*', remove: true}\n")
    assert done.codes == ["CAP142"]


NEAREST = {
    "key": ("$.inof", "`$` is there, `.inof` in it is not; did you mean `info`?"),
    "key below": (
        "$.info.titel.x",
        "`$.info` is there, `.titel` in it is not; did you mean `title`?",
    ),
    "key in brackets": ("$['inof']", "`['inof']` in it is not; did you mean `info`?"),
    "key anywhere": ("$..titel", "`..titel` in it is not; did you mean `title`?"),
    "key of a filter": ("$.paths.*[?@.tokne == 'x']", "did you mean `token`?"),
    "value of a filter": ("$.paths.*[?@.id == 'listreops']", "did you mean `listrepos`?"),
    "value of a filter anywhere": ("$..[?@.id=='listreops'].x", "did you mean `listrepos`?"),
    "index": ("$.info.tags[3]", "`[3]` in it is not; the last item is `[0]`."),
    "key of a list": ("$.info.tags.a", "it is a list: `[0]` is its first item, `[*]` means all."),
    "nothing like it": ("$.zzz", "keys there are `info` and `paths`."),
    "value that names nothing": ("$.paths.*[?@.token == 'x']", "`[?@.token == 'x']` in it is not."),
}


@pytest.mark.parametrize(("path", "said"), NEAREST.values(), ids=NEAREST)
def test_a_target_that_matches_nothing_says_where_it_ends_and_what_is_near(
    apply: Apply, path: str, said: str
) -> None:
    document = (
        "info: {title: Old, tags: [a]}\npaths: {/a: {get: {id: listrepos, token: s3cret-of-it}}}\n"
    )
    done = apply(document, f'  - {{target: "{path}", remove: true}}\n')
    assert done.codes == ["CAP143"]
    assert done.error.message.endswith(said)
    assert "s3cret" not in done.error.message
