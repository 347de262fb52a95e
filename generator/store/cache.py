"""What was generated before: so that an unchanged specification is done in a few milliseconds.

An entry says that this generator made these files of these bytes and found this. It is used only
where the specification, the generator and the options are the same and every generated file is
still there as it was. It lives in the user's cache folder; whatever is wrong with it, the package is
generated anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from .. import own_files
from ..diagnostics import Finding, Position, Severity, Span
from ..options import Options
from ..records import dataclass
from ..source.text import Text, with_line_feeds
from . import manifest
from .folder import Kind, kind_of, look, parents

FOLDER: Final = "CAPWRIGHT_CACHE_DIR"
"""The environment variable that puts the cache elsewhere."""
MOST: Final = 8192
"""Entries that are kept."""
_AT_ONCE: Final = 1 << 20
"""Bytes of a file that is read at once; a larger one in pieces."""
_DEPENDENCIES: Final = ("black", "jinja2", "jsonschema", "python_jsonpath", "pyyaml")


@dataclass(frozen=True, slots=True)
class Remembered:
    """A specification whose package is as it was generated."""

    findings: tuple[Finding, ...]
    files: int
    texts: Mapping[str, Text]
    """Of the specification, of its overlays and of files beside it, by their names."""

    def line(self, file: str, number: int) -> str:
        """A line of one of them, for the findings."""
        text = self.texts.get(file)
        return "" if text is None else text.line(number)


@dataclass(frozen=True, slots=True)
class MadeOf:
    """What decides the bytes of a package, besides the generator."""

    spec: Path
    sha256: str
    overlays: Mapping[str, str]
    """The SHA-256 of each by its name, in the order of their turn."""
    options: Options

    def key(self) -> list[Any]:
        """As JSON has it. The names of files as given stand in the findings."""
        overlays = [list(pair) for pair in self.overlays.items()]
        return [fingerprint(), self.spec.as_posix(), self.sha256, overlays, repr(self.options)]


def recall(
    spec: Path,
    folder: Path,
    options: Options,
    overlays: Sequence[Path] = (),
    *,
    alone: bool = False,
) -> Remembered | None:
    """What is known of a specification, if its package needs nothing done.

    Every file of the package is read. `alone`: and there is no other in its folder.
    """
    fingerprint()  # of the generator as it is now, not as it may be when the work is done
    try:
        if not _is_private(_cache_folder()):
            return None
        # The entry first: where there is none, nothing else is looked at.
        entry = json.loads(_place(spec, folder).read_bytes())
        contents = {path.as_posix(): path.read_bytes() for path in (spec, *overlays)}
        first, *rest = ((name, _hash(content)) for name, content in contents.items())
        if entry["key"] != MadeOf(spec, first[1], dict(rest), options).key():
            return None
        files: dict[str, str] = entry["files"]
        if not _are_as_they_were(folder, files):
            return None
        if alone and not _is_alone(folder, files):
            return None
        beside: dict[str, str] = entry["beside"]
        others = {name: _beside(spec, name) for name in beside}
        if not all(_is_same(others[name], digest) for name, digest in beside.items()):
            return None
        findings = tuple(_finding(each) for each in entry["findings"])
        contents |= others
        texts = {
            name: Text(content.decode("utf-8-sig", "replace")) for name, content in contents.items()
        }
        return Remembered(findings, len(files), texts)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError):
        return None


def _is_alone(folder: Path, files: Mapping[str, str]) -> bool:
    kinds = look(folder).kinds.items()
    return all(kind is Kind.FOLDER or path in files for path, kind in kinds)


def _beside(spec: Path, name: str) -> bytes:
    """A file that the specification names. Raises `OSError` where it stands where it may not be read."""
    path = Path(name)
    if not path.resolve().is_relative_to(spec.parent.resolve()):
        raise OSError(f"{name} is outside the folder of {spec}")
    return path.read_bytes()


def _is_same(content: bytes, digest: str) -> bool:
    """Whether a file is what it was: by its bytes (`=`), or by its text with line feeds as line ends."""
    if digest.startswith("="):
        return manifest.sha256(content) == digest[1:]
    return _hash(content) == digest


def remember(
    made_of: MadeOf,
    folder: Path,
    findings: Sequence[Finding],
    files: Mapping[str, bytes],
    beside: Mapping[str, str],
) -> None:
    """Note what was made of a specification; a cache that cannot be written is no matter.

    `beside` are the other files that it is made of (`SourceSet.beside`).
    """
    entry = {
        "key": made_of.key(),
        "beside": dict(beside),
        "files": {path: manifest.sha256(content) for path, content in files.items()},
        "findings": [_plain(finding) for finding in findings],
    }
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        place = _place(made_of.spec, folder)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        import tempfile  # not for those that only look

        handle, name = tempfile.mkstemp(dir=place.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(json.dumps(entry))  # at once: to a stream it is written in Python
            Path(name).replace(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _is_private(folder: Path) -> bool:
    """Whether nobody but this user can have written what stands there."""
    if os.name != "posix":
        return True
    status = folder.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def prune() -> None:
    """Forget the oldest half of a cache that has grown large: folders come and go."""
    with contextlib.suppress(OSError, RuntimeError):
        entries = list(_cache_folder().glob("*.json"))
        if len(entries) > MOST:
            entries.sort(key=lambda entry: entry.stat().st_mtime)
            for entry in entries[: len(entries) // 2]:
                entry.unlink(missing_ok=True)


@cache
def fingerprint() -> str:
    """The hash of everything that makes the generator what it is."""
    digest = hashlib.sha256()
    installed = _installed()
    versions = [installed.get(name) or _version(name) for name in _DEPENDENCIES]
    digest.update(repr((sys.version_info[:2], versions)).encode())
    for path in own_files.own_files():
        with open(path, "rb", buffering=0) as stream:
            content = stream.readall()
        digest.update(f"{os.path.basename(path)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _installed() -> Mapping[str, str]:
    """The versions of installed packages; from the names of their folders, since `importlib.metadata` takes
    a while to import."""
    found: dict[str, str] = {}
    for place in sys.path:
        with contextlib.suppress(OSError):
            for entry in os.listdir(place or "."):
                if entry.endswith(".dist-info"):
                    name, _, version = entry.removesuffix(".dist-info").partition("-")
                    found.setdefault(name.lower(), version)
    return found


def _version(name: str) -> str:
    import importlib.metadata

    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""  # Not every run needs it: what does says so.


def _hash(content: bytes) -> str:
    return manifest.sha256(with_line_feeds(content))


def _place(spec: Path, folder: Path) -> Path:
    """One entry for each specification and folder, so that the cache does not grow."""
    name = hashlib.sha256(repr((spec.resolve(), folder.resolve())).encode()).hexdigest()
    return _cache_folder() / f"{name}.json"


def _cache_folder() -> Path:
    if chosen := os.environ.get(FOLDER):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "capwright"


def _are_as_they_were(folder: Path, files: Mapping[str, str]) -> bool:
    """Whether all are plain files with the bytes that were generated, reached through no link."""
    above = {each for path in files for each in parents(path)}
    if any(kind_of(folder / each) is not Kind.FOLDER for each in ("", *above)):
        return False
    top = os.fspath(folder)
    return all(_is_as_it_was(f"{top}/{path}", digest) for path, digest in files.items())


def _is_as_it_was(path: str, digest: str) -> bool:
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode):
        return False
    if status.st_size > _AT_ONCE:
        return manifest.sha256_of(Path(path)) == digest
    with open(path, "rb", buffering=0) as stream:
        return manifest.sha256(stream.readall()) == digest


def _plain(finding: Finding) -> dict[str, Any]:
    span = finding.span
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "pointer": finding.pointer,
        "span": span
        and [span.file, span.start.line, span.start.column, span.end.line, span.end.column],
    }


def _finding(plain: dict[str, Any]) -> Finding:
    span = None
    if plain["span"] is not None:
        file, *numbers = plain["span"]
        span = Span(file, Position(*numbers[:2]), Position(*numbers[2:]))
    return Finding(
        plain["code"],
        Severity(plain["severity"]),
        plain["message"],
        plain["hint"],
        plain["pointer"],
        span,
    )
