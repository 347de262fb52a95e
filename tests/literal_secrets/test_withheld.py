"""Secrets that stand in a file: in nothing that is made of it, and read from the variable that is named."""

from __future__ import annotations

import base64
import json
import re
import sys
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from generator.command.cli import cli
from tests.support.living import Said, Seen, living, said
from tests.support.processes import environment, run

SECRET: Final = "mE8wq2Lr9Tz4kB"

HEADS: Final = {
    "published": "naftiko: 1.0.0-alpha2\n",
    "official": "ikanos: 1.0.0-beta5\n",
}


def _file(
    *,
    head: str = "published",
    root: str = "",
    base: str = "baseUri: https://shop.test/v1",
    api: str = "",
    operation: str = "method: GET",
    path: str = "/items",
    adapter: str = "",
    unit: str = "",
) -> str:
    lines = [HEADS[head].strip(), *([root] if root else []), "capability:", "  consumes:"]
    lines += ["    - type: http", "      namespace: shop", f"      {base}"]
    lines += [f"      {api}"] if api else []
    lines += [
        "      resources:",
        f"        - {{name: items, path: '{path}', operations: [{{name: one, {operation}}}]}}",
    ]
    lines += ["  exposes:", "    - type: rest", "      namespace: shop-rest", "      port: 8080"]
    lines += [f"      {adapter}"] if adapter else []
    lines += ["      resources:", "        - {name: items, path: /items, operations: "]
    lines += [f"            [{{name: items, method: GET, call: shop.one{unit}}}]}}"]
    return "\n".join(lines) + "\n"


PLACES: Final = {
    "bearer": ({"api": f"authentication: {{type: bearer, token: {SECRET}}}"}, "SHOP_TOKEN"),
    "bearer, value": ({"api": f"authentication: {{type: bearer, value: {SECRET}}}"}, "SHOP_TOKEN"),
    "bearer, scheme": (
        {"api": f"authentication: {{type: bearer, token: Bearer {SECRET}}}"},
        "SHOP_TOKEN",
    ),
    "auth": ({"api": f"auth: {{type: Bearer, token: '{SECRET}'}}"}, "SHOP_TOKEN"),
    "basic": (
        {"api": f"authentication: {{type: basic, username: joe, password: {SECRET}}}"},
        "SHOP_PASSWORD",
    ),
    "basic, key as user": (
        {"api": f"authentication: {{type: basic, username: {SECRET}, password: ''}}"},
        "SHOP_USERNAME",
    ),
    "digest": (
        {"api": f"authentication: {{type: digest, username: joe, password: {SECRET}}}"},
        "SHOP_PASSWORD",
    ),
    "apikey": (
        {
            "api": f"authentication: {{type: apikey, key: X-Key, value: {SECRET}, placement: header}}"
        },
        "SHOP_API_KEY",
    ),
    "apikey in the query": (
        {"api": f"authentication: {{type: apikey, key: k, value: {SECRET}, placement: query}}"},
        "SHOP_API_KEY",
    ),
    "apikey, header and key": (
        {"api": f"authentication: {{type: apikey, header: X-Key, key: {SECRET}}}"},
        "SHOP_API_KEY",
    ),
    "several headers": (
        {"api": f"authentication: {{type: apikey, headers: {{X-One: {SECRET}}}}}"},
        "SHOP_X_ONE",
    ),
    "several parameters": (
        {
            "api": f"authentication: {{type: apikey, parameters: [{{name: k1, value: {SECRET}}}]}}",
        },
        "SHOP_K1",
    ),
    "oauth2": (
        {"api": f"authentication: {{type: oauth2, clientId: me, clientSecret: {SECRET}}}"},
        "SHOP_CLIENTSECRET",
    ),
    "nested": (
        {"api": f"authentication: {{type: hmac, signing: {{secretKey: {SECRET}}}}}"},
        "SHOP_SECRETKEY",
    ),
    "header": (
        {"api": f"inputParameters: [{{name: X-Api-Key, in: header, value: {SECRET}}}]"},
        "SHOP_X_API_KEY",
    ),
    "header Authorization": (
        {"api": f"inputParameters: [{{name: Authorization, in: header, value: 'Token {SECRET}'}}]"},
        "SHOP_AUTHORIZATION",
    ),
    "a scheme and a token under any name": (
        {"api": f"inputParameters: [{{name: X-Forwarded, in: header, value: 'Bearer {SECRET}'}}]"},
        "SHOP_TOKEN",
    ),
    "headers as they were": ({"api": f"headers: {{X-Api-Key: {SECRET}}}"}, "SHOP_X_API_KEY"),
    "const": (
        {"api": f"inputParameters: [{{name: access_token, in: query, const: {SECRET}}}]"},
        "SHOP_ACCESS_TOKEN",
    ),
    "cookie": (
        {"api": f"inputParameters: [{{name: session_token, in: cookie, value: {SECRET}}}]"},
        "SHOP_SESSION_TOKEN",
    ),
    "query of the path": ({"path": f"/items?api_key={SECRET}"}, "SHOP_API_KEY"),
    "query of the base URI": (
        {"base": f"baseUri: https://shop.test/v1?api_key={SECRET}&x=1"},
        "SHOP_API_KEY",
    ),
    "password of the base URI": (
        {"base": f"baseUri: https://joe:{SECRET}@shop.test/v1"},
        "SHOP_PASSWORD",
    ),
    "user of the base URI": (
        {"base": f"targetUri: https://{SECRET}@shop.test/v1"},
        "SHOP_USERNAME",
    ),
    "body": (
        {"operation": f"method: POST, body: {{type: json, data: {{client_secret: {SECRET}}}}}"},
        "SHOP_CLIENT_SECRET",
    ),
    "form as text": (
        {"operation": f"method: POST, body: {{type: form, data: 'a=b&password={SECRET}'}}"},
        "SHOP_PASSWORD",
    ),
    "JSON as text": (
        {"operation": 'method: POST, body: \'{"password": "' + SECRET + "\"}'"},
        "SHOP_PASSWORD",
    ),
    "with": (
        {
            "operation": "method: GET, inputParameters: [{name: api_key, in: query, type: string}]",
            "unit": f", with: {{api_key: {SECRET}}}",
        },
        "SHOP_API_KEY",
    ),
    "callers, bearer": (
        {"adapter": f"authentication: {{type: bearer, token: {SECRET}}}"},
        "SHOP_REST_TOKEN",
    ),
    "callers, apikey": (
        {"adapter": f"authentication: {{type: apikey, key: X-Key, value: {SECRET}}}"},
        "SHOP_REST_API_KEY",
    ),
    "bind, source key": (
        {"root": f"binds: [{{namespace: env, keys: {{SHOP_TOKEN: {SECRET}}}}}]"},
        "SHOP_TOKEN",
    ),
    "bind, value": (
        {"root": f"binds: [{{namespace: env, values: {{SHOP_TOKEN: {SECRET}}}}}]"},
        "SHOP_TOKEN",
    ),
    "token of a known form, anywhere": (
        {"api": "inputParameters: [{name: q, in: query, value: ghp_" + SECRET * 2 + "}]"},
        "SHOP_TOKEN",
    ),
    "double quotes": (
        {"api": f'authentication: {{type: bearer, token: "{SECRET}"}}'},
        "SHOP_TOKEN",
    ),
    "comment": (
        {"api": f"authentication: {{type: bearer, token: {SECRET}}} # was x{SECRET}"},
        "SHOP_TOKEN",
    ),
    "elsewhere too": (
        {
            "api": f"authentication: {{type: bearer, token: {SECRET}}}",
            "root": f"info: {{label: x, description: Log in with {SECRET}.}}",
        },
        "SHOP_TOKEN",
    ),
}


def _made(text: str, folder: Path, *options: str) -> tuple[str, dict[str, str]]:
    """All that the command says, in every form, and all that it writes."""
    spec = folder / "shop.yaml"
    spec.write_text(text, encoding="utf-8")
    alone = folder / "alone.toml"
    alone.write_text("[tool.capwright]\n")
    common = ["--config", str(alone)]
    said = []
    for form in ("text", "json", "sarif", "github"):
        result = CliRunner().invoke(
            cli, ["validate", str(spec), "--format", form, *common, *options]
        )
        said.append(result.output)
    out = folder / "out"
    arguments = ["generate", str(spec), "--out", str(out), "--package", "shop", *common]
    said.append(CliRunner().invoke(cli, [*arguments, "--keep-going"]).output)
    said.append(CliRunner().invoke(cli, ["inspect", str(spec)]).output)
    files = {
        path.relative_to(out).as_posix(): path.read_text(encoding="utf-8")
        for path in out.rglob("*")
        if path.is_file()
    }
    return "\n".join(said), files


@pytest.mark.parametrize("place", PLACES)
def test_a_secret_is_in_nothing_that_is_made(place: str, tmp_path: Path) -> None:
    parts, variable = PLACES[place]
    said, files = _made(_file(**parts), tmp_path)
    assert len(files) > 30, said
    assert SECRET not in said
    assert [name for name, text in files.items() if SECRET in text] == []
    assert re.search(rf"CAP34[78].*\n?.*`{variable}`", said), said


@pytest.mark.parametrize("head", HEADS)
def test_nothing_else_is_said_of_it(head: str, tmp_path: Path) -> None:
    """One mistake is one finding: the variable that takes its place is no second one."""
    text = _file(head=head, api=f"authentication: {{type: bearer, token: {SECRET}}}")
    plain = _file(head=head, api="authentication: {type: bearer, token: '{{SHOP_TOKEN}}'}")
    plain = plain.replace(
        "capability:", "binds: [{namespace: e, keys: {SHOP_TOKEN: SHOP_TOKEN}}]\ncapability:"
    )
    said, files = _made(text, tmp_path)
    (tmp_path / "b").mkdir()
    other, expected = _made(plain, tmp_path / "b")
    codes = sorted(set(re.findall(r"\[(CAP\d+)\]", said)))
    assert codes == sorted({*re.findall(r"\[(CAP\d+)\]", other), "CAP347"})
    assert files["apis.py" if "apis.py" in files else "shop/apis.py"] == expected["shop/apis.py"]


def test_strict_makes_it_an_error(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(
        _file(api=f"authentication: {{type: bearer, token: {SECRET}}}")
    )
    arguments = ["validate", str(tmp_path / "s.yaml"), "--select", "CAP347"]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    result = CliRunner().invoke(cli, [*arguments, "--strict"])
    assert result.exit_code == 1
    assert SECRET not in result.output


@pytest.mark.parametrize(
    "value", ["YOUR_TOKEN", "<token>", "xxx", "'{{SHOP_TOKEN}}'", "changeme", "''", "${TOKEN}"]
)
def test_placeholders_are_no_secrets(value: str, tmp_path: Path) -> None:
    said, _ = _made(_file(api=f"authentication: {{type: bearer, token: {value}}}"), tmp_path)
    assert "CAP347" not in said


def test_holes_in_forms_and_documents_are_no_secrets(tmp_path: Path) -> None:
    for data in (
        "grant_type=refresh&token={{tools.token}}",
        '{"password": "{{tools.p}}", "a": {"token": {{tools.t}}}}',
    ):
        text = _file(operation=f"method: POST, body: {{type: json, data: '{data}'}}")
        said, _ = _made(text, tmp_path)
        assert "CAP34" not in said


def test_a_password_that_is_a_word_is_masked_in_texts_only(tmp_path: Path) -> None:
    parts = {
        "api": "authentication: {type: basic, username: joe, password: sunflower}",
        "root": "info: {label: x, description: Say sunflower.}",
        "path": "/sunflower/{id}",
    }
    said, files = _made(_file(**parts), tmp_path)
    assert "`SHOP_PASSWORD`" in said
    assert "sunflower" not in files["shop/README.md"]
    assert "sunflower" in files["shop/operations.py"]


def test_a_second_run_shows_no_more_than_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPWRIGHT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("CI", raising=False)
    for _ in range(2):
        said, _ = _made(_file(api=f"authentication: {{type: bearer, token: {SECRET}}}"), tmp_path)
        assert "CAP347" in said
        assert SECRET not in said
    cached = [each.read_text() for each in (tmp_path / "cache").rglob("*") if each.is_file()]
    assert not [text for text in cached if SECRET in text]


def test_lines_of_a_file_that_is_no_yaml_are_masked(tmp_path: Path) -> None:
    text = f"naftiko: 1.0.0-alpha2\ncapability:\n  token: {SECRET} : [\n"
    (tmp_path / "s.yaml").write_text(text)
    result = CliRunner().invoke(cli, ["validate", str(tmp_path / "s.yaml")])
    assert result.exit_code == 1
    assert SECRET not in result.output


def test_an_imported_file_too(tmp_path: Path) -> None:
    spec = (
        "ikanos: 1.0.0-beta5\ncapability:\n  consumes:\n    - {import: shop, from: ./shop-api.yaml}\n"
        "  exposes:\n    - {type: rest, namespace: r, port: 8080, resources: {i: {path: /i, operations: "
        "{o: {method: GET, call: shop.one}}}}}\n"
    )
    (tmp_path / "shop-api.yaml").write_text(
        "ikanos: 1.0.0-beta5\nconsumes:\n  - namespace: shop\n    type: http\n"
        f"    baseUri: https://shop.test\n    authentication: {{type: bearer, token: {SECRET}}}\n"
        "    resources: {i: {path: /i, operations: {one: {method: GET}}}}\n"
    )
    said, files = _made(spec, tmp_path)
    assert "`SHOP_TOKEN`" in said
    assert SECRET not in said
    assert not [name for name, text in files.items() if SECRET in text]
    assert any("SHOP_TOKEN" in text for text in files.values())


# --- where it runs -------------------------------------------------------------------------------


def _seen(seen: Seen) -> Said:
    return said({"target": seen.target, "headers": dict(seen.headers), "body": seen.body.decode()})


SENT: Final = {
    "bearer": lambda seen: seen["headers"]["authorization"] == "Bearer from-env",
    "basic": lambda seen: seen["headers"]["authorization"]
    == "Basic " + base64.b64encode(b"joe:from-env").decode(),
    "header": lambda seen: seen["headers"]["x-api-key"] == "from-env",
    "header Authorization": lambda seen: seen["headers"]["authorization"] == "Token from-env",
    "query of the path": lambda seen: seen["target"] == "/items?api_key=from-env",
    "body": lambda seen: json.loads(seen["body"]) == {"client_secret": "from-env"},
    "with": lambda seen: seen["target"] == "/items?api_key=from-env",
}


@pytest.mark.parametrize("place", SENT)
def test_the_variable_that_is_named_is_read(place: str, tmp_path: Path) -> None:
    parts, variable = PLACES[place]
    text = _file(**parts).replace("https://shop.test/v1", "UPSTREAM").replace("8080", "PORT_rest")
    with living(text, tmp_path, _seen, **{variable: "from-env"}) as running:
        reply = running.rest("GET", "/items")
        assert reply.status == 200, reply
        assert SENT[place](json.loads(reply.body)), reply.body
        assert "from-env" not in running.served.output()


def test_what_a_base_uri_held_is_sent(tmp_path: Path) -> None:
    base = f"baseUri: UPSTREAM?api_key={SECRET}"
    text = _file(base=base).replace("8080", "PORT_rest")
    with living(text, tmp_path, _seen, SHOP_API_KEY="from-env") as running:
        document = json.loads(running.rest("GET", "/items").body)
        assert document["target"] == "/items?api_key=from-env"


def test_a_password_of_a_base_uri_is_basic_authentication(tmp_path: Path) -> None:
    text = _file(base=f"baseUri: https://joe:{SECRET}@shop.test/v1").replace("8080", "PORT_rest")
    with living(text, tmp_path, _seen) as running:
        url = {"SHOP_BASE_URI": running.upstream.url, "SHOP_PASSWORD": "from-env"}
        code = "import living; print(living.ShopClient().one()['headers']['authorization'])"
        result = run([sys.executable, "-c", code], environment(**url), running.folder)
        assert base64.b64decode(result.stdout.split()[1]) == b"joe:from-env"
