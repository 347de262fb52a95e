"""What a YAML text means: the core schema of YAML 1.2, and nothing of YAML 1.1."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from generator.source import yaml_events
from generator.source.scalars import NotFiniteError, plain, tagged
from tests.frontend.support import QUAY, Bench


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("nUll", "nUll"),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("0", 0),
        ("-17", -17),
        ("+3", 3),
        ("0123", 123),
        ("0o17", 15),
        ("0x1F", 31),
        ("-0x1F", "-0x1F"),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("12:30:45", "12:30:45"),
        ("2026-05-01", "2026-05-01"),
        ("2026-05-01T10:00:00Z", "2026-05-01T10:00:00Z"),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        ("1.0.0-alpha2", "1.0.0-alpha2"),
        ("1.2.3", "1.2.3"),
        ("-", "-"),
        (".", "."),
        ("...x", "...x"),
        ("+", "+"),
        ("0.5", 0.5),
        ("١٢", "١٢"),
        ("9" * 500, "9" * 500),
    ],
)
def test_plain_text(text: str, value: Any) -> None:
    read = plain(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("text", [".inf", "-.INF", "+.Inf", ".nan", ".NaN", "1e999", "-1e400"])
def test_numbers_that_json_cannot_write(text: str) -> None:
    with pytest.raises(NotFiniteError):
        plain(text)


def test_tags() -> None:
    assert tagged("tag:yaml.org,2002:str", "12") == "12"
    assert tagged("tag:yaml.org,2002:int", "12") == 12
    assert tagged("tag:yaml.org,2002:float", "12") == 12.0
    assert tagged("!", "true") == "true"
    with pytest.raises(ValueError, match="x"):
        tagged("tag:yaml.org,2002:int", "x")
    with pytest.raises(KeyError):
        tagged("tag:yaml.org,2002:binary", "AAAA")


def test_keys_are_text(bench: Bench) -> None:
    read = bench.load("on: 1\n2: two\ntrue: 3\n~: 4\n12:30: 5\n<<: {a: 1}\n'': empty\n")
    assert read.data == {
        "on": 1,
        "2": "two",
        "true": 3,
        "~": 4,
        "12:30": 5,
        "<<": {"a": 1},
        "": "empty",
    }
    assert read.findings == ()


def test_quotes_make_text(bench: Bench) -> None:
    text = 'a: \'8080\'\nb: "true"\nc: |\n  12\nd: >-\n  null\n  x\ne: "\\u00e9\\n"\n'
    assert bench.load(text).data == {
        "a": "8080",
        "b": "true",
        "c": "12\n",
        "d": "null x",
        "e": "é\n",
    }


def test_collections(bench: Bench) -> None:
    text = """\
        empty: {}
        none: []
        nested:
        - - 1
          - [2, {a: b}]
        - key:
            deep: yes
        """
    assert bench.load(text).data == {
        "empty": {},
        "none": [],
        "nested": [[1, [2, {"a": "b"}]], {"key": {"deep": "yes"}}],
    }


@pytest.mark.parametrize(
    "raw",
    [
        "a: é\nb: 1\n".encode(),
        "﻿a: é\nb: 1\n".encode(),
        "---\na: é\nb: 1\n".encode(),
        "# comment\n---\na: é\nb: 1\n...\n".encode(),
        "a: é\r\nb: 1\r\n".encode(),
        "a: é\rb: 1".encode(),
        "{a: é, b: 1}".encode(),
    ],
)
def test_forms_of_one_document(bench: Bench, raw: bytes) -> None:
    read = bench.load(raw)
    assert read.data == {"a": "é", "b": 1}
    assert read.findings == ()


def test_the_pure_reader_reads_the_same(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML was built without libyaml: slower, nothing else."""
    fast = bench.load(QUAY.read_bytes())
    broken = bench.load("a: 1\na: {{x}}\nb: 'c\n")
    monkeypatch.setattr(yaml_events, "_LOADER", yaml.SafeLoader)
    slow = bench.load(QUAY.read_bytes())
    assert slow.data == fast.data
    assert bench.load("a: 1\na: {{x}}\nb: 'c\n").codes == broken.codes


def test_hash_is_of_the_bytes_whatever_ends_a_line(bench: Bench) -> None:
    import hashlib

    raw = "﻿a: 1\r\nb: 2\n".encode()
    sources = bench.load(raw).sources
    assert sources is not None
    assert sources.main.sha256 == hashlib.sha256(raw.replace(b"\r", b"")).hexdigest()


def test_the_name_is_the_path_as_given(bench: Bench) -> None:
    sources = bench.load("a: 1\n").sources
    assert sources is not None
    assert sources.main.name.endswith("/spec.yaml")
    assert list(sources.sources) == [sources.main.name]
