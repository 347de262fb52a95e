"""The file of a recording: whole lines, whatever happens."""

from __future__ import annotations

import errno
import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from templates.runtime.errors import SettingError
from templates.runtime.recording import files
from templates.runtime.recording.masking import Fields
from templates.runtime.recording.reading import exchanges


def _line(number: int) -> bytes:
    return json.dumps({"method": "GET", "target": f"/{number}", "status": 200}).encode()


def test_threads_share_a_file(tmp_path: Path) -> None:
    writer = files.writer(str(tmp_path), "api", 10**6, "test")

    def fifty(start: int) -> None:
        for number in range(start, start + 50):
            writer.append(_line(number))

    threads = [threading.Thread(target=fifty, args=(n * 100,)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    [file] = tmp_path.iterdir()
    targets = [each["target"] for each in json.loads(file.read_text())]
    assert sorted(targets) == sorted(f"/{n * 100 + i}" for n in range(8) for i in range(50))


def test_every_cut_of_a_recording_can_be_read(tmp_path: Path) -> None:
    writer = files.writer(str(tmp_path / "whole"), "api", 10**6, "test")
    for number in range(4):
        writer.append(_line(number))
    [file] = (tmp_path / "whole").iterdir()
    content = file.read_bytes()
    cut = tmp_path / "cut.json"
    for end in range(len(_line(0)) + 3, len(content)):
        cut.write_bytes(content[:end])
        found = exchanges(str(cut))
        assert [each.target for each in found] == [f"/{n}" for n in range(len(found))]
        assert len(found) >= content[:end].count(b"\n") - 1


def test_a_full_disk_ends_the_recording_and_no_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    writer = files.writer(str(tmp_path), "api", 10**6, "test")
    writer.append(_line(1))
    real = os.write

    def full(file: int, data: Any) -> int:
        if len(data) > 20:
            return real(file, bytes(data[:20]))
        if len(data) > 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(file, data)

    monkeypatch.setattr(os, "write", full)
    writer.append(_line(2))
    writer.append(_line(3))
    monkeypatch.undo()

    [file] = tmp_path.iterdir()
    assert [each["target"] for each in json.loads(file.read_text())] == ["/1"]
    assert [record.getMessage() for record in caplog.records] == [
        "the recording ends: No space left on device"
    ]


@pytest.mark.parametrize("content", ["", "{}", "nonsense", "[1]", '[{"method": "GET"}]', "[]"])
def test_what_is_no_recording_is_said(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(content)
    with pytest.raises(SettingError):
        exchanges(str(file))


def test_a_broken_line_in_the_middle_is_no_cut(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(b"[\n" + _line(1) + b",\n{nonsense\n,\n" + _line(2) + b"\n]\n")
    with pytest.raises(SettingError, match="exchange 2 is no JSON"):
        exchanges(str(file))


def test_fields_are_known_by_letters_and_digits() -> None:
    fields = Fields(("Card Number",))
    hidden = ("cardNumber", "card_number", "CARD-NUMBER", "accessToken", "X-Password", "userSecret")
    assert all(map(fields.has, hidden))
    assert not any(map(fields.has, ("number", "card", "tokens", "passwords", "secretary")))
    assert fields.masked({"token": {"a": ["x", 5, None, True]}}) == {
        "token": {"a": ["***", 0, None, True]}
    }
    assert fields.pairs("a=1&token=x%20y&flag&token=") == "a=1&token=***&flag&token=***"
    assert fields.header("X-Auth-Token", "v") == "***"
    assert fields.header("Location", "/v") == "/v"
    assert fields.within("<AccessToken>x</AccessToken>")
    assert fields.within("card number: 5")
    assert not fields.within("a number")
