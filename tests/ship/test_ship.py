"""`capwright ship`: each kind is taken by the tools that are kept for it, and the image's steps run."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.corpus.generating import generate
from tests.support.processes import ROOT, environment, start, wait_for
from tests.support.raw_http import fetch, free_port

SPEC: Final = """
ikanos: "1.0.0-beta5"
info: {display: "A shop: \\"best\\" ${HOME} $(id) `id`", description: "Sells {{ things }}", version: "1.2.3"}
binds:
  - namespace: env
    keys: {SHOP_TOKEN: SHOP_TOKEN, REGION: REGION}
capability:
  consumes:
    - namespace: shop
      type: http
      description: A shop.
      baseUri: "https://api.shop.example:8443/v1"
      authentication: {type: bearer, token: "{{SHOP_TOKEN}}"}
      resources:
        orders: {path: /orders, operations: {orders: {method: GET}}}
    - namespace: far
      type: http
      description: By region.
      baseUri: "https://{{REGION}}.far.example"
      resources:
        news: {path: /news, operations: {news: {method: GET}}}
  exposes:
    - type: rest
      port: 8085
      namespace: shop-rest
      resources:
        orders: {path: /orders, operations: {orders: {method: GET, call: shop.orders}}}
        news: {path: /news, operations: {news: {method: GET, call: far.news}}}
    - type: mcp
      port: 9095
      namespace: shop-mcp
      description: A shop.
      tools:
        orders: {description: Orders., call: shop.orders}
"""


def _ship(
    folder: Path, kind: str, *more: str, text: str = SPEC
) -> subprocess.CompletedProcess[str]:
    spec = folder / "shop.yaml"
    spec.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "generator", "ship", str(spec), "--as", kind]
    return subprocess.run(
        [*command, "--out", str(folder / "out"), *more],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _shipped(folder: Path, kind: str, *more: str) -> Path:
    done = _ship(folder, kind, *more)
    assert done.returncode == 0, done.stderr
    return folder / "out"


def _tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name(name)
    return subprocess.run(
        [program, *arguments], capture_output=True, text=True, timeout=120, check=False
    )


# --- containers -----------------------------------------------------------------------------------


def test_the_dockerfile_passes_hadolint(tmp_path: Path) -> None:
    out = _shipped(tmp_path, "dockerfile")
    done = _tool("hadolint", str(out / "Dockerfile"))
    assert (done.returncode, done.stdout) == (0, "")
    text = (out / "Dockerfile").read_text()
    assert "\nUSER 10001:10001\n" in text
    assert re.search(r"^FROM python:3\.\d+-slim-\w+$", text, re.MULTILINE)
    assert "/health/ready" in text
    assert (out / ".dockerignore").read_text().startswith("*\n!shop\n")


def test_compose_passes_its_linter_and_names_secrets_only(tmp_path: Path) -> None:
    out = _shipped(tmp_path, "compose")
    rules = tmp_path / "rules.yml"
    # Names of folders are taken for secrets: they end in SECRETS_DIR.
    rules.write_text("rules:\n  CL-0020: {enabled: false, reason: folders}\n", encoding="utf-8")
    done = _tool("compose-lint", "check", "--config", str(rules), str(out / "compose.yaml"))
    assert done.returncode == 0, done.stdout + done.stderr
    document = yaml.safe_load((out / "compose.yaml").read_text())
    service = document["services"]["shop"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert document["secrets"]["SHOP_TOKEN"] == {"environment": "SHOP_TOKEN"}
    assert set(service["environment"].values()) == {"/run/secrets", "${REGION:?set it}"}


@pytest.mark.parametrize("kind", ["compose", "kubernetes", "mcpb"])
def test_what_requests_carry_from_the_environment_is_shipped_as_a_secret(
    tmp_path: Path, kind: str
) -> None:
    """A bind that fills a header is a token as often as not, and without it each call fails."""
    text = SPEC.replace("keys: {", "keys: {SIGN: SHOP_SIGN, ", 1).replace(
        "orders: {path: /orders, operations: {orders: {method: GET}}}",
        "orders: {path: /orders, operations: {orders: {method: GET, "
        'inputParameters: [{name: X-Sign, in: header, value: "{{SIGN}}"}]}}}',
        1,
    )
    done = _ship(tmp_path, kind, text=text)
    assert done.returncode == 0, done.stderr
    file = {
        "compose": "compose.yaml",
        "kubernetes": "kubernetes.yaml",
        "mcpb": "bundle/manifest.json",
    }[kind]
    made = (tmp_path / "out" / file).read_text("utf-8")
    assert "SHOP_SIGN" in made


# --- a cluster ------------------------------------------------------------------------------------


def test_kubernetes_takes_it(tmp_path: Path) -> None:
    out = _shipped(tmp_path, "kubernetes", "--host-names", "--image", "registry.example/shop:7")
    done = _tool("kubernetes-validate", "--strict", str(out / "kubernetes.yaml"))
    assert done.returncode == 0, done.stdout + done.stderr
    objects = {
        each["kind"]: each for each in yaml.safe_load_all((out / "kubernetes.yaml").read_text())
    }
    assert set(objects) == {
        "Deployment",
        "Service",
        "HorizontalPodAutoscaler",
        "PodDisruptionBudget",
        "NetworkPolicy",
    }
    policy = objects["NetworkPolicy"]["spec"]
    assert [port["port"] for port in policy["ingress"][0]["ports"]] == [8085, 9095]
    out_ports = [port["port"] for rule in policy["egress"] for port in rule["ports"]]
    assert out_ports == [53, 53, 443, 8443]
    assert "ipBlock" not in json.dumps(policy)
    pod = objects["Deployment"]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    container = pod["containers"][0]
    assert container["image"] == "registry.example/shop:7"
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert "livenessProbe" in container
    assert container["lifecycle"]["preStop"]["exec"]["command"] == ["sleep", "5"]
    assert pod["terminationGracePeriodSeconds"] > 5 + 10  # the pause, and SHUTDOWN_TIMEOUT
    assert "the" not in {each.get("value") for each in container["env"]}
    cilium = yaml.safe_load((out / "cilium.yaml").read_text())
    names = [rule["toFQDNs"] for rule in cilium["spec"]["egress"] if "toFQDNs" in rule]
    assert names == [[{"matchName": "api.shop.example"}]]


# --- MCP ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mcpb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program that validates and packs bundles, of the version that is locked."""
    if shutil.which("npm") is None:
        pytest.skip("npm installs what packs bundles")
    folder = tmp_path_factory.mktemp("mcpb")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(Path(__file__).with_name(name), folder)
    command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=folder, check=True, timeout=300)
    return folder / "node_modules/.bin/mcpb"


def test_the_bundle_is_validated_and_packed_by_mcpb(tmp_path: Path, mcpb: Path) -> None:
    out = _shipped(tmp_path, "mcpb") / "bundle"
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["user_config"]["shop_token"]["sensitive"] is True
    assert (out / "shop" / "mcp_server.py").is_file()
    for arguments in (["validate", "manifest.json"], ["pack", ".", str(tmp_path / "shop.mcpb")]):
        done = subprocess.run(
            [mcpb, *arguments], cwd=out, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "shop.mcpb").stat().st_size > 10_000


def test_the_bundle_starts(tmp_path: Path) -> None:
    out = _shipped(tmp_path, "mcpb") / "bundle"
    ping = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}\n'
    done = subprocess.run(
        [sys.executable, "main.py"],
        cwd=out,
        env=environment(SHOP_TOKEN="a-token-of-mine", REGION="eu"),
        input=ping,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert json.loads(done.stdout.splitlines()[0])["result"]["serverInfo"]["name"] == "shop-mcp"


def test_server_json_is_as_registries_want_it(tmp_path: Path) -> None:
    out = _shipped(tmp_path, "server-json", "--name", "io.github.acme/shop")
    server = json.loads((out / "server.json").read_text())
    assert server["name"] == "io.github.acme/shop"
    assert 1 <= len(server["description"]) <= 100
    assert server["$schema"].endswith("server.schema.json")
    package = server["packages"][0]
    assert package["registryType"] == "pypi"
    assert package["transport"] == {"type": "stdio"}
    assert {key: package["environmentVariables"][0][key] for key in ("name", "isSecret")} == {
        "name": "SHOP_TOKEN",
        "isSecret": True,
    }
    assert (out / "README-line.md").read_text() == "<!-- mcp-name: io.github.acme/shop -->\n"
    assert _ship(tmp_path, "server-json", "--name", "no name").returncode == 2


def test_what_somebody_changed_stays(tmp_path: Path) -> None:
    out = _shipped(tmp_path, "dockerfile")
    (out / "Dockerfile").write_text("FROM scratch\n")
    done = _ship(tmp_path, "dockerfile")
    assert done.returncode == 1
    assert "--force" in done.stderr
    assert (out / "Dockerfile").read_text() == "FROM scratch\n"
    _shipped(tmp_path, "dockerfile", "--force")
    assert (out / "Dockerfile").read_text() != "FROM scratch\n"


# --- the steps of the image -----------------------------------------------------------------------


def _steps(text: str) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile and their arguments."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    pairs = (line.partition(" ") for line in joined.splitlines() if line.strip())
    return [(name, rest.strip()) for name, _, rest in pairs]


def _as_nobody() -> Mapping[str, Any]:
    """How a process becomes a user who is not root."""
    return {"user": 10001, "group": 10001, "extra_groups": []} if os.geteuid() == 0 else {}


def test_the_steps_of_the_dockerfile_run(tmp_path: Path) -> None:
    """No engine builds images here: the steps run in a fresh environment, as the image's user."""
    out = _shipped(tmp_path, "dockerfile")
    made = generate(tmp_path / "shop.yaml", tmp_path / "context", "shop", keep_going=False)
    assert made.written
    # Not below pytest's own folder, which nobody else may look into.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        _carry_out((out / "Dockerfile").read_text(), tmp_path / "context", folder)


def _carry_out(text: str, context: Path, folder: Path) -> None:
    _environment(folder / "venv")
    environ = environment(PATH=f"{folder / 'venv/bin'}:/usr/bin:/bin")
    app, command = folder / "app", ""
    for name, rest in _steps(text):
        if name == "WORKDIR":
            app.mkdir()
        elif name == "ENV":
            environ |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        elif name == "COPY":
            _copy(context, app, rest)
        elif name == "RUN":
            subprocess.run(rest, shell=True, cwd=app, env=environ, check=True, timeout=500)
        elif name == "CMD":
            command = json.loads(rest)[2]
    for path in (app, *app.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    _serve(command, app, environ)


def _environment(folder: Path) -> None:
    """A fresh environment, of an interpreter that the image's user can run."""
    for python in (sys.executable, "/usr/bin/python3"):
        real = Path(python).resolve()
        open_to_all = all(parent.stat().st_mode & stat.S_IXOTH for parent in real.parents)
        if os.geteuid() == 0 and not open_to_all:
            continue
        made = subprocess.run([python, "-m", "venv", folder], timeout=120, check=False)
        if made.returncode == 0:
            return
    pytest.skip("no interpreter here that a user who is not root can run")


def _copy(context: Path, app: Path, rest: str) -> None:
    source, target = rest.split()
    (app / target).mkdir(parents=True, exist_ok=True)
    if source.endswith("/"):
        shutil.copytree(context / source, app / target, dirs_exist_ok=True)
    else:
        for path in context.glob(source):
            shutil.copy(path, app / target)


def _serve(command: str, app: Path, environ: Mapping[str, str]) -> None:
    ports = {"9900": free_port(), "8085": free_port(), "9095": free_port()}
    command = command.replace("9900", str(ports["9900"])).replace("exec ", "")
    variables = {
        **environ,
        "WORKERS": "1",
        "SHOP_TOKEN": "a-token-of-mine",
        "REGION": "eu",
        "SHOP_REST_PORT": str(ports["8085"]),
        "SHOP_MCP_PORT": str(ports["9095"]),
    }
    refused = subprocess.run(
        ["sh", "-c", command],
        cwd=app,
        env=variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **_as_nobody(),
    )
    assert refused.returncode == 1, refused.stderr
    assert "SHOP_REST_BEARER_TOKEN" in refused.stderr
    tokens = {f"SHOP_{kind}_BEARER_TOKEN": "shown-by-callers" for kind in ("REST", "MCP")}
    served = start(
        ["sh", "-c", f"exec {command}"], {**variables, **tokens}, "", app, **_as_nobody()
    )
    with served:
        wait_for(served, ports["9900"])
        wait_for(served, ports["8085"])
        with urllib.request.urlopen(f"http://127.0.0.1:{ports['9900']}/health/ready") as ready:
            assert ready.status == 200
        url = f"http://127.0.0.1:{ports['8085']}"
        assert fetch(url, "GET", "/orders").status == 401
        named = {"Authorization": "Bearer shown-by-callers"}
        # The API of the specification is nowhere: the answer is ours.
        assert fetch(url, "GET", "/orders", headers=named).status in (502, 504)
        assert oct(os.stat(f"/proc/{served.process.pid}").st_uid) == oct(
            10001 if os.geteuid() == 0 else os.geteuid()
        )


# --- callers by tokens ----------------------------------------------------------------------------


def test_the_issuer_of_tokens_is_reached_and_no_secret_asked_for(tmp_path: Path) -> None:
    line = (
        "      authentication: {type: oauth2, authorizationServerUri: 'https://login.example:8444/one', "
        "resource: 'https://shop.example/mcp', scopes: [read]}\n"
    )
    text = SPEC.replace("      port: 9095\n", f"      port: 9095\n{line}")
    done = _ship(tmp_path, "kubernetes", "--host-names", text=text)
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out"
    written = (out / "kubernetes.yaml").read_text()
    assert "SHOP_REST_BEARER_TOKEN" in written
    assert "SHOP_MCP_BEARER_TOKEN" not in written
    assert "8444" in written
    cilium = yaml.safe_load((out / "cilium.yaml").read_text())
    names = [rule["toFQDNs"] for rule in cilium["spec"]["egress"] if "toFQDNs" in rule]
    assert [{"matchName": "login.example"}] in names
