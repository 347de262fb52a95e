"""Recordings, read again: those of this package, and one that a crash has cut."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from ..errors import SettingError
from ..records import Record
from ..values import JsonValue
from .entries import is_json

_LARGEST: Final = 1024 * 1024 * 1024


class Exchange(Record):
    """One recorded exchange."""

    number: int
    """Its place among all, from 0."""
    data: Mapping[str, Any]

    @property
    def api(self) -> str | None:
        """The namespace of the API, where the recording says it."""
        return self.data.get("api")

    @property
    def operation(self) -> str | None:
        """The name of the operation, where the recording says it."""
        return self.data.get("op")

    @property
    def method(self) -> str:
        """In capitals."""
        return str(self.data["method"])

    @property
    def target(self) -> str:
        """Path and query."""
        return str(self.data["target"])

    @property
    def status(self) -> int:
        """Of the answer."""
        return int(self.data["status"])

    @property
    def content_type(self) -> str | None:
        """Of the answer."""
        return self.data.get("content_type")

    @property
    def headers(self) -> Mapping[str, str]:
        """Of the answer; those of its framing are not recorded."""
        return self.data.get("headers") or {}

    @property
    def body(self) -> bytes | None:
        """Of the answer; None where it was too long, or could not be masked."""
        return _bytes(self.data, "", self.content_type)

    @property
    def request_content_type(self) -> str | None:
        """Of the request."""
        return self.data.get("request_content_type")

    @property
    def request_body(self) -> bytes | None:
        """Of the request; None where it was too long, or could not be masked."""
        return _bytes(self.data, "request_", self.request_content_type)


def _bytes(data: Mapping[str, Any], before: str, kind: str | None) -> bytes | None:
    if data.get(f"{before}body_shortened") or data.get(f"{before}body_withheld"):
        return None
    value = data.get(f"{before}body")
    if isinstance(value, str) and data.get(f"{before}body_is_base64"):
        return base64.b64decode(value)
    as_text = data.get(f"{before}body_is_raw_text") or not is_json(kind)
    if isinstance(value, str) and as_text:
        return value.encode()
    if value is None and not data.get(f"{before}body_length", 0):
        return b""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def exchanges(path: str) -> tuple[Exchange, ...]:
    """All exchanges of a file, or of the files of a folder, in the order of their names.

    Raises:
        SettingError: there is none, or a file is no recording.
    """
    place = Path(path)
    files = sorted(place.glob("*.json")) if place.is_dir() else [place]
    found = [each for file in files for each in _file(file)]
    if not found:
        raise SettingError(f"{path} holds no recorded exchange")
    return tuple(Exchange(number, each) for number, each in enumerate(found))


def _file(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        if path.stat().st_size > _LARGEST:
            raise SettingError(f"{path} is larger than {_LARGEST} bytes")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError:
        raise SettingError(f"{path} is no recording: it is not UTF-8") from None
    try:
        found: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        found = [*_lines(text, path)]
    if not isinstance(found, list) or not all(map(_is_exchange, found)):
        raise SettingError(f"{path} is no recording: it is no list of exchanges")
    yield from found


def _lines(text: str, path: Path) -> Iterator[Any]:
    """The exchanges that are whole: a crash cuts the last line."""
    lines = [line.strip().removesuffix(",") for line in text.splitlines()]
    lines = [line for line in lines if line not in ("", "[", "]", ",")]
    for number, line in enumerate(lines, 1):
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            if number < len(lines):
                raise SettingError(
                    f"{path} is no recording: exchange {number} is no JSON"
                ) from None


def _is_exchange(value: JsonValue) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("method"), str)
        and isinstance(value.get("target"), str)
        and isinstance(value.get("status"), int)
        and bool(100 <= value["status"] <= 599)
    )
