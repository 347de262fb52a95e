"""The generated package as a thing to take away: other names, other folders, few imports."""

from __future__ import annotations

import json
import re
import shutil
import sys
import venv
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal

from tests.fake_quay import FakeQuay
from tests.support.processes import ROOT, environment, run, serve
from tests.support.raw_http import fetch
from tests.support.tools import stdio_session

PACKAGE = ROOT / "generated" / "quay"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the package under another name, two levels down."""
    folder = tmp_path_factory.mktemp("else where")
    ignored = shutil.ignore_patterns("__pycache__")
    (folder / "vendored").mkdir()
    shutil.copytree(PACKAGE, folder / "vendored" / "registry_api", ignore=ignored)
    return folder


def _python(code: str, folder: Path, environ: dict[str, str] | None = None) -> Any:
    """What a program prints, as JSON; it must not fail or complain."""
    done = run([sys.executable, "-W", "error", "-c", code], environ or environment(), folder)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    return json.loads(done.stdout)


# --- copies -------------------------------------------------------------------------------------


def test_a_copy_under_another_name_is_a_client(
    quay: FakeQuay, elsewhere: Path, environ: dict[str, str]
) -> None:
    code = (
        "import json; from vendored.registry_api import QuayClient\n"
        "with QuayClient() as client: print(json.dumps(client.getloggedinuser()))"
    )
    assert _python(code, elsewhere, environ)["username"] == "devtable"
    assert quay.take_one().target == b"/api/v1/user/"


def test_a_copy_under_another_name_serves_rest(
    quay: FakeQuay, elsewhere: Path, environ: dict[str, str]
) -> None:
    with serve("rest", environ, package="vendored.registry_api", folder=elsewhere) as served:
        assert fetch(served.url, "GET", "/user/").json["username"] == "devtable"
        assert fetch(served.url, "GET", "/-/openapi.json").status == 200
        assert served.stop() in (0, -15, 143)


def test_a_copy_under_another_name_serves_tools(
    quay: FakeQuay, elsewhere: Path, environ: dict[str, str], portal: BlockingPortal
) -> None:
    with stdio_session(
        portal, environ, package="vendored.registry_api", folder=elsewhere
    ) as session:
        result = session.call("getloggedinuser")
    assert (result.structured_content or {})["username"] == "devtable"


def test_it_runs_from_within_its_parent_folder(quay: FakeQuay, environ: dict[str, str]) -> None:
    with serve("rest", environ, package="quay", folder=ROOT / "generated") as served:
        assert fetch(served.url, "GET", "/user/").status == 200


def test_serve_runs_all_adapters(quay: FakeQuay, environ: dict[str, str]) -> None:
    from tests.support.processes import start, wait_for
    from tests.support.raw_http import free_port

    rest, mcp = free_port(), free_port()
    variables = environ | {"QUAY_REST_PORT": str(rest), "QUAY_MCP_PORT": str(mcp)}
    command = [sys.executable, "-m", "generated.quay", "serve"]
    with start(command, variables, f"http://127.0.0.1:{rest}", ROOT) as served:
        wait_for(served, rest)
        wait_for(served, mcp)
        assert fetch(served.url, "GET", "/user/").status == 200
        front = fetch(f"http://127.0.0.1:{mcp}", "GET", "/")
        assert (front.status, b"/mcp" in front.body) == (200, True)


def test_it_works_for_a_strict_interpreter(elsewhere: Path) -> None:
    """Isolated, optimised, and with warnings as errors."""
    code = (
        f"import sys; sys.path.insert(0, {str(elsewhere)!r})\n"
        "from vendored.registry_api import QuayClient, AsyncQuayClient\n"
        "import vendored.registry_api.rest, vendored.registry_api.mcp_server"
    )
    done = run([sys.executable, "-I", "-OO", "-W", "error", "-c", code], environment(), elsewhere)
    assert done.returncode == 0, done.stderr.decode()


# --- imports ------------------------------------------------------------------------------------

_HEAVY = {
    "aiohttp",
    "asyncio",
    "granian",
    "httpx",
    "httpx2",
    "jsonschema",
    "mcp",
    "mcp_types",
    "pydantic",
    "pyreqwest",
    "ssl",
    "starlette",
    "uvicorn",
    "yaml",
}
"""What would cost more than everything else together, or belongs to another surface."""
_CLIENT = ("_runtime", "apis", "client", "operations")
_RUNTIME_OF_THE_CLIENT = (
    *("addresses", "authentication", "binds", "environment", "errors", "messages", "options"),
    *("package_files", "path_segments", "records", "settings", "values", "wire_request"),
    *("calls", "calls.auth", "calls.effects", "calls.exchange", "calls.given"),
    *(
        "calls.header_layers",
        "calls.path_values",
        "calls.preparing",
        "calls.responses",
        "calls.retries",
    ),
    *("client", "client.base", "client.pagination"),
    *("credentials", "credentials.bearer"),
    *("transport", "transport.base", "transport.on_pyreqwest", "transport.whole"),
    *("wire", "wire.bodies", "wire.brackets", "wire.decoding", "wire.encoding", "wire.spelling"),
)
"""All that an import of the client loads; what is added here, every command that uses it waits for."""


def _imported(statement: str) -> set[str]:
    code = f"import json, sys; {statement}; print(json.dumps(sorted(sys.modules)))"
    return set(_python(code, ROOT))


def _heavy(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules} & _HEAVY


def test_importing_the_client_imports_nothing_heavy() -> None:
    modules = _imported("from generated.quay import QuayClient")
    assert _heavy(modules) == set()
    own = {name.removeprefix("generated.quay.") for name in modules if "generated.quay." in name}
    assert own == {*_CLIENT, *(f"_runtime.{name}" for name in _RUNTIME_OF_THE_CLIENT)}


def test_the_declarations_of_apis_are_those_of_the_settings() -> None:
    code = (
        "import json; from generated.quay import apis, settings\n"
        "print(json.dumps([settings.QUAY is apis.QUAY, apis.QUAY.package, settings.__all__]))"
    )
    exported = ["QUAY", "QUAY_MCP", "QUAY_REST", "Settings"]
    assert _python(code, ROOT) == [True, "generated.quay", exported]


def test_importing_the_client_imports_little_of_the_standard_library() -> None:
    """A bare interpreter with `json`, and what the client adds to it, in modules."""
    bare = _imported("pass")
    added = {
        name
        for name in _imported("from generated.quay import QuayClient") - bare
        if "." not in name
    }
    assert len(added) < 40, sorted(added)


def test_importing_the_rest_app_does_not_import_the_mcp_sdk_nor_a_server() -> None:
    modules = _imported("import generated.quay.rest")
    assert (
        _heavy(modules) & {"mcp", "mcp_types", "pydantic", "uvicorn", "granian", "jsonschema"}
        == set()
    )


def test_importing_the_mcp_server_does_not_import_the_rest_app() -> None:
    modules = _imported("import generated.quay.mcp_server")
    assert "generated.quay.rest" not in modules


def test_importing_reads_no_environment(environ: dict[str, str]) -> None:
    code = (
        "import json, os\n"
        "class Watched(dict):\n"
        "    def get(self, key, default=None):\n"
        "        read.append(key); return super().get(key, default)\n"
        "    def __getitem__(self, key):\n"
        "        read.append(key); return super().__getitem__(key)\n"
        "read = []; os.environ = Watched(os.environ)\n"
        "import generated.quay, generated.quay.rest, generated.quay.settings\n"
        "print(json.dumps([key for key in read if 'QUAY' in key]))"
    )
    assert _python(code, ROOT, environ) == []


# --- missing libraries --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bare_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter without any library."""
    folder = tmp_path_factory.mktemp("bare")
    venv.EnvBuilder(with_pip=False, symlinks=True).create(folder)
    return folder / "bin" / "python"


@pytest.mark.parametrize(
    ("arguments", "requirements"),
    [
        (
            [
                "-c",
                "from generated.quay import QuayClient; QuayClient(token='x').getloggedinuser()",
            ],
            "requirements.txt",
        ),
        (["-m", "generated.quay", "mcp", "--port", "0"], "requirements-mcp.txt"),
        (["-m", "generated.quay", "mcp", "--transport", "stdio"], "requirements-mcp.txt"),
    ],
)
def test_a_missing_library_is_an_error_that_names_the_requirements(
    bare_python: Path, arguments: list[str], requirements: str
) -> None:
    variables = environment(QUAY_BASE_URI="http://127.0.0.1:9", QUAY_TOKEN="x")
    done = run([str(bare_python), *arguments], variables)
    assert done.returncode != 0
    complaint = done.stderr.decode().strip().splitlines()[-1]
    assert "is not installed" in complaint
    assert requirements in complaint


def test_the_package_imports_without_any_library(bare_python: Path) -> None:
    code = "import generated.quay, generated.quay.rest, generated.quay.settings"
    done = run([str(bare_python), "-c", code], environment())
    assert done.returncode == 0, done.stderr.decode()


def test_requirements_have_upper_bounds() -> None:
    for name in ("requirements.txt", "requirements-rest.txt", "requirements-mcp.txt"):
        lines = (PACKAGE / name).read_text(encoding="utf-8").splitlines()
        wanted = [line for line in lines if line and not line.startswith(("#", "-r"))]
        assert wanted or any(line.startswith("-r") for line in lines), name
        for line in wanted:
            assert re.search(r"<|==|~=", line.partition(";")[0]), f"{name}: {line}"


# --- the command line ---------------------------------------------------------------------------


def test_wrong_usage_is_exit_code_2() -> None:
    for arguments in ([], ["nothing"], ["rest", "--adapter", "nope"], ["rest", "--port", "70000"]):
        done = run([sys.executable, "-m", "generated.quay", *arguments], environment())
        assert done.returncode == 2, arguments
        assert b"Traceback" not in done.stderr


def test_an_open_address_is_refused_without_authentication(environ: dict[str, str]) -> None:
    for surface in ("rest", "mcp"):
        command = [sys.executable, "-m", "generated.quay", surface, "--host", "0.0.0.0"]
        done = run([*command, "--port", "0"], environ, timeout=20)
        assert done.returncode not in (0, None)
        assert b"--allow-anonymous" in done.stderr
        assert b"Traceback" not in done.stderr


def test_a_port_in_use_is_an_error_without_a_traceback(
    environ: dict[str, str], quay: FakeQuay
) -> None:
    for surface in ("rest", "mcp"):
        command = [sys.executable, "-m", "generated.quay", surface, "--port", str(quay.port)]
        done = run(command, environ, timeout=20)
        assert done.returncode != 0
        assert b"Traceback" not in done.stderr


def test_a_wrong_setting_is_an_error_that_names_it(environ: dict[str, str]) -> None:
    command = [sys.executable, "-m", "generated.quay", "rest", "--port", "0"]
    done = run(command, environ | {"QUAY_TIMEOUT": "soon"}, timeout=20)
    assert done.returncode == 1
    assert b"QUAY_TIMEOUT" in done.stderr
    assert b"Traceback" not in done.stderr


def test_the_readme_names_every_variable_of_an_api() -> None:
    from generated.quay._runtime.settings import ApiSettings
    from generated.quay.settings import QUAY

    class Asked(dict[str, str]):
        def get(self, name: str, default: Any = None) -> Any:
            self[name] = ""
            return default

    asked = Asked()
    ApiSettings.from_environment(QUAY, asked)
    readme = (PACKAGE / "README.md").read_text("utf-8")
    assert len(asked) > 8
    for name in asked:
        assert f"`{name}`" in readme or f"`{name.removeprefix('QUAY_')}`" in readme
