"""From a file to plain data, and local references: below its folder, bounded, never the network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from ..diagnostics import Findings, Position, Severity, Span
from ..source.files import FileRefusedError, Files
from ..source.loader import load

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a document in JSON; one in YAML is bounded as a capability is."""
_DEEPEST: Final = 200


class OpenApiError(Exception):
    """There is nothing that could be imported; the message says why, to stand after the file's name.

    Where the text itself is at fault, `place` is where, and `advice` what to do there.
    """

    def __init__(self, message: str, place: Span | None = None, advice: str = "") -> None:
        super().__init__(message)
        self.place = place
        self.advice = advice

    @property
    def said(self) -> str:
        """The message where another place is shown than its own."""
        if self.place is None:
            return str(self)
        at = f"{self.place.start.line}:{self.place.start.column}"
        return f"{self} ({self.place.file}:{at})"


class Document:
    """A document and those that it refers to."""

    def __init__(self, path: Path) -> None:
        self._files = Files(path.parent)
        self._data: dict[str, Any] = {}
        self.merged: dict[int, dict[str, Any]] = {}
        """Schemas with what `allOf` adds to them, by the identity of the data of this document."""
        self.name = path.name
        self.data = self._read(path, path.name)

    def resolve(self, value: Any, base: str = "") -> tuple[Any, str]:
        """What a value stands for where it is a reference, and the file in which that stands.

        Raises:
            OpenApiError: the reference leads nowhere, out of the folder, or in a circle.
        """
        seen: set[tuple[str, str]] = set()
        base = base or self.name
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            reference = value["$ref"]
            if (base, reference) in seen:
                raise OpenApiError(f"the reference `{reference}` goes in a circle")
            seen.add((base, reference))
            file, _, pointer = reference.partition("#")
            if file:
                base = self._sibling(file, base)
            value = _at(self._document(base), pointer, reference)
        return value, base

    def _sibling(self, file: str, base: str) -> str:
        if "://" in file or file.startswith("//"):
            raise OpenApiError(
                f"`{file}` is no file below the folder: nothing is read from the network"
            )
        parts = [*base.split("/")[:-1]]
        for part in unquote(file).split("/"):
            if part == "..":
                if not parts:
                    raise OpenApiError(f"`{file}` leads out of the folder of the document")
                parts.pop()
            elif part not in ("", "."):
                parts.append(part)
        return "/".join(parts)

    def _document(self, name: str) -> Any:
        if name == self.name and name not in self._data:
            return self.data
        if name not in self._data:
            try:
                path = self._files.inside(name)
            except FileRefusedError as refusal:
                raise OpenApiError(f"`{name}` {refusal}") from None
            self._data[name] = self._read(path, name)
        return self._data[name]

    def _read(self, path: Path, name: str) -> Any:
        try:
            with path.open("rb") as stream:
                content = stream.read(LARGEST + 1)
        except OSError as error:
            raise OpenApiError(
                f"`{name}` cannot be read ({(error.strerror or 'error').lower()})"
            ) from None
        if len(content) > LARGEST:
            raise OpenApiError(f"`{name}` is larger than 64 MiB")
        if content.lstrip()[:1] in (b"{", b"["):
            return _json(path, content, name)
        return _yaml(path, content)


def read_document(path: Path) -> Document:
    """Read an OpenAPI document. Raises `OpenApiError`."""
    return Document(path)


_OF_JSON: Final = {
    "Expecting property name enclosed in double quotes": (
        "write the key in double quotes; no `,` stands behind the last one"
    ),
    "Expecting value": "give a value; no `,` stands behind the last one",
    "Expecting ',' delimiter": "write the `,` before it, or close what was opened above",
    "Expecting ':' delimiter": "write a `:` behind the key",
    "Unterminated string starting at": 'close the text with `"`',
    "Invalid control character at": "write line breaks and tabs of a text as `\\n` and `\\t`",
    "Extra data": "remove what stands behind the end of the document",
}
"""What is to be done about what the parser of JSON says."""


def _json(path: Path, content: bytes, name: str) -> Any:
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        place = Position(error.lineno, error.colno)
        span = Span(_shown(path), place, Position(error.lineno, error.colno + 1))
        problem = f"`{name}` is no JSON: {error.msg[0].lower()}{error.msg[1:]}"
        raise OpenApiError(problem, span, _OF_JSON.get(error.msg, "correct it there")) from None
    except (ValueError, RecursionError) as error:
        raise OpenApiError(f"`{name}` is no JSON: {error}") from None


def _yaml(path: Path, content: bytes) -> Any:
    findings = Findings()
    sources = load(Path(_shown(path)), findings, content)
    if sources is None or findings.has_errors:
        first = next(each for each in findings.sorted() if each.severity is Severity.ERROR)
        message = f"{first.message[0].lower()}{first.message[1:].rstrip('.')}"
        raise OpenApiError(message, first.span, first.hint)
    return sources.main.data


def _shown(path: Path) -> str:
    """As it is called in findings: from where the command runs, if it is below that."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _at(data: Any, pointer: str, reference: str) -> Any:
    """The value at a JSON pointer in a fragment (RFC 6901, section 6)."""
    for token in unquote(pointer).split("/")[1:] if pointer else []:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(data, dict) and key in data:
            data = data[key]
        elif isinstance(data, list) and key.isdigit() and int(key) < len(data):
            data = data[int(key)]
        else:
            raise OpenApiError(f"the reference `{reference}` leads nowhere")
    return data


def items(value: Any) -> list[Any]:
    """The items of a list; none of what is no list, whatever a document has in its place."""
    return value if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """The texts of a list."""
    return [each for each in items(value) if isinstance(each, str)]


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """The mappings of a list."""
    yield from (each for each in items(value) if isinstance(each, dict))
