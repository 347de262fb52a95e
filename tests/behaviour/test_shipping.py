"""A package where data files are not files of a folder, or were left out."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
QUAY: Final = ROOT / "generated" / "quay"
USE: Final = """
import asyncio, json, sys
from quay import QuayClient
from quay.mcp_server import create_app as create_mcp
from quay.rest import create_app as create_rest

async def get(app, path):
    sent = []
    async def receive():
        return {"type": "http.request", "body": b""}
    async def send(message):
        sent.append(message)
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
             "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
             "root_path": "", "headers": [(b"host", b"127.0.0.1")], "server": ("127.0.0.1", 80),
             "client": ("127.0.0.1", 1)}
    await app(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])

rest = create_rest()
answers = [asyncio.run(get(rest, path)) for path in ("/-/openapi.json", "/-/docs")]
tools = len(create_mcp().toolbox.listing.entries)
print(json.dumps([[status, len(body)] for status, body in answers] + [tools]))
"""


def run(path: Path) -> subprocess.CompletedProcess[str]:
    """The use of a package that stands at `path`, in a process that finds no other."""
    return subprocess.run(
        [sys.executable, "-c", USE],
        cwd=path.parent,
        env={"PYTHONPATH": str(path), "QUAY_TOKEN": "t"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_package_works_from_a_zip(tmp_path: Path) -> None:
    archive = tmp_path / "vendored.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(QUAY.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                file.write(path, f"quay/{path.relative_to(QUAY).as_posix()}")
    done = run(archive)
    assert done.returncode == 0, done.stderr
    openapi, page, tools = json.loads(done.stdout)
    assert openapi == [200, (QUAY / "openapi" / "quay-rest.json").stat().st_size]
    assert page == [200, (QUAY / "docs" / "quay-rest.html").stat().st_size]
    assert tools == 16


@pytest.mark.parametrize(
    "missing", ["openapi/quay-rest.json", "docs/quay-rest.html", "mcp/quay-mcp.jsonl"]
)
def test_a_data_file_that_was_left_out_is_named_with_the_way_to_ship_it(
    tmp_path: Path, missing: str
) -> None:
    """As a wheel has it that was built with plain `packages.find`: modules and nothing else."""
    package = tmp_path / "site" / "quay"
    shutil.copytree(QUAY, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / missing).unlink()
    done = run(package.parent)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert f"MissingFileError: {missing} is missing in the package quay" in last
    assert '[tool.setuptools.package-data] "quay" = ["**/*"]' in last
