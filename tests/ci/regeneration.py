"""`make golden` renews docs/regeneration.md, with what the commands really say.

A small repository is made in a folder of its own, its specification edited, and each command run there.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from tests.ci.test_kit import ROOT, SPEC, _environment, _run

PAGE: Final = ROOT / "docs" / "regeneration.md"
_BEFORE: Final = "{name: fish, path: '/fish/{id}', operations: [{name: getfish, method: GET}]}"
_AFTER: Final = (
    "{name: fish, path: '/fish/{id}', operations: [{name: getfish, method: GET, "
    "inputParameters: [{name: depth, in: query, type: integer, required: true}]}]}"
)
_STEPS: Final = (
    (
        "The specification is edited: `getfish` gets a required parameter `depth`. The committed package is stale "
        "now, and a pipeline says so, at the specification:",
        "capwright generate --check --format github",
    ),
    ("It is generated again:", "capwright generate"),
    (
        "What a reviewer sees. The page and the manifest change with the text of the file:",
        "git diff --stat",
    ),
    (
        "The code of the change, as far as it is Python of the operation:",
        "git diff -U0 generated/pond/operations.py",
    ),
    ("What it can reach now, beside what was signed:", "git diff -U0 generated/pond/REACH.json"),
    (
        "What it does to callers. The exit code is 1 where something is as grave as `--fail-on`:",
        "capwright diff HEAD:generated/pond generated/pond --fail-on breaking",
    ),
    (
        "In the pipeline of the pull request both questions are one command ([ci.md](ci.md)):",
        "capwright generate --check --against HEAD --fail-on breaking",
    ),
    (
        "The change is agreed on, so it is committed with what it generated, and a wheel is built of it:",
        "git add -A && git commit -qm 'Fish at a depth' && capwright package specs/pond-capability.yaml --out dist",
    ),
)


def page() -> str:
    """The page, made anew: a minute of commands in a folder that goes."""
    parts = [
        "# From an edited specification to a release",
        "",
        "One change, all the way: every line below was said by the command above it "
        "(`python -m tests.ci.regeneration` writes this page, a test holds it).",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "repository")
        (folder / "specs").mkdir(parents=True)
        spec = folder / "specs" / "pond-capability.yaml"
        spec.write_text(SPEC)
        (folder / "pyproject.toml").write_text('[tool.capwright]\nspecs = ["specs"]\n')
        environ = {**_environment(Path(name)), "COLUMNS": "100", "NO_COLOR": "1"}
        _run(
            "capwright generate && git init -q -b main && git add -A && git commit -qm one",
            folder,
            environ,
        )
        spec.write_text(SPEC.replace(_BEFORE, _AFTER))
        for text, command in _STEPS:
            said = _said(command, folder, environ)
            parts += ["", text, "", "```console", f"$ {command}", *said, "```"]
    return "\n".join(parts) + "\n"


def _said(command: str, folder: Path, environ: dict[str, str]) -> list[str]:
    done = _run(f"({command}) 2>&1", folder, environ)
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    kept = [line for line in lines if not line.startswith("index ")]
    return [*kept, *([f"(exit code {done.returncode})"] if done.returncode else [])]


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
