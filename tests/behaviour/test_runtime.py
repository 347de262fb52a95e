"""The same smoke set over a runtime that is vendored, shared, and installed."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from anyio.from_thread import BlockingPortal
from mcp.types import CallToolResult, TextContent

from generator.runtime import release
from tests.fake_quay import WIDE, FakeQuay
from tests.support import tools
from tests.support.processes import environment, serve
from tests.support.raw_http import fetch

ROOT: Final = Path(__file__).parents[2]
SPEC: Final = ROOT / "specs" / "quay-capability.yaml"
CLIENT: Final = """
import asyncio, json, sys
import apis.quay as quay
from apis.quay import AsyncQuayClient, NotFoundError, QuayClient
facade = "apis._runtime.transports" if sys.argv[1] == "shared" else "apis.quay.transports"
transports = __import__(facade, fromlist=["x"])
import httpx2

said = []
with QuayClient() as client, httpx2.Client() as own:
    said.append(client.getloggedinuser()["username"])
    other = QuayClient(transport=transports.Httpx2Transport(own))
    said.append(other.getloggedinuser()["username"])
    said.append(client.with_raw_response.getloggedinuser().status)
    try:
        client.getrepo("nobody/nothing")
    except NotFoundError as error:
        said.append(type(error).__module__)

async def call():
    async with AsyncQuayClient() as client:
        return (await client.getloggedinuser())["username"]

said.append(asyncio.run(call()))
print(json.dumps(said))
"""
HOMES: Final = {
    "vendored": "apis.quay._runtime.errors",
    "shared": "apis._runtime.errors",
    "package": "capwright_runtime.errors",
}


@dataclass(frozen=True)
class Held:
    """A generated package and how a process finds it."""

    runtime: str
    folder: Path
    environ: dict[str, str]


def generate(out: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", "generate", str(SPEC), "--out", str(out), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module", params=["vendored", "shared", "package"])
def held(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    running_quay: FakeQuay,
) -> Held:
    """Quay generated in one of the three ways, with the installed runtime where it is wanted."""
    folder = tmp_path_factory.mktemp(request.param)
    done = generate(folder / "apis", "--runtime", request.param)
    assert done.returncode == 0, done.stderr
    environ = environment(QUAY_BASE_URI=running_quay.base_uri, QUAY_TOKEN=WIDE)
    if request.param == "package":
        (folder / release.file_name()).write_bytes(release.wheel())
        install(folder / "apis" / "quay" / "requirements-runtime.txt", folder, folder / "site")
        environ["PYTHONPATH"] = str(folder / "site")
    return Held(request.param, folder, environ)


def install(requirements: Path, index: Path, target: Path) -> None:
    """As a team does from an index of its own: this file, this hash, nothing else."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--no-index", "--find-links", str(index), "--require-hashes", "--no-compile"]
    done = subprocess.run(
        [*pip, "--target", str(target), "-r", str(requirements)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


def python(held: Held, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=held.folder,
        env=held.environ,
        capture_output=True,
        text=True,
        timeout=60,
    )


def text_of(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_client(held: Held, quay: FakeQuay) -> None:
    done = python(held, CLIENT, held.runtime)
    assert done.returncode == 0, done.stderr
    me, again, status, home, third = json.loads(done.stdout)
    assert me
    assert me == again == third
    assert (status, home) == (200, HOMES[held.runtime])


def test_rest(held: Held, quay: FakeQuay) -> None:
    with serve("rest", held.environ, package="apis.quay", folder=held.folder) as served:
        assert fetch(served.url, "GET", "/user/").json["username"]
        assert fetch(served.url, "GET", "/-/docs").status == 200


@pytest.mark.parametrize("era", ["legacy", "2026-07-28"])
def test_mcp(held: Held, quay: FakeQuay, portal: BlockingPortal, era: str) -> None:
    with (
        serve("mcp", held.environ, package="apis.quay", folder=held.folder) as served,
        tools.http_session(portal, f"{served.url}/mcp", era) as session,
    ):
        assert len(session.tools()) == 16
        assert json.loads(text_of(session.call("getloggedinuser")))["username"]


def test_check_finds_nothing_and_the_next_run_writes_nothing(held: Held) -> None:
    for arguments in (("--check",), ("--no-cache",)):
        done = generate(held.folder / "apis", "--runtime", held.runtime, *arguments)
        assert done.returncode == 0, done.stderr
        assert "written" not in done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Quay for an installed runtime in `apis`, and the wheel."""
    folder = tmp_path_factory.mktemp("installed")
    done = generate(folder / "apis", "--runtime", "package")
    assert done.returncode == 0, done.stderr
    (folder / release.file_name()).write_bytes(release.wheel())
    return folder


@pytest.mark.parametrize(
    ("found", "other"), [(release.digest(), "0" * 64), (f'"{release.VERSION}"', '"99.0"')]
)
def test_another_runtime_than_the_one_that_is_asked_for(
    installed: Path, tmp_path: Path, found: str, other: str
) -> None:
    site = tmp_path / "site"
    install(installed / "apis" / "quay" / "requirements-runtime.txt", installed, site)
    about = site / release.MODULE / "release.py"
    text = about.read_text()
    assert found in text
    about.write_text(text.replace(found, other))
    held = Held("package", installed, environment(PYTHONPATH=str(site)))
    done = python(held, "import apis.quay")
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert f"generated for capwright-runtime {release.VERSION} ({release.digest()[:12]})" in last
    assert "pip install -r requirements-runtime.txt" in last


def test_a_wheel_of_the_same_name_is_not_installed(installed: Path, tmp_path: Path) -> None:
    (tmp_path / release.file_name()).write_bytes(release.wheel() + b"\0")
    with pytest.raises(AssertionError, match="DO NOT MATCH THE HASHES"):
        install(
            installed / "apis" / "quay" / "requirements-runtime.txt", tmp_path, tmp_path / "site"
        )


NEEDED: Final = (
    f"capwright-runtime {release.VERSION} is not installed: pip install -r requirements-runtime.txt"
)


def test_an_import_without_the_runtime_says_what_to_install(installed: Path) -> None:
    done = python(Held("package", installed, environment()), "import apis.quay.client")
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == f"ImportError: {NEEDED}"


@pytest.mark.parametrize("command", ["rest", "mcp"])
def test_a_command_without_the_runtime_says_it_in_one_line(installed: Path, command: str) -> None:
    done = start(installed, "-m", "apis.quay", command)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [f"apis.quay: {NEEDED}"]


def test_a_program_that_imports_the_package_can_go_on_without_it(installed: Path) -> None:
    """Only the package that is started ends the process; another one that is started may do without."""
    (installed / "program.py").write_text(
        "try:\n    import apis.quay\nexcept ImportError as error:\n    print(error.name)\n"
    )
    done = start(installed, "-m", "program")
    assert (done.returncode, done.stdout.strip()) == (0, release.MODULE), done.stderr


def test_a_module_that_the_runtime_lacks_is_not_called_a_missing_runtime(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / release.MODULE).mkdir()
    (tmp_path / release.MODULE / "__init__.py").write_text("import one_that_is_not_there\n")
    held = Held("package", installed, environment(PYTHONPATH=str(tmp_path)))
    done = python(held, "import apis.quay")
    assert "No module named 'one_that_is_not_there'" in done.stderr
    assert NEEDED not in done.stderr


def test_only_a_package_for_an_installed_runtime_asks_for_it(held: Held) -> None:
    found = (held.folder / "apis" / "quay" / "installed_runtime.py").exists()
    assert found == (held.runtime == "package")


def start(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
