"""MANIFEST.json: what was generated from what, and the hash of every file.

It is the memory by which the writer tells its own files from other people's, so it is read as
carefully as any other input: it may be broken, and it may be made to harm.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from .. import regex
from ..records import dataclass

NAME: Final = "MANIFEST.json"
LARGEST: Final = 8 * 1024 * 1024
"""Bytes; a larger manifest is not one of ours."""

_SHA256: Final = regex.late(r"[0-9a-f]{64}")


class ManifestError(Exception):
    """The manifest cannot be trusted; the message says why, to stand after a colon."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of MANIFEST.json. It has no date and no path of the machine."""

    version: str
    """Of the generator."""
    spec: str
    """The file's name, without folders."""
    spec_sha256: str
    sources: Mapping[str, str]
    """Other files that were read, relative to the spec's folder, with their SHA-256."""
    dialect: str
    options: Mapping[str, str | bool | None]
    omissions: tuple[str, ...]
    """The units that `--keep-going` left out: `<adapter>.<unit>`."""
    files: Mapping[str, str]
    """Every generated file but this one, relative to the package, with its SHA-256."""
    overlays: Sequence[tuple[str, str]] = ()
    """The overlays that changed the spec, in their order: relative to its folder, with SHA-256."""

    def to_bytes(self) -> bytes:
        """The same manifest gives the same bytes: keys in a fixed order, files sorted."""
        overlays = [{"name": name, "sha256": digest} for name, digest in self.overlays]
        document = {
            "generator": {"name": "capwright", "version": self.version},
            "spec": {"name": self.spec, "sha256": self.spec_sha256},
            "sources": dict(sorted(self.sources.items())),
            **({"overlays": overlays} if overlays else {}),
            "dialect": self.dialect,
            "options": dict(sorted(self.options.items())),
            "omissions": list(self.omissions),
            "files": dict(sorted(self.files.items())),
        }
        return _bytes(document)


def runtime_bytes(version: str, files: Mapping[str, str]) -> bytes:
    """The manifest of a runtime that several packages share: it was made from no specification."""
    generator = {"name": "capwright", "version": version}
    return _bytes({"generator": generator, "files": dict(sorted(files.items()))})


def _bytes(document: Mapping[str, Any]) -> bytes:
    text = json.dumps(document, indent=2, ensure_ascii=False)
    # A name that is no UTF-8 comes as lone surrogates; as `\udcff` they are JSON again.
    return (text + "\n").encode("utf-8", "backslashreplace")


def sha256(content: bytes) -> str:
    """The hash as the manifest writes it."""
    return hashlib.sha256(content).hexdigest()


def sha256_of(path: Path) -> str:
    """The hash of a file of any size.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_inside(path: str) -> bool:
    """Whether a path of a manifest is a plain relative one that stays inside the package."""
    if not path or "\\" in path or "\0" in path or ":" in path:
        return False
    return all(part not in {"", ".", ".."} for part in path.split("/"))


def listed_files(content: bytes) -> Mapping[str, str]:
    """The files that a manifest lists, with their hashes: all that the writer needs of an old one.

    Raises:
        ManifestError: it is not a manifest, or it lists what no manifest may list.
    """
    if len(content) > LARGEST:
        raise ManifestError("it is too large")
    try:
        document: Any = json.loads(content)
    except (ValueError, RecursionError):
        raise ManifestError("it is not JSON") from None
    files = document.get("files") if isinstance(document, dict) else None
    if not isinstance(files, dict):
        raise ManifestError("it has no list of files")
    for path, digest in files.items():
        if not is_inside(path):
            raise ManifestError(f"it lists {path!r}, which is no path inside the package")
        if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
            raise ManifestError(f"it has no SHA-256 for {path!r}")
    return {path: digest for path, digest in files.items() if path != NAME}
