"""The implementations: how each is called, and ours."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
MADE: Final = ROOT / ".make"
NPM: Final = MADE / "overlays" / "node_modules"
PYTHON: Final = MADE / "overlays" / "venv" / "bin"
_TIMEOUT: Final = 120.0
"""Seconds."""


class RefusedError(Exception):
    """The implementation refuses the overlay, or fails."""


@dataclass(frozen=True)
class Peer:
    """A program that applies overlays; `command` gets the document, the overlay and a file for the result."""

    name: str
    version: str
    command: Callable[[Path, Path, Path], list[str]]

    def apply(self, document: Path, overlay: Path) -> Any:
        """The data of the result."""
        result = document.with_name("result.yaml")
        result.unlink(missing_ok=True)
        words = self.command(document, overlay, result)
        done = subprocess.run(
            words,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT,
            cwd=document.parent,
            check=False,
        )
        if done.returncode != 0:
            raise RefusedError(done.stderr.strip() or done.stdout.strip())
        text = result.read_text() if result.exists() else done.stdout
        try:
            return yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise RefusedError(str(error)) from None


def _npm(name: str) -> str:
    package = json.loads((NPM / name / "package.json").read_text())
    return str(package["version"])


def _go(name: str) -> str:
    text = (Path(__file__).parent / "go" / "go.mod").read_text()
    [line] = [each for each in text.splitlines() if name in each]
    return line.split()[1].removeprefix("v")


def peers() -> list[Peer]:
    """All of them, as `make overlays` has installed them."""
    node = str(NPM / ".bin")
    return [
        Peer(
            "openapi-overlays-js",
            _npm("openapi-overlays-js"),
            lambda spec, overlay, _: [
                f"{node}/overlayjs",
                "--openapi",
                str(spec),
                "--overlay",
                str(overlay),
            ],
        ),
        Peer(
            "bump-cli",
            _npm("bump-cli"),
            lambda spec, overlay, out: [
                f"{node}/bump",
                "overlay",
                str(spec),
                str(overlay),
                "-o",
                str(out),
            ],
        ),
        Peer(
            "openapi-format",
            _npm("openapi-format"),
            lambda spec, overlay, out: [
                *(f"{node}/openapi-format", str(spec), "--no-sort"),
                *("--overlayFile", str(overlay), "-o", str(out)),
            ],
        ),
        Peer(
            "oas-patch",
            "0.6.0",
            lambda spec, overlay, out: [
                f"{PYTHON}/oas-patch",
                "overlay",
                str(spec),
                str(overlay),
                "-o",
                str(out),
            ],
        ),
        Peer(
            "speakeasy openapi-overlay",
            _go("openapi-overlay"),
            lambda spec, overlay, _: [
                str(MADE / "openapi-overlay"),
                "apply",
                str(overlay),
                str(spec),
            ],
        ),
        Peer(
            "pb33f libopenapi",
            _go("libopenapi"),
            lambda spec, overlay, _: [str(MADE / "libopenapi-overlay"), str(spec), str(overlay)],
        ),
    ]


def ours(document: Path, overlay: Path) -> Any:
    """The same by this generator."""
    from generator.diagnostics import Findings
    from generator.overlay import apply_overlays
    from generator.source.loader import load

    findings = Findings()
    sources = load(document, findings)
    assert sources is not None
    if not apply_overlays(sources, [overlay], findings):
        raise RefusedError(findings.sorted()[0].message)
    return sources.main.data
