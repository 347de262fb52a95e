"""`capwright package`: what it builds, and that it runs where nothing else of ours is."""

from __future__ import annotations

import email
import json
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal

from generator.command import package
from tests.fake_quay import WIDE, FakeQuay
from tests.support import tools
from tests.support.processes import Served, environment, start, wait_for
from tests.support.raw_http import fetch, free_port
from tests.tool.conftest import QUAY, Run, command, tree

ABOUT = "  version: 2.1.0\n"


def only(folder: Path, pattern: str) -> Path:
    [found] = folder.glob(pattern)
    return found


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [each for each in archive.namelist() if each.endswith(".dist-info/METADATA")]
        return email.message_from_bytes(archive.read(name))


def bill(wheel: Path) -> Any:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [each for each in archive.namelist() if ".dist-info/sboms/" in each]
        return json.loads(archive.read(name))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    done = command("package", QUAY, "--out", folder)
    assert done.returncode == 0, done.stderr
    assert [Path(line).name for line in done.stdout.splitlines()] == [
        only(folder, "*.whl").name,
        only(folder, "*.tar.gz").name,
    ]
    return folder


def test_the_wheel_has_all_files_of_the_package(built: Path, tmp_path: Path) -> None:
    assert command("generate", QUAY, "--out", tmp_path).returncode == 0
    with zipfile.ZipFile(only(built, "*.whl")) as archive:
        archive.extractall(tmp_path / "site")
    assert tree(tmp_path / "site" / "quay") == tree(tmp_path / "quay")
    with tarfile.open(only(built, "*.tar.gz")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"quay/{path}" for path in tree(tmp_path / "quay")} <= names
    assert {"pyproject.toml", "README.md", "capwright.cdx.json"} <= names


def test_what_it_says_of_itself(built: Path) -> None:
    said = metadata(only(built, "*.whl"))
    assert (said["Name"], said["Summary"]) == ("quay", "Quay Container Registry API")
    assert said["Version"].startswith("0+")
    assert said.get_all("Provides-Extra") == ["mcp", "rest"]
    required = said.get_all("Requires-Dist") or []
    assert [line for line in required if "extra" not in line] == ["pyreqwest<0.16,>=0.15.1"]
    assert any(line.startswith("mcp<") and "extra == 'mcp'" in line for line in required)
    assert any(line.startswith("uvicorn<") and "extra == 'rest'" in line for line in required)
    assert "License-Expression" not in said
    assert "Project-URL" not in said


def test_its_command_starts_its_servers(built: Path) -> None:
    """By the name of the distribution, for those who install it."""
    with zipfile.ZipFile(only(built, "*.whl")) as archive:
        [name] = [each for each in archive.namelist() if each.endswith("entry_points.txt")]
        assert archive.read(name).decode().split("\n")[:2] == [
            "[console_scripts]",
            "quay = quay.__main__:run",
        ]


def test_the_bill_of_materials(built: Path) -> None:
    said = bill(only(built, "*.whl"))
    itself = said["metadata"]["component"]
    assert itself["licenses"] == [{"license": {"name": "NOASSERTION"}}]
    assert itself["purl"].startswith("pkg:pypi/quay@0%2B")
    names = {each["name"]: each for each in said["components"]}
    assert {"capwright-runtime", "pyreqwest", "mcp", "uvicorn"} <= names.keys()
    assert names["pyreqwest"]["scope"] == "required"
    assert names["mcp"]["scope"] == "optional"


def test_the_same_twice(built: Path, tmp_path: Path) -> None:
    assert command("package", QUAY, "--out", tmp_path).returncode == 0
    assert tree(tmp_path) == tree(built)


def test_what_the_owner_says(capwright: Run, small: Path, tmp_path: Path) -> None:
    small.write_text(small.read_text().replace("info:\n", "info:\n" + ABOUT))
    out = tmp_path / "dist"
    arguments = ["--license", "mit OR apache-2.0", "--spec-url", "https://x.example/pond.yaml"]
    arguments += ["--name", "acme.pond", "--package", "pond_api", "--out", out]
    done = capwright("package", small, *arguments)
    assert done.exit_code == 0, done.stderr
    wheel = only(out, "acme_pond-2.1.0-*.whl")
    said = metadata(wheel)
    assert said["Version"] == "2.1.0"
    assert said["License-Expression"] == "MIT OR Apache-2.0"
    assert said["Project-URL"] == "Specification, https://x.example/pond.yaml"
    assert bill(wheel)["metadata"]["component"]["licenses"] == [{"expression": "MIT OR Apache-2.0"}]
    with zipfile.ZipFile(wheel) as archive:
        assert "pond_api/__init__.py" in archive.namelist()


def _inside(wheel: Path, path: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(path).decode()


def test_the_runtime_as_a_requirement(capwright: Run, small: Path, tmp_path: Path) -> None:
    done = capwright("package", small, "--runtime", "package", "--out", tmp_path / "dist")
    assert done.exit_code == 0, done.stderr
    wheel = only(tmp_path / "dist", "*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if "/_runtime/" in name]
    required = metadata(wheel).get_all("Requires-Dist") or []
    assert [line for line in required if line.startswith("capwright-runtime==")]
    names = {each["name"]: each for each in bill(wheel)["components"]}
    assert names["capwright-runtime"]["scope"] == "required"
    assert "hashes" not in names["capwright-runtime"]  # it is not inside


@pytest.mark.parametrize("in_the_table", [True, False])
def test_what_is_packaged_is_what_generate_makes(
    capwright: Run,
    small: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    in_the_table: bool,
) -> None:
    """With the same dialect and the same overlays, whether options say them or the table."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    overlay = "overlay: 1.2.0\ninfo: {title: T, version: '1'}\nactions:\n"
    overlay += "  - {target: '$.capability.consumes[0].baseUri', update: 'https://new.example'}\n"
    (tmp_path / "new.overlay.yaml").write_text(overlay)
    options = ["--dialect", "official", "--overlay", "new.overlay.yaml"]
    if in_the_table:
        table = "[tool.capwright]\ndialect = 'official'\noverlays = 'new.overlay.yaml'\n"
        (tmp_path / "pyproject.toml").write_text(table)
        options = []
    small.write_text(small.read_text().replace("rest.name", "pond-rest.name"))
    done = capwright("package", small, "--out", "dist", *options)
    assert done.exit_code == 0, done.stderr
    wheel = only(tmp_path / "dist", "*.whl")
    assert "https://new.example" in _inside(wheel, "pond/apis.py")
    assert json.loads(_inside(wheel, "pond/MANIFEST.json"))["dialect"] == "official"


@pytest.mark.parametrize("version", ["latest", "'1.0 (draft)'", "v.x"])
def test_a_version_that_no_distribution_can_have(
    capwright: Run, small: Path, tmp_path: Path, version: str
) -> None:
    small.write_text(small.read_text().replace("info:\n", f"info:\n  version: {version}\n"))
    assert capwright("package", small, "--out", tmp_path / "dist").exit_code == 0
    assert metadata(only(tmp_path / "dist", "*.whl"))["Version"].startswith("0+")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--license", "my own"], "no SPDX expression"),
        (["--name", "-bad-"], "no name of a distribution"),
        (["--package", "con"], "no name of a package"),
        (["--spec-url", "specs/pond.yaml"], "no http or https URL"),
        (["--spec-url", "https://x.example/a b"], "no http or https URL"),
        (["--runtime", "shared"], "is not one of"),
    ],
)
def test_wrong_usage(
    capwright: Run, small: Path, tmp_path: Path, arguments: Any, said: str
) -> None:
    done = capwright("package", small, "--out", tmp_path / "dist", *arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert not (tmp_path / "dist").exists()


def test_a_specification_with_errors_is_not_built(
    capwright: Run, small: Path, tmp_path: Path
) -> None:
    small.write_text(small.read_text().replace("pond.getfish", "pond.getcat"))
    done = capwright("package", small, "--out", tmp_path / "dist")
    assert done.exit_code == 1
    assert f"\n\n{small.as_posix()}: refused, nothing was built\n" in done.stderr
    assert not (tmp_path / "dist").exists()


def test_text_of_a_specification_stays_text(capwright: Run, small: Path, tmp_path: Path) -> None:
    """It becomes TOML and a header; neither may end where the text says so."""
    label = 'A "quoted" \\ name\nLicense: mine\n[tool.hatch] \u2028 ü'
    small.write_text(small.read_text().replace("label: Pond", f"label: {json.dumps(label)}"))
    done = capwright("package", small, "--out", tmp_path / "dist")
    assert done.exit_code == 0, done.stderr
    said = metadata(only(tmp_path / "dist", "*.whl"))
    assert "License" not in said
    assert '"quoted"' in str(said["Summary"])


def test_what_is_missing_is_named(
    capwright: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("generator.distribution")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "hatchling.builders.wheel", None)
    done = capwright("package", small, "--out", tmp_path / "dist")
    assert done.exit_code == 1
    assert "is not installed: pip install 'capwright[package]'" in done.stderr
    assert package.licence(None) is None


# --- in an environment of its own ----------------------------------------------------------------


@pytest.fixture(scope="module")
def python(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the distribution in it, and with what it asks for.

    The latter are taken from this environment: a test installs nothing from elsewhere.
    """
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    made = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(made), "install", "--quiet", "--no-deps"]
    pip += ["--disable-pip-version-check", "--no-index", str(only(built, "*.whl"))]
    subprocess.run(pip, check=True)
    site = only(folder, "lib/python*/site-packages")
    (site / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return made


@pytest.fixture(scope="module")
def running_quay() -> Iterator[FakeQuay]:
    with FakeQuay() as quay:
        yield quay


@pytest.fixture
def environ(running_quay: FakeQuay) -> dict[str, str]:
    running_quay.reset()
    return environment(QUAY_BASE_URI=running_quay.base_uri, QUAY_TOKEN=WIDE)


def served(python: Path, surface: str, environ: dict[str, str], folder: Path) -> Served:
    port = free_port()
    arguments = [str(python), "-m", "quay", surface, "--port", str(port)]
    made = start(arguments, environ, f"http://127.0.0.1:{port}", folder)
    wait_for(made, port)
    return made


def test_the_client(python: Path, environ: dict[str, str], tmp_path: Path) -> None:
    code = "from quay import QuayClient, __file__ as f; print(QuayClient().getloggedinuser(), f)"
    done = subprocess.run(
        [python, "-c", code], env=environ, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "username" in done.stdout
    assert str(python.parents[1]) in done.stdout


def test_rest(python: Path, environ: dict[str, str], tmp_path: Path) -> None:
    with served(python, "rest", environ, tmp_path) as rest:
        assert fetch(rest.url, "GET", "/user/").json["username"]
        assert fetch(rest.url, "GET", "/-/openapi.json").status == 200
        assert fetch(rest.url, "GET", "/-/docs").status == 200


@pytest.mark.parametrize("era", ["legacy", "2026-07-28"])
def test_mcp(python: Path, environ: dict[str, str], tmp_path: Path, era: str) -> None:
    with (
        served(python, "mcp", environ, tmp_path) as mcp,
        tools.portal() as portal,
        tools.http_session(portal, f"{mcp.url}/mcp", era) as session,
    ):
        assert isinstance(portal, BlockingPortal)
        assert len(session.tools()) == 16
        # What one gives to a client, and nothing that has to be put together first.
        assert f"quay-mcp: {mcp.url}/mcp\n" in mcp.output()
        assert not session.call("getloggedinuser").is_error
