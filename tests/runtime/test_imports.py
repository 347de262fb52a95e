"""What an import of the client costs, and what it does without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from templates.runtime.errors import MissingDependencyError

ROOT = Path(__file__).parents[2]

LATE = (
    "asyncio",
    "base64",
    "csv",
    "dataclasses",
    "defusedxml",
    "email",
    "http",
    "httpx2",
    "importlib.metadata",
    "inspect",
    "ipaddress",
    "logging",
    "mcp",
    "pathlib",
    "pydantic",
    "pyreqwest",
    "random",
    "socket",
    "ssl",
    "subprocess",
    "tempfile",
    "urllib.parse",
    "uvicorn",
    "xml",
    "yaml",
)


def _run(code: str, *flags: str) -> str:
    done = subprocess.run(
        [sys.executable, *flags, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def test_the_client_imports_nothing_that_it_may_not_need() -> None:
    code = (
        f"import sys, templates.runtime.client.base; print([m for m in {LATE} if m in sys.modules])"
    )
    assert _run(code, "-S", "-E") == "[]\n"


def test_making_a_client_imports_no_transport() -> None:
    code = (
        "import sys; from templates.runtime.client.base import SyncClient\n"
        "from templates.runtime.settings import Api\n"
        "SyncClient(Api('a', 'A', ('http://h',)), environ={})\n"
        "print('pyreqwest' in sys.modules, 'ssl' in sys.modules)"
    )
    assert _run(code) == "False False\n"


@pytest.mark.parametrize(
    ("code", "library"),
    [
        (
            "from templates.runtime.client.base import SyncClient\n"
            "from templates.runtime.messages import Operation, Request\n"
            "from templates.runtime.settings import Api\n"
            "from templates.runtime.transport.on_pyreqwest import PYREQWEST\n"
            "api = Api('a', 'A', ('http://h',), transports=PYREQWEST)\n"
            "client = SyncClient(api, environ={})\n"
            "client._call(Request(Operation('a', 'o', 'GET'), '/'))\n",
            "pyreqwest",
        ),
        (
            "from templates.runtime.transport.on_httpx2 import HTTPX2\n"
            "from templates.runtime.options import DEFAULT_NETWORK\n"
            "HTTPX2.blocking(DEFAULT_NETWORK)\n",
            "httpx2",
        ),
        (
            "from templates.runtime.transport.on_httpx2 import HTTPX2\n"
            "from templates.runtime.options import DEFAULT_NETWORK\n"
            "HTTPX2.awaiting(DEFAULT_NETWORK)\n",
            "httpx2",
        ),
        (
            "from templates.runtime.calls.upstream import Upstreams\n"
            "from templates.runtime.messages import Operation, Request\n"
            "from templates.runtime.settings import Api, ApiSettings\n"
            "import asyncio\n"
            "from templates.runtime.transport.on_pyreqwest import PYREQWEST\n"
            "api = Api('a', 'A', ('http://h',), transports=PYREQWEST)\n"
            "ups = Upstreams([ApiSettings(api=api, environ={})])\n"
            "asyncio.run(ups(Request(Operation('a', 'o', 'GET'), '/')))\n",
            "pyreqwest",
        ),
        (
            "from templates.runtime.wire.convert_xml import from_xml; from_xml(b'<a/>')",
            "defusedxml",
        ),
        ("import templates.runtime.wire.convert_yaml", "yaml"),
        (
            "from templates.runtime.wire.convert_html import from_html; from_html('a', '')",
            "selectolax",
        ),
        (
            "from templates.runtime.wire.convert_markdown import from_markdown; from_markdown('a', '')",
            "markdown_it",
        ),
        ("import templates.runtime.wire.convert_avro", "fastavro"),
        ("import templates.runtime.wire.convert_protobuf", "google.protobuf"),
    ],
)
def test_a_missing_library_is_named_with_the_file_that_lists_it(code: str, library: str) -> None:
    hidden = f"import sys; sys.modules[{library!r}] = None\n"
    caught = "".join(f"    {line}\n" for line in code.splitlines())
    script = (
        f"{hidden}from templates.runtime.errors import MissingDependencyError\n"
        f"try:\n{caught}except MissingDependencyError as error:\n    print(error)\n"
    )
    said = _run(script)
    names = {"yaml": "pyyaml", "markdown_it": "markdown-it-py", "google.protobuf": "protobuf"}
    assert said.lower().startswith(f"{names.get(library, library)} is not")
    assert "requirements.txt" in said
    assert issubclass(MissingDependencyError, ImportError)
