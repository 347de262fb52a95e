"""What a distribution says of itself (PyPA, "Core metadata"), from a package that was generated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from packaging.version import InvalidVersion, Version

from ..contract.document import NAME as CONTRACT
from ..records import dataclass

EXTRAS: Final = ("rest", "mcp", "skill", "telemetry")
_METADATA: Final = 'core-metadata-version = "2.4"'
"""The first that has licences as expressions; what reads packages may not know a newer one."""
_INCLUDED: Final = ("-r ", "#")


@dataclass(frozen=True, slots=True)
class Project:
    """One distribution."""

    name: str
    package: str
    """The folder that is imported."""
    version: str
    summary: str
    dependencies: tuple[str, ...]
    extras: Mapping[str, tuple[str, ...]]
    license: str | None
    """An SPDX expression; None where the owner has chosen none."""
    url: str | None
    """Of the specification."""
    serves: bool = False
    """Whether there is something to start."""

    def toml(self, sbom: str) -> str:
        """`pyproject.toml`, for Hatch. TOML's basic strings are written as JSON's."""
        lines = [
            "[build-system]",
            'requires = ["hatchling>=1.29"]',
            'build-backend = "hatchling.build"',
            "",
            "[project]",
            f"name = {_text(self.name)}",
            f"version = {_text(self.version)}",
            f"description = {_text(self.summary)}",
            'readme = "README.md"',
            'requires-python = ">=3.11"',
            *([f"license = {_text(self.license)}"] if self.license else []),
            'classifiers = ["Typing :: Typed"]',
            f"dependencies = {_texts(self.dependencies)}",
            "",
            "[project.optional-dependencies]",
            *(f"{extra} = {_texts(lines)}" for extra, lines in self.extras.items()),
            "",
            *self._scripts(),
            *(["[project.urls]", f"Specification = {_text(self.url)}", ""] if self.url else []),
            "[tool.hatch.build.targets.wheel]",
            f"packages = {_texts([self.package])}",
            f"sbom-files = {_texts([sbom])}",
            _METADATA,
            "",
            "[tool.hatch.build.targets.sdist]",
            _METADATA,
            f"only-include = {_texts([self.package, sbom, 'README.md'])}",
        ]
        return "".join(f"{line}\n" for line in lines)

    def _scripts(self) -> list[str]:
        """The command, by the name of the distribution: what starts a server without a path."""
        if not self.serves:
            return []
        return ["[project.scripts]", f'{_text(self.name)} = "{self.package}.__main__:run"', ""]


def project_of(
    files: Mapping[str, bytes],
    package: str,
    declared: str | None,
    summary: str,
    *,
    name: str | None = None,
    license_: str | None = None,
    url: str | None = None,
) -> Project:
    """The distribution of a package.

    Args:
        files: of the package, by path.
        package: its folder.
        declared: the version of the specification. One that is no version of a distribution (PEP 440)
            gives way to the digest of the contract, which changes when callers have to know.
        summary: in a line.
        name: of the distribution, where it is not the package's.
        license_: an SPDX expression.
        url: of the specification.
    """
    required = {extra: f"requirements-{extra}.txt" for extra in EXTRAS}
    return Project(
        name=name or package.replace("_", "-").strip("-"),
        package=package,
        version=_version(declared) or f"0+{hashlib.sha256(files[CONTRACT]).hexdigest()[:12]}",
        summary=summary,
        dependencies=(
            *_lines(files, "requirements-runtime.txt"),
            *_lines(files, "requirements.txt"),
        ),
        extras={extra: _lines(files, path) for extra, path in required.items() if path in files},
        license=license_,
        url=url,
        serves="__main__.py" in files,
    )


def _version(declared: str | None) -> str | None:
    try:
        return str(Version(declared or ""))
    except InvalidVersion:
        return None


def _lines(files: Mapping[str, bytes], path: str) -> tuple[str, ...]:
    """The requirements of a file: without its comments, the files that it includes, and hashes."""
    lines = files.get(path, b"").decode().splitlines()
    return tuple(line.partition(" --hash=")[0] for line in lines if not line.startswith(_INCLUDED))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"
