"""Files that are no capabilities: exit code 1, a diagnostic, no traceback, nothing harmed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tool.conftest import QUAY, SMALL, Run, command, tree

QUAY_TEXT = QUAY.read_text(encoding="utf-8")

BAD: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\n  \n# only a remark\n",
    "not yaml": b"a: [1, 2\nb: }",
    "a list": b"- 1\n- 2\n",
    "a word": b"capability",
    "binary": bytes(range(256)) * 64,
    "zeros": b"\0" * 4096,
    "utf-16": SMALL.encode("utf-16"),
    "broken utf-8": b"naftiko: \xff\xfe\n",
    "duplicate keys": SMALL.replace("info:", "info: {}\ninfo:").encode(),
    "aliases": b"a: &x [1]\nb: *x\n",
    "alias bomb": b"a: &a [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in b"bcdefghij"),
    "cut in the middle": QUAY_TEXT[: len(QUAY_TEXT) // 2].encode(),
    "cut in a word": QUAY_TEXT[:5003].encode(),
    "deep": b"[" * 20_000,
    "deep, indented": b"".join(b" " * n + b"a:\n" for n in range(3000)),
    "several documents": b"a: 1\n---\nb: 2\n",
    "a tag": b"naftiko: !!python/object/apply:os.system [echo]\n",
    "unknown call": SMALL.replace("pond.getfish", "pond.nothing").encode(),
    "wrong method": SMALL.replace("method: GET", "method: FETCH").encode(),
    "port": SMALL.replace("port: 8080", "port: 70000").encode(),
    "no capability": b"naftiko: 1.0.0-alpha2\ninfo: {label: x}\n",
    "wrong shapes": b"naftiko: 1.0.0-alpha2\ncapability: [1, {}]\n",
    "nothing but nulls": b"naftiko:\ninfo:\ncapability:\n  consumes:\n  exposes:\n",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(name: str, capwright: Run, small: Path, out: Path) -> None:
    capwright("generate", small, "--out", out)
    before = tree(out)
    small.write_bytes(BAD[name])
    for run in (("generate", small, "--out", out), ("validate", small)):
        result = capwright(*run)
        assert result.exit_code == 1, result.stderr
        assert "error[CAP" in result.stderr
        assert f"--> {small.as_posix()}:" in result.stderr
        assert "capwright failed" not in result.stderr
    inspected = capwright("inspect", small)
    assert inspected.exit_code == 1
    assert "capwright failed" not in inspected.stderr
    assert tree(out) == before


def test_a_file_of_100_mb(small: Path, out: Path) -> None:
    with small.open("wb") as stream:
        stream.write(b"a: 1\n")
        stream.truncate(100 * 1024 * 1024)
    result = command("generate", small, "--out", out)
    assert result.returncode == 1
    assert "error[CAP" in result.stderr
    assert "Traceback" not in result.stderr


def fifo(path: Path) -> None:
    os.mkfifo(path)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize("make", [fifo, dangling])
def test_what_is_no_file(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    make(path)
    for run in ("generate", "validate", "inspect"):
        result = command(run, path)
        assert result.returncode == 2
        assert "Traceback" not in result.stderr


def test_an_output_folder_that_cannot_be_made(capwright: Run, small: Path) -> None:
    result = capwright("generate", small, "--out", "/proc/capwright")
    assert result.exit_code == 1
    assert "CAP155" in result.stderr


def test_a_manifest_as_a_weapon(capwright: Run, small: Path, out: Path) -> None:
    precious = out.parent / "precious"
    precious.write_bytes(b"")
    capwright("generate", small, "--out", out)
    manifest = out / "pond" / "MANIFEST.json"
    for hostile in (b"{", b"[]", b'{"files": {"../../precious": "' + b"0" * 64 + b'"}}'):
        manifest.write_bytes(hostile)
        result = capwright("generate", small, "--out", out)
        assert result.exit_code == 1
        assert "CAP154" in result.stderr
        assert precious.exists()
