"""The golden cases: every folder beside this file that holds a `capability.yaml`.

`expected/` is the package that is generated, without `_runtime/`: the runtime is copied as it is, and
the committed `generated/quay/`, which is a case too, shows all of it. A case that is refused has no
`expected/`. `findings.txt` is what is said about the file.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.diagnostics import Findings
from generator.diagnostics.text import render_text
from generator.options import Options
from generator.pipeline import build, understand
from generator.store.manifest import NAME
from generator.store.packages import package_name

HERE: Final = Path(__file__).parent
_RUNTIME: Final = "_runtime/"


@dataclass(frozen=True)
class Case:
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def expected(self) -> dict[str, bytes]:
        """Every file of `expected/` and `findings.txt`, by path relative to the case."""
        paths = [self.folder / "findings.txt", *(self.folder / "expected").rglob("*")]
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in paths
            if path.is_file()
        }

    def produced(self) -> dict[str, bytes]:
        """The same, as the generator makes them now."""
        findings = Findings()
        with contextlib.chdir(self.folder):
            understood = understand(Path("capability.yaml"), None, findings)
            files: Mapping[str, bytes] = {}
            if understood is not None and not findings.has_errors:
                files = build(understood, Options(package_name(self.folder)))
            text = render_text(findings.sorted(), findings.sources)
        made = {f"expected/{path}": content for path, content in _without_runtime(files)}
        return {"findings.txt": text.encode(), **made}


def cases() -> list[Case]:
    """All cases, by name."""
    return [Case(path.parent) for path in sorted(HERE.glob("*/capability.yaml"))]


def _without_runtime(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for path, content in files.items():
        if path == NAME:
            manifest = json.loads(content)
            manifest["files"] = {
                name: digest
                for name, digest in manifest["files"].items()
                if not name.startswith(_RUNTIME)
            }
            yield path, (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
        elif not path.startswith(_RUNTIME):
            yield path, content
