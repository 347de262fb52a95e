"""The client that openapi-python-client makes for the same operations."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from .aside import put_aside
from .processes import ROOT

DOCUMENT: Final = ROOT / "generated/quay/openapi/quay-rest.json"
PACKAGE: Final = "quay_openapi"


def make(folder: Path) -> None:
    """Generate the package into a folder."""
    (folder / "document.json").write_text(json.dumps(plain(document())), "utf-8")
    (folder / "configuration.json").write_text(json.dumps({"package_name_override": PACKAGE}))
    generate(folder)


def generate(folder: Path) -> None:
    """Run it over a document that `make` has written; the package is made anew."""
    put_aside(folder, PACKAGE)
    command = Path(sys.executable).with_name("openapi-python-client")
    arguments = ["generate", "--path", "document.json", "--config", "configuration.json"]
    subprocess.run(
        [command, *arguments, "--meta", "none", "--output-path", PACKAGE],
        cwd=folder,
        env={**os.environ, "PATH": f"{command.parent}:{os.environ.get('PATH', '')}"},
        check=True,
        capture_output=True,
        timeout=120,
    )


def document() -> dict[str, Any]:
    """Our document of the REST adapter; its operations are those of the API, one for one."""
    found: dict[str, Any] = json.loads(DOCUMENT.read_text("utf-8"))
    return found


def plain(given: dict[str, Any]) -> dict[str, Any]:
    """The document with JSON objects as answers, which every generator of clients understands."""
    answer = {"description": "OK", "content": {"application/json": {"schema": {"type": "object"}}}}
    for path in given["paths"].values():
        for operation in path.values():
            if "responses" in operation:
                operation["responses"] = {"200": answer}
    return given
