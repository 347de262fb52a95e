"""`server.json` against the schema that it names, as the registry's own program carries it (a Go module)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from click.testing import CliRunner

from generator.command.cli import cli
from generator.ship.listing import _shortened
from tests.ship.test_ship import SPEC
from tests.support.processes import ROOT, environment

_MODULE: Final = "github.com/modelcontextprotocol/registry@v1.8.9"
_SUM: Final = "h1:2pYB31q/uSezVbXu+D+Hr3HMimGFspgS1RTMljm1bVI="
"""Of the module, as `go.sum` has it."""
_NO_SECRETS: Final = (
    SPEC.replace('authentication: {type: bearer, token: "{{SHOP_TOKEN}}"}', "")
    .replace("{{REGION}}", "eu")
    .replace("SHOP_TOKEN: SHOP_TOKEN, REGION: REGION", "OTHER: OTHER")
)
_LONG: Final = SPEC.replace("Sells {{ things }}", "Sells things. " * 40)
_UNNAMED: Final = SPEC.replace('version: "1.2.3"', 'version: "one"')


@pytest.fixture(scope="module", name="schemas")
def _schemas() -> dict[str, Any]:
    """The schemas of the registry, by their own addresses."""
    if shutil.which("go") is None:
        pytest.skip("Go fetches the registry's program, which has the schema")
    done = subprocess.run(
        ["go", "mod", "download", "-json", _MODULE],
        cwd=ROOT / "tests" / "oasdiff",
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"the module cannot be fetched: {done.stdout[-200:]}")
    told = json.loads(done.stdout)
    assert told["Sum"] == _SUM
    files = sorted(Path(told["Dir"], "internal", "validators", "schemas").glob("*.json"))
    found = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return {each["$id"]: each for each in found}


@pytest.mark.parametrize(
    "text", [SPEC, _NO_SECRETS, _LONG, _UNNAMED], ids=["usual", "no secrets", "long", "version"]
)
def test_it_is_valid_by_the_schema_that_it_names(
    tmp_path: Path, schemas: dict[str, Any], text: str
) -> None:
    spec = tmp_path / "shop.yaml"
    spec.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "generator", "ship", str(spec)]
    options = ["--as", "server-json", "--name", "io.github.acme/shop", "--out", str(tmp_path)]
    done = subprocess.run(
        [*command, *options],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    server = json.loads((tmp_path / "server.json").read_text(encoding="utf-8"))
    schema = schemas[server["$schema"]]
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    faults = [
        f"{error.json_path}: {error.message}"
        for error in kind(schema, format_checker=kind.FORMAT_CHECKER).iter_errors(server)
    ]
    assert not faults
    assert server["$schema"] == max(schemas)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Short.", "Short."),
        ("x" * 100, "x" * 100),
        ("One sentence. " + "Another one that is far too long for what a registry takes " * 3, "One sentence."),
        ("word " * 30, "word " * 19 + "word…"),
        ("x" * 300, "x" * 99 + "…"),
    ],
)  # fmt: skip
def test_descriptions_end_with_a_word(text: str, short: str) -> None:
    found = _shortened(text)
    assert len(found) <= 100
    assert found == short


@pytest.mark.parametrize(("text", "warns"), [(SPEC, False), (_UNNAMED, True)])
def test_a_version_that_nobody_can_publish_is_said(tmp_path: Path, text: str, warns: bool) -> None:
    spec = tmp_path / "shop.yaml"
    spec.write_text(text, encoding="utf-8")
    arguments = ["ship", str(spec), "--as", "server-json", "--name", "io.github.acme/shop"]
    result = CliRunner().invoke(cli, [*arguments, "--out", str(tmp_path / "out")])
    assert result.exit_code == 0
    assert ("before you publish" in result.output) is warns


def test_the_schema_refuses_what_it_should(schemas: dict[str, Any]) -> None:
    """What makes the test above worth something."""
    schema = schemas[max(schemas)]
    kind = jsonschema.validators.validator_for(schema)
    server = {"$schema": max(schemas), "name": "no-slash", "description": "x", "version": "1"}
    assert list(kind(schema).iter_errors(server))
