"""`--transport` and `transports`: a package carries what it was generated with, and needs no other library."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from generator.runtime.copies import needed
from tests.fake_quay import WIDE, FakeQuay
from tests.support import tools
from tests.support.processes import Served, environment, start, wait_for
from tests.support.raw_http import fetch, free_port
from tests.tool.conftest import QUAY, Run, command, tree

FAST = "_runtime/transport/fast.py"
HTTPX2 = "_runtime/transport/httpx2.py"
ONE_LIBRARY = {"pyreqwest": ["pyreqwest"], "httpx2": ["httpx2"], "both": ["pyreqwest", "httpx2"]}


def options(choice: str) -> list[str]:
    return [word for name in ONE_LIBRARY[choice] for word in ("--transport", name)]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "apis"


# --- what is written -----------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ONE_LIBRARY)
def test_only_what_was_chosen(capwright: Run, small: Path, out: Path, choice: str) -> None:
    done = capwright("generate", small, "--out", out, *options(choice))
    assert done.exit_code == 0, done.stderr
    files = tree(out / "pond")
    carried = ONE_LIBRARY[choice]
    assert (FAST in files) == ("pyreqwest" in carried)
    assert (HTTPX2 in files) == ("httpx2" in carried)
    assert "transports.py" in files
    required = files["requirements.txt"].decode().splitlines()[1:]
    assert [line.partition(">")[0] for line in required] == [carried[0]]
    assert {f"_runtime/{path}" for path in needed(files)} == {
        path for path in files if path.startswith("_runtime/")
    }


def test_both_are_the_default(capwright: Run, small: Path, tmp_path: Path) -> None:
    for name, arguments in (("one", []), ("two", options("both"))):
        assert capwright("generate", small, "--out", tmp_path / name, *arguments).exit_code == 0
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_a_package_of_the_table(capwright: Run, small: Path, out: Path) -> None:
    table = small.parent / "pyproject.toml"
    text = f'[tool.capwright]\ntransports = ["pyreqwest"]\n[tool.capwright.packages.pond]\nspec = "{small.name}"\n'
    table.write_text(text)
    arguments = ("generate", small, "--out", out, "--config", table)
    assert capwright(*arguments).exit_code == 0
    assert HTTPX2 not in tree(out / "pond")
    table.write_text(text + 'transports = "httpx2"\n')
    assert capwright(*arguments).exit_code == 0
    assert FAST not in tree(out / "pond")
    assert capwright(*arguments, "--transport", "pyreqwest").exit_code == 0, "options win"
    assert FAST in tree(out / "pond")
    checked = capwright(*arguments, "--transport", "httpx2", "--check", "--format", "github")
    assert checked.exit_code == 1
    assert "--transport httpx2" in checked.stdout


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("[]", "at least one"),
        ('["httpx"]', "did you mean `httpx2`?"),
        ("3", "pyreqwest"),
    ],
)
def test_a_value_that_is_none(
    capwright: Run, small: Path, out: Path, value: str, said: str
) -> None:
    table = small.parent / "pyproject.toml"
    table.write_text(f"[tool.capwright]\ntransports = {value}\n")
    done = capwright("generate", small, "--out", out, "--config", table)
    assert done.exit_code == 2
    assert "pyproject.toml:2:" in done.stderr
    assert said in " ".join(done.stderr.split())
    assert not out.exists()


def test_beside_a_shared_runtime(capwright: Run, small: Path, out: Path) -> None:
    """The runtime has what its packages send with; one that chose has the file that says so."""
    shared = ("--out", out, "--runtime", "shared")
    assert capwright("generate", small, *shared, "--transport", "httpx2").exit_code == 0
    runtime = tree(out / "_runtime")
    assert "transport/fast.py" not in runtime
    assert "transports.py" not in runtime
    assert "transports.py" in tree(out / "pond")
    assert b"pyreqwest" not in runtime["requirements.txt"]
    again = (*shared, "--package", "lake")
    assert capwright("generate", small, *again).exit_code == 0
    runtime = tree(out / "_runtime")
    assert {"transport/fast.py", "transport/httpx2.py", "transports.py"} <= runtime.keys()
    assert b"pyreqwest" in runtime["requirements.txt"]
    assert b"httpx2" in runtime["requirements.txt"]
    assert "transports.py" not in tree(out / "lake")


# --- installed, in an environment without the other library --------------------------------------


@dataclass(frozen=True)
class Installed:
    python: Path
    choice: str

    def run(self, code: str, folder: Path, environ: dict[str, str]) -> Any:
        return subprocess.run(
            [self.python, "-c", code],
            env=environ,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def served(self, surface: str, folder: Path, environ: dict[str, str]) -> Served:
        port = free_port()
        arguments = [str(self.python), "-m", "quay", surface, "--port", str(port)]
        made = start(arguments, environ, f"http://127.0.0.1:{port}", folder)
        wait_for(made, port)
        return made


@pytest.fixture(scope="module", params=ONE_LIBRARY)
def installed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Installed:
    """A wheel in an environment that has no library but the one it asks for."""
    folder = tmp_path_factory.mktemp(request.param)
    table = folder / "pyproject.toml"
    table.write_text(f"[tool.capwright]\ntransports = {ONE_LIBRARY[request.param]}\n")
    done = command("package", QUAY, "--out", folder / "dist", "--config", table)
    assert done.returncode == 0, done.stderr
    [wheel] = (folder / "dist").glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "e")], check=True)
    python = folder / "e" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--disable-pip-version-check", "--no-index", str(wheel)], check=True)
    [site] = (folder / "e").glob("lib/python*/site-packages")
    lines = [sysconfig.get_path("purelib")]
    own = ONE_LIBRARY[request.param][0]
    for other in {"pyreqwest", "httpx2"} - {own}:
        # Adapters of MCP bring httpx2 by themselves, so that it can only be hidden from the rest.
        hidden = other == "pyreqwest"
        lines += [f"import sys; sys.modules[{other!r}] = None"] if hidden else []
    (site / "needed.pth").write_text("".join(f"{line}\n" for line in lines))
    return Installed(python, request.param)


@pytest.fixture
def environ() -> Iterator[dict[str, str]]:
    with FakeQuay() as quay:
        yield environment(QUAY_BASE_URI=quay.base_uri, QUAY_TOKEN=WIDE)


CALLS = """
import asyncio, sys
from quay import AsyncQuayClient, QuayClient, default_transport
assert not {"pyreqwest", "httpx2"} & {name for name, module in sys.modules.items() if module}
with QuayClient() as client:
    print(client.getloggedinuser()["username"])
async def main():
    async with AsyncQuayClient() as client:
        print((await client.getloggedinuser())["username"])
asyncio.run(main())
print(type(default_transport()).__name__)
print(sorted({"pyreqwest", "httpx2"} & {name for name, module in sys.modules.items() if module}))
"""


def test_the_clients(installed: Installed, environ: dict[str, str], tmp_path: Path) -> None:
    done = installed.run(CALLS, tmp_path, environ)
    assert done.returncode == 0, done.stderr
    one, other, kind, imported = done.stdout.splitlines()
    assert one == other
    assert kind == ("Httpx2Transport" if installed.choice == "httpx2" else "FastTransport")
    assert imported == str([ONE_LIBRARY[installed.choice][0]])


def test_one_that_is_not_carried_is_refused(
    installed: Installed, environ: dict[str, str], tmp_path: Path
) -> None:
    for name in ("Httpx2Transport", "AsyncHttpx2Transport"):
        done = installed.run(f"from quay.transports import {name}", tmp_path, environ)
        if installed.choice == "pyreqwest":
            assert done.returncode == 1
            assert f"ImportError: {name} is not in this package" in done.stderr
            assert "--transport pyreqwest --transport httpx2" in done.stderr
        else:
            assert done.returncode == 0, done.stderr
    done = installed.run("from quay.transports import Transport, Other", tmp_path, environ)
    assert "cannot import name 'Other'" in done.stderr


def test_rest(installed: Installed, environ: dict[str, str], tmp_path: Path) -> None:
    with installed.served("rest", tmp_path, environ) as rest:
        assert fetch(rest.url, "GET", "/user/").json["username"]


@pytest.mark.parametrize("era", ["legacy", "2026-07-28"])
def test_mcp(installed: Installed, environ: dict[str, str], tmp_path: Path, era: str) -> None:
    with (
        installed.served("mcp", tmp_path, environ) as mcp,
        tools.portal() as portal,
        tools.http_session(portal, f"{mcp.url}/mcp", era) as session,
    ):
        assert not session.call("getloggedinuser").is_error
