"""Files that cannot be read: each is one finding at the right place, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.diagnostics import Findings
from generator.diagnostics.text import render_text
from generator.source import builder, reading
from generator.source.loader import load
from tests.frontend.support import GOOD, Bench

_MARKER = "# --- truncated at 32 KB (48 KB total) ---\n# Full source: https://shop.test/x.yaml\n"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        # the whole file
        ("", [("CAP105", 1, 1)]),
        ("\n  \n# nothing\n", [("CAP105", 1, 1)]),
        ("---\n", [("CAP105", 1, 1)]),
        ("- a\n", [("CAP107", 1, 1)]),
        ("just text\n", [("CAP107", 1, 1)]),
        ("a: 1\n---\nb: 2\n", [("CAP110", 2, 1)]),
        # syntax
        ('a: "x\nb: 1\n', [("CAP106", 1, 4)]),
        ("a:\n  b: 'x\n  c: 1\n  d: 'y'\n", [("CAP106", 2, 6)]),
        ('a:\n  - b: "{{x}}\n    c: "y"\n', [("CAP106", 2, 8)]),
        ("a: 'one\n  two' b\n", [("CAP106", 1, 4)]),
        ("a: b: c\n", [("CAP106", 1, 4)]),
        ("a:\n  b: 1\n c: 2\n", [("CAP106", 3, 2)]),
        ("a:\n\tb: 1\n", [("CAP106", 2, 1)]),
        ("a: [1, 2\nb: 3\n", [("CAP106", 1, 4)]),
        ("x: {a: 1\n", [("CAP106", 1, 4)]),
        ("a:\n  c: 1\n  name\nb: 1\n", [("CAP106", 3, 3)]),
        ("a: @x\n", [("CAP106", 1, 4)]),
        ("a: 'x'y\n", [("CAP106", 1, 4)]),
        ('a: "\\q"\n', [("CAP106", 1, 5)]),
        ("a: x\n\n- b\n", [("CAP106", 3, 1)]),
        # keys
        ("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", [("CAP108", 5, 3)]),
        ("a: 1\n'a': 2\n", [("CAP108", 2, 1)]),
        ("a: 1\na: 2\na: 3\n", [("CAP108", 2, 1), ("CAP108", 3, 1)]),
        ("? [1]\n: 2\n", [("CAP113", 1, 3)]),
        ("? a: 1\n: 2\n", [("CAP113", 1, 3)]),
        # anchors and aliases
        ("a: &x 1\nb: *x\nc: *x\n", [("CAP109", 2, 4)]),
        ("a: &x 1\n", [("CAP109", 1, 4)]),
        ("a: *nobody\n", [("CAP109", 1, 4)]),
        ("&k a: 1\n", [("CAP109", 1, 1)]),
        ("base: &b {x: 1}\nc:\n  <<: *b\n", [("CAP109", 3, 7)]),
        # placeholders
        ("a: {{x}}\n", [("CAP112", 1, 4)]),
        ("a: {{ x }}/b\nc: 1\n", [("CAP112", 1, 4)]),
        ("a:\n- {{x}}\n- [{{y}}, 2]\n", [("CAP112", 2, 3), ("CAP112", 3, 4)]),
        ("a: {{x}}\na: {{y}}\n", [("CAP112", 1, 4), ("CAP108", 2, 1), ("CAP112", 2, 4)]),
        # numbers and tags
        ("a: .inf\nb: 1e999\n", [("CAP114", 1, 4), ("CAP114", 2, 4)]),
        ("a: !x 1\nb: !!int x\n", [("CAP115", 1, 4), ("CAP115", 2, 4)]),
        ("a: !!python/object:os.system {}\n", [("CAP115", 1, 4)]),
        ("a: !!binary AAAA\n", [("CAP115", 1, 4)]),
        # all of them in one run
        ("a: 1\na: .nan\nb: *x\n", [("CAP108", 2, 1), ("CAP114", 2, 4), ("CAP109", 3, 4)]),
    ],
)
def test_places(bench: Bench, text: str, places: list[tuple[str, int, int]]) -> None:
    assert sorted(bench.load(text.encode()).places) == sorted(places)


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"),
    [
        (b"a\x00b: 1\n", "CAP104", 1, 2),
        (b"a: 1\nb: \xff\xfe\n", "CAP104", 2, 4),
        ("é: 1\nñandú: ".encode() + b"\xc3\x28\n", "CAP104", 2, 8),
        (b"\xff\xfea\x00:\x00", "CAP104", 1, 1),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "CAP104", 1, 1),
        (b"\xef\xbb\xbfa: 1\na: 2\n", "CAP108", 2, 1),
        (b"a: \x1b[31mred\n", "CAP104", 1, 4),
    ],
)
def test_bytes(bench: Bench, raw: bytes, code: str, line: int, column: int) -> None:
    assert bench.load(raw).places == [(code, line, column)]


def test_the_hint_writes_the_placeholder_in_quotes(bench: Bench) -> None:
    read = bench.load("a: {{x}}/it's # comment\n")
    assert read.only.hint == "write '{{x}}/it''s'"
    assert read.marked() == "{{x}}/it's"


def test_a_key_that_stands_twice_names_the_first(bench: Bench) -> None:
    read = bench.load("a: 1\n\nb: 2\na: 3\n")
    assert "line 1" in read.only.message
    assert read.only.pointer == "/a"
    assert read.data == {"a": 1, "b": 2}


@pytest.mark.parametrize("end", ["", "\n", "\n\n  \n"])
def test_a_cut_file_says_only_that(bench: Bench, end: str) -> None:
    cut = GOOD[: GOOD.index("- name: list-items") + 5]
    read = bench.load(f"{cut}\n{_MARKER.rstrip()}{end}")
    assert read.places == [("CAP103", cut.count("\n") + 2, 1)]
    assert "https://shop.test/x.yaml" in read.only.hint
    assert read.marked().startswith("# --- truncated")
    assert read.sources is None


def test_a_valid_file_that_was_cut_is_refused_too(bench: Bench) -> None:
    assert bench.load(GOOD + _MARKER).codes == ["CAP103"]


def test_the_marker_elsewhere_is_a_comment(bench: Bench) -> None:
    assert bench.load(_MARKER + GOOD).codes == []
    assert bench.load(GOOD.replace("capability:\n", f"capability:\n{_MARKER}", 1)).codes == []


def test_a_cut_in_a_character(bench: Bench) -> None:
    raw = GOOD.encode() + "# é".encode()[:-1] + b"\n" + _MARKER.encode()
    assert bench.load(raw).codes == ["CAP103"]


def test_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    findings = Findings()
    assert load(path, findings) is None
    assert [finding.code for finding in findings.sorted()] == ["CAP102"]


def test_the_limit_is_exact(bench: Bench) -> None:
    text = b"a: 1\n#"
    assert bench.load(text + b"x" * (reading.LARGEST - len(text))).codes == []
    assert bench.load(text + b"x" * (reading.LARGEST - len(text) + 1)).codes == ["CAP102"]


def test_too_many_values(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "MOST_VALUES", 5)
    assert bench.load("a: [1, 2, 3]\n").codes == []
    assert bench.load("a: [1, 2, 3, 4]\n").codes == ["CAP102"]


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "? " * 50_000, "a: " + "[" * 70 + "]" * 70],
)
def test_deep_files_end_early(bench: Bench, text: str) -> None:
    assert bench.load(text.encode()).codes in (["CAP111"], ["CAP106"])


def test_the_depth_limit_is_exact(bench: Bench) -> None:
    def nested(depth: int) -> str:
        return "a: " + "[" * (depth - 1) + "]" * (depth - 1) + "\n"

    assert bench.load(nested(builder.DEEPEST)).codes == []
    assert bench.load(nested(builder.DEEPEST + 1)).codes == ["CAP111"]


def test_a_billion_laughs(bench: Bench) -> None:
    lines = ["a: &a [lol, lol]"]
    lines += [
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    read = bench.load("\n".join(lines))
    assert read.codes == ["CAP109"] * 9


def test_no_file(tmp_path: Path) -> None:
    for path in (tmp_path / "nope.yaml", tmp_path, tmp_path / "a\0b", Path("x" * 5000)):
        findings = Findings()
        assert load(path, findings) is None
        (found,) = findings.sorted()
        assert found.code == "CAP101"
        assert found.span is not None
        assert found.span.start.line == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_file(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text("a: 1\n")
    path.chmod(0)
    findings = Findings()
    assert load(path, findings) is None
    assert [finding.code for finding in findings.sorted()] == ["CAP101"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_an_endless_file() -> None:
    findings = Findings()
    assert load(Path("/dev/zero"), findings) is None
    assert [finding.code for finding in findings.sorted()] == ["CAP102"]


def test_the_source_line_is_known_of_files_that_are_refused(bench: Bench) -> None:
    for raw in (b"x: 1\na: [\n", GOOD.encode() + _MARKER.encode(), b"x: 1\na: \x00\n"):
        read = bench.load(raw)
        span = read.only.span
        assert read.collector.sources is not None
        assert span is not None
        assert read.collector.sources.line(span.file, span.start.line)


HOSTILE = {
    "keys that stand twice": "a: 1\n" * 100_000,
    "tags": "- !x 1\n" * 100_000,
    "a key of values": f"? [{'1,' * 1_000_000}]\n: 1\n",
    "anchors": "".join(f"- &z{number} 1\n" for number in range(100_000)),
    "anchors of one mapping": "".join(f"k{number}: &z{number} 1\n" for number in range(100_000)),
    "aliases": "".join(f"b{number}: *z{number}\n" for number in range(50_000)),
    "wrong values": f"capability: {{consumes: [{'1,' * 100_000}]}}\n",
    "unknown keys": GOOD + "".join(f"methud{number}: 1\n" for number in range(50_000)),
    "openings": f"capability: {{consumes: [{{baseUri: '{'{{a ' * 500_000}'}}]}}\n",
    "braces": f"capability: {{consumes: [{{path: '{'{' * 1_000_000}'}}]}}\n",
    "closings": f"capability: {{consumes: [{{path: '{'a}' * 500_000}'}}]}}\n",
    "blanks": f"capability: {{consumes: [{{path: '{{{{{' ' * 1_000_000}'}}]}}\n",
    "a long line": f"a: {'x' * 5_000_000}\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_end_soon_and_say_little(bench: Bench, text: str) -> None:
    read = bench.check(text)
    shown = render_text(read.findings, read.collector.sources)
    assert 0 < len(read.findings) <= 1001
    assert len(shown) < 1_000_000
