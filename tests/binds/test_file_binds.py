"""A capability whose tokens stand in files, as it runs: what is found, what is missing, what is not said."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from templates.runtime.errors import SettingError
from templates.runtime.file_binds import FileBind
from tests.corpus.generating import generate
from tests.support.living import Living, Said, Seen, living, said
from tests.support.processes import environment, run

SPEC: Final = """
ikanos: "1.0.0-beta5"
binds:
  - namespace: vault
    location: "file:///./keys.yaml"
    keys: {TOKEN: api-token, USER: user.name}
  - namespace: callers
    location: "file://./callers.json"
    keys: {KEY: caller-key}
capability:
  consumes:
    - namespace: fleet
      type: http
      description: Ships.
      baseUri: "UPSTREAM"
      authentication: {type: basic, username: "{{USER}}", password: "{{vault.TOKEN}}"}
      resources: {ships: {path: /ships, operations: {list: {method: GET}}}}
  exposes:
    - type: rest
      port: PORT_rest
      address: 127.0.0.1
      namespace: fleet-rest
      authentication: {type: apikey, key: X-Key, value: "{{KEY}}", placement: header}
      resources: {s: {path: /ships, description: d, operations: {l: {method: GET, call: fleet.list}}}}
"""
KEYS: Final = "api-token: s3cret-one\nuser.name: 0123\n"
CALLERS: Final = '{"caller-key": "open-sesame"}'


def _answer(seen: Seen) -> Said:
    return said({"authorization": seen.headers.get("authorization")})


def _write(folder: Path, **files: str) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def _basic(reply_json: Mapping[str, str]) -> str:
    import base64

    return base64.b64decode(reply_json["authorization"].split()[1]).decode()


def _asked(running: Living, key: str = "open-sesame") -> str:
    reply = running.rest("GET", "/ships", X_Key=key)
    assert reply.status == 200, reply
    return _basic(reply.json)


def test_files_where_the_package_runs(tmp_path: Path) -> None:
    _write(tmp_path, keys__yaml=KEYS, callers__json=CALLERS)
    with living(SPEC, tmp_path, _answer) as running:
        assert _asked(running) == "0123:s3cret-one"
        assert running.rest("GET", "/ships", X_Key="no").status == 401
        assert "s3cret" not in running.served.output()


def test_settings_name_other_files_and_the_environment_comes_first(tmp_path: Path) -> None:
    _write(tmp_path / "etc", a__yml=KEYS, b__json=CALLERS)
    variables = {
        "VAULT_FILE": str(tmp_path / "etc/a.yml"),
        "CALLERS_FILE": str(tmp_path / "etc/b.json"),
        "API_TOKEN": "from-the-environment",
    }
    with living(SPEC, tmp_path, _answer, **variables) as running:
        assert _asked(running) == "0123:from-the-environment"


def test_a_directory_with_one_file_a_key(tmp_path: Path) -> None:
    """As Docker and Kubernetes mount secrets: the latter as links to a hidden folder."""
    _write(tmp_path / "secrets/..data", **{"api-token": "mounted\n", "user.name": "ann"})
    for name in ("api-token", "user.name"):
        (tmp_path / "secrets" / name).symlink_to(Path("..data") / name)
    _write(tmp_path / "callers", CALLER_KEY="open-sesame\r\n")
    variables = {
        "FLEET_SECRETS_DIR": str(tmp_path / "secrets"),
        "FLEET_REST_SECRETS_DIR": str(tmp_path / "callers"),
    }
    # The files of the specification are not there, and nobody asks for them.
    with living(SPEC, tmp_path, _answer, **variables) as running:
        assert _asked(running) == "ann:mounted"


def test_a_directory_with_files_for_somebody_else(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    _write(
        secrets, **{"api-token": "\ufeffmounted\n", "user.name": "ann", "ca.crt": "x" * 2_000_000}
    )
    (secrets / "keystore.p12").write_bytes(b"\x80\xff")
    (secrets / "gone").symlink_to("nowhere")
    _write(tmp_path, callers__json=CALLERS)
    with living(SPEC, tmp_path, _answer, FLEET_SECRETS_DIR=str(secrets)) as running:
        assert _asked(running) == "ann:mounted"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("a.yaml", "key: 0123", "0123"),
        ("a.yaml", "key: 'null'", "null"),
        ("a.yaml", 'key: "~"', "~"),
        ("a.yaml", "\ufeffkey: |\n  one\n  two\n", "one\ntwo\n"),
        ("a.yaml", "key: null", None),
        ("a.yaml", "key:", None),
        ("a.yaml", "key: ''", None),
        ("a.json", '\ufeff{"key": "x"}', "x"),
        ("a.json", '{"key": "null"}', "null"),
        ("a.json", '{"key": 1.50}', "1.50"),
        ("a.json", '{"key": 1e5}', "1e5"),
        ("a.json", '{"key": true}', "true"),
        ("a.json", '{"key": null}', None),
        ("a.json", '{"key": {}}', None),
    ],
)
def test_values_are_what_is_written(
    tmp_path: Path, name: str, text: str, value: str | None
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    bind = FileBind({"KEY": "key"}, "FILE", str(tmp_path / name), "living.settings")
    if value is None:
        with pytest.raises(SettingError, match="'key'"):
            bind.read({})
    else:
        assert bind.read({}) == {"KEY": value}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, ("keys.yaml", "VAULT_FILE", "API_TOKEN")),
        ({"keys__yaml": "{"}, ("keys.yaml is not YAML", "VAULT_FILE")),
        ({"keys__yaml": "[1]"}, ("keys.yaml is not a mapping", "VAULT_FILE")),
        ({"keys__yaml": "api-token: x"}, ("'user.name'", "USER_NAME")),
        ({"keys__yaml": "api-token: x\nuser.name: [s3cret]"}, ("'user.name'", "USER_NAME")),
        ({"keys__yaml": KEYS, "callers__json": "{'a': 1}"}, ("callers.json is not JSON",)),
    ],
)
def test_what_is_missing_is_said_at_the_start(
    tmp_path: Path, files: dict[str, str], told: tuple[str, ...]
) -> None:
    spec = tmp_path / "capability.yaml"
    spec.write_text(
        SPEC.replace("UPSTREAM", "http://127.0.0.1:1").replace("PORT_rest", "1"), encoding="utf-8"
    )
    assert generate(spec, tmp_path, "living").written
    _write(tmp_path, **{"callers__json": CALLERS, **files})
    done = run([sys.executable, "-m", "living", "rest"], environment(), tmp_path)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode != 0
    assert "Traceback" not in said
    assert "s3cret" not in said
    for each in told:
        assert each in said, said


def test_the_client_reads_files_too(tmp_path: Path) -> None:
    spec = tmp_path / "capability.yaml"
    spec.write_text(
        SPEC.replace("UPSTREAM", "http://127.0.0.1:1").replace("PORT_rest", "1"), encoding="utf-8"
    )
    assert generate(spec, tmp_path, "living").written
    _write(tmp_path / "living", keys__yaml=KEYS, callers__json=CALLERS)
    code = (
        "import living; from living.settings import FLEET, ApiSettings\n"
        "client = living.FleetClient(); print(repr(client))\n"
        "settings = ApiSettings.from_environment(FLEET); print(repr(settings))\n"
        "print(settings.variable('API_TOKEN') == 's3cret-one')\n"
    )
    done = run([sys.executable, "-c", code], environment(), tmp_path)
    assert done.stdout.decode().splitlines()[-1] == "True", done.stderr.decode()
    assert b"s3cret" not in done.stdout
