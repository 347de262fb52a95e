"""Documents of every version: imported, generated, called, and what the API is sent."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.support.recorder import Recorder, Sent
from tests.tool.conftest import Run, cache, capwright

__all__ = ["cache", "capwright"]

DOCUMENTS: Final = Path(__file__).parent / "documents"
VERSIONS: Final = ("3.0.3", "3.1.1", "3.2.0")
Call = tuple[str, tuple[Any, ...], dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the documents, in which commands run and packages are imported."""
    for each in DOCUMENTS.iterdir():
        shutil.copy(each, tmp_path)
    text = (DOCUMENTS / "harbour-3.yaml").read_text()
    for version in VERSIONS:
        (tmp_path / f"harbour-{version}.yaml").write_text(text.replace("VERSION", version))
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.partition(".")[0] in ("made", "harbour")]:
        del sys.modules[name]


TWO: Final[dict[str, tuple[Call, Sent]]] = {
    "a path, a list and a header": (
        ("get_berth", ("a b",), {"fields": ["x", "y"], "X_Trace": "t"}),
        Sent(
            "GET", "/v1/berths/a%20b?fields=x&fields=y", {"x-trace": "t", "x-harbour-key": "k"}, b""
        ),
    ),
    "an object body, a field that is called as a parameter is": (
        ("put_berth", ("a",), {"length": 3.5, "berth_field": "b", "owner": {"name": "o"}}),
        Sent(
            "PUT",
            "/v1/berths/a",
            {"x-harbour-key": "k"},
            b'{"length":3.5,"berth":"b","owner":{"name":"o"}}',
        ),
    ),
    "nothing but a path": (("delete_berth", ("a",), {}), Sent("DELETE", "/v1/berths/a", {}, b"")),
    "a form": (
        ("post_login", (), {"user": "ä b", "remember": True}),
        Sent(
            "POST",
            "/v1/login",
            {"content-type": "application/x-www-form-urlencoded"},
            b"user=%C3%A4%20b&remember=true",
        ),
    ),
    "a list as body": (
        ("add_ships", (), {"body": [{"length": 1}]}),
        Sent("POST", "/v1/ships", {}, b'[{"length":1}]'),
    ),
}
THREE: Final[dict[str, tuple[Call, Sent]]] = {
    "a path of another file": (
        ("get_berth", ("a/b",), {}),
        Sent("GET", "/v2/berths/a%2Fb", {"authorization": "Bearer k"}, b""),
    ),
    "a query": (
        (
            "ships_list_all",
            (),
            {"page": 2, "flag": "nl", "sizes": [1, 2], "near": {"lat": 1}, "session": "s"},
        ),
        Sent(
            "GET",
            "/v2/ships?flag=nl&page=2&sizes=1&sizes=2&near%5Blat%5D=1",
            {"cookie": "session=s"},
            b"",
        ),
    ),
    "lists and objects in every style": (
        (
            "ships_list_all",
            (),
            {
                "page": 1,
                "ids": [1, 2],
                "kinds": ["a|b", "c"],
                "names": ["a b", "c"],
                "each": ["x", "y"],
                "size": {"w": 3, "h": "4&5"},
                "box": {"w": 3, "h": 4},
                "where": {"a": ["b c"]},
                "X_Tags": ["s", "t"],
            },
        ),
        Sent(
            "GET",
            "/v2/ships?page=1&ids=1,2&kinds=a%7Cb%7Cc&names=a%20b%20c&each=x&each=y&w=3&h=4%265"
            "&box=w,3,h,4&where=%7B%22a%22%3A%5B%22b%20c%22%5D%7D",
            {"x-tags": "s, t"},
            b"",
        ),
    ),
    "allOf": (
        ("ships_add", (), {"name": "n", "tons": 3}),
        Sent("POST", "/v2/ships", {}, b'{"name":"n","tons":3}'),
    ),
    "any JSON": (
        ("ships_change", (), {"body": [1, {"a": None}]}),
        Sent("PATCH", "/v2/ships", {}, b'[1,{"a":null}]'),
    ),
    "text": (
        ("post_notes", (), {"body": "ä"}),
        Sent("POST", "/v2/notes", {"content-type": "text/plain"}, "ä".encode()),
    ),
}


def _import(run: Run, document: str, out: str = "harbour-capability.yaml", *options: str) -> Any:
    done = run("import", "openapi", document, "-o", out, *options)
    assert done.exit_code == 0, done.stderr
    return done


def _client(run: Run, folder: Path, recorder: Recorder, prefix: str, path: str) -> Any:
    done = run("generate", "harbour-capability.yaml", "--out", "made", "--no-cache")
    assert done.exit_code == 0, done.stderr
    package = importlib.import_module("made.harbour")
    environ = {
        f"{prefix}_BASE_URI": f"{recorder.url}{path}",
        f"{prefix}_KEY": "k",
        f"{prefix}_TOKEN": "k",
    }
    return package, environ


def _call(
    package: Any, environ: dict[str, str], call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    [name] = [
        each for each in package.__all__ if each.endswith("Client") and not each.startswith("Async")
    ]
    method, arguments, keywords = call
    with getattr(package, name)() as client:
        found = {each.replace("-", "_"): each for each in dir(client)}
        getattr(client, found[method])(*arguments, **keywords)


def _same(sent: Sent, wanted: Sent) -> None:
    assert (sent.method, sent.target, sent.body) == (wanted.method, wanted.target, wanted.body)
    for name, value in wanted.headers.items():
        assert sent.headers.get(name, "").partition(";")[0] == value


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with Recorder() as running:
        yield running


def test_every_call_of_2_0(
    capwright: Run, folder: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    _import(capwright, "harbour-2.0.json")
    package, environ = _client(capwright, folder, recorder, "HARBOUR", "/v1")
    for call, wanted in TWO.values():
        _call(package, environ, call, monkeypatch)
        _same(recorder.take(), wanted)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_call_of_3(
    capwright: Run, folder: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    _import(capwright, f"harbour-{version}.yaml")
    package, environ = _client(capwright, folder, recorder, "HARBOUR", "/v2")
    for call, wanted in THREE.values():
        _call(package, environ, call, monkeypatch)
        _same(recorder.take(), wanted)


def test_parts_of_a_multipart_body(
    capwright: Run, folder: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    _import(capwright, "harbour-3.1.1.yaml")
    package, environ = _client(capwright, folder, recorder, "HARBOUR", "/v2")
    call = ("notes_picture", (), {"title": "ä", "picture": "bytes"})
    _call(package, environ, call, monkeypatch)
    sent = recorder.take()
    kind, _, boundary = sent.headers["content-type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    parts = sent.body.split(b"--" + boundary.encode())
    assert b'name="title"' in parts[1]
    assert parts[1].rstrip().endswith("ä".encode())
    assert b'name="picture"' in parts[2]


def test_what_is_written_is_a_valid_capability_of_the_official_language(
    capwright: Run, folder: Path
) -> None:
    for document in ("harbour-2.0.json", "harbour-3.1.1.yaml"):
        _import(capwright, document, "x-capability.yaml", "--force")
        done = capwright("validate", "x-capability.yaml", "--ignore", "CAP571", "--strict")
        assert done.exit_code == 0, done.stderr
        assert "official" in capwright("inspect", "x-capability.yaml").stdout


def test_a_parameter_that_is_a_credential_is_an_input(capwright: Run, folder: Path) -> None:
    """What a caller gives under such a name is no secret of the file."""
    item = {"in": "query", "required": True, "schema": {"type": "string"}}
    parameters = [{"name": name, **item} for name in ("access_token", "password", "api-key")]
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Keys", "version": "1"},
        "servers": [{"url": "https://keys.test"}],
        "paths": {
            "/keys": {"get": {"operationId": "k", "parameters": parameters, "responses": {}}}
        },
    }
    (folder / "keys.json").write_text(json.dumps(document))
    _import(capwright, "keys.json", "keys-capability.yaml")
    done = capwright("validate", "keys-capability.yaml")
    assert done.exit_code == 0
    assert "warning" not in done.stderr, done.stderr


def test_hints_and_requirements(capwright: Run, folder: Path) -> None:
    _import(capwright, "harbour-3.1.1.yaml")
    made = yaml.safe_load(Path("harbour-capability.yaml").read_text())
    tools = made["capability"]["exposes"][1]["tools"]
    assert tools["ships-list-all"]["hints"] == {
        "readOnly": True,
        "destructive": False,
        "idempotent": True,
        "openWorld": True,
    }
    inputs = tools["ships-list-all"]["inputParameters"]
    assert [name for name, each in inputs.items() if each["required"]] == ["page"]
    assert inputs["flag"]["description"] == "The flag. One of `nl`, `de`."
    assert made["capability"]["consumes"][0]["baseUri"] == "https://north.harbour.example.net/v2"


def test_what_cannot_be_said_is_found_where_it_stands(capwright: Run, folder: Path) -> None:
    done = _import(capwright, "harbour-3.1.1.yaml")
    said = " ".join(done.stderr.split())
    assert (
        "`marks` is a list in the cookie (`form`) that has a form of its own: it is sent as JSON"
        in said
    )
    assert "`note` is written as `text/csv`, and is sent as text" in said
    assert "the language has no method OPTIONS" in said
    assert "no operation is called with the scheme `other`: `token` does for all" in said
    assert not any(f"`{name}`" in said for name in ("ids", "kinds", "size", "where", "X-Tags"))
    assert "CAP131" in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "holds no mapping"),
        ("{}", "neither `openapi` nor `swagger`"),
        ('{"openapi": "4.0.0"}', "its version is `4.0.0`"),
        ('{"openapi": "3.1.0", "info": {}, "paths": {}}', "no operation"),
        ('{"openapi": ', "is no JSON"),
        ("openapi: [", "not valid YAML"),
    ],
)
def test_no_document(capwright: Run, folder: Path, text: str, said: str) -> None:
    Path("bad.yaml").write_text(text)
    done = capwright("import", "openapi", "bad.yaml")
    assert done.exit_code == 1
    assert "CAP130" in done.stderr
    assert said in done.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("openapi: 3.0.0\ninfo:\n  title: 'x\npaths: {}\n", "3:10", "add the closing quote"),
        ("openapi: 3.0.0\ninfo:\n\ttitle: x\n", "3:1", "indent with spaces"),
        ("openapi: 3.0.0\ninfo:\n  title: x: y\n", "3:10", "write `'` before and behind it"),
        ("openapi: 3.0.0\ninfo: {title: x\npaths: {}\n", "2:7", "add `}`"),
        ("openapi: 3.0.0\ntags: [a, b\npaths: {}\n", "2:7", "add `]`"),
        ("openapi: 3.0.0\ninfo:\n  a: x\n   b: 3\n", "4:4", "begin it in column 3, as they do"),
        (
            '{"openapi": "3.0.0",\n "info": {"a": 1,}\n}',
            "2:18",
            "no `,` stands behind the last one",
        ),
        ('{"openapi": "3.0.0"\n "info": {}}', "2:2", "write the `,` before it"),
        ('{"openapi" "3.0.0"}', "1:12", "write a `:` behind the key"),
        ('{"openapi": "3.0.0}', "1:13", 'close the text with `"`'),
        ('{"openapi": "3\n"}', "1:15", "write line breaks and tabs"),
        ('{"openapi": "3.0.0"} {}', "1:22", "remove what stands behind the end"),
    ],
)
def test_text_that_is_neither_yaml_nor_json(
    capwright: Run, folder: Path, text: str, place: str, hint: str
) -> None:
    """Where the parser says, and what to do there; `openapi import` shows the line."""
    Path("bad.yaml").write_text(text)
    done = capwright("import", "openapi", "bad.yaml")
    assert done.exit_code == 1
    assert done.stderr.count("CAP130") == 1
    assert f" --> bad.yaml:{place}\n" in done.stderr
    assert hint in done.stderr.rpartition("= hint: ")[2]
    line = text.splitlines()[int(place.partition(":")[0]) - 1]
    assert line.strip() in done.stderr


def test_text_of_a_file_that_is_referred_to(capwright: Run, folder: Path) -> None:
    """Its own name, place and line; an operation that needs it is left out with the same words."""
    Path("parts").mkdir()
    Path("parts/thing.yaml").write_text("thing:\n  - a\n  b: {\n")
    Path("api.yaml").write_text(
        "openapi: 3.0.0\ninfo: {title: t, version: '1'}\n"
        "paths:\n  /a: {$ref: 'parts/thing.yaml#/thing'}\n  /b: {get: {}}\n"
    )
    done = capwright("import", "openapi", "api.yaml")
    assert "it is left out: this is not valid YAML: " in done.stderr
    assert " (parts/thing.yaml:3:3)" in done.stderr
    assert "1 operation of t" in done.stderr


@pytest.mark.parametrize(
    "reference",
    [
        "http://127.0.0.1:1/x.yaml#/a",
        "../outside.yaml#/a",
        "/etc/passwd",
        "link.yaml#/a",
        "#/nowhere",
        "#/paths/~1a/get/x",
    ],
)
def test_references_stay_in_the_folder(capwright: Run, folder: Path, reference: str) -> None:
    """An operation whose reference leads elsewhere is left out, with the reason; the rest is imported."""
    inner = folder / "inner"
    inner.mkdir()
    (folder / "outside.yaml").write_text("a: {get: {operationId: secret}}\n")
    (inner / "link.yaml").symlink_to(folder / "outside.yaml")
    (inner / "api.json").write_text(
        json.dumps(
            {
                "openapi": "3.1.0",
                "info": {"title": "A", "version": "1"},
                "paths": {
                    "/a": {
                        "get": {
                            "parameters": [{"$ref": reference}],
                            "x": {"$ref": "#/paths/~1a/get/x"},
                        }
                    },
                    "/b": {"get": {"operationId": "b"}},
                },
            }
        )
    )
    done = capwright("import", "openapi", "inner/api.json", "-o", "a-capability.yaml")
    assert done.exit_code == 0, done.stderr
    assert "it is left out" in done.stderr
    text = Path("a-capability.yaml").read_text()
    assert "secret" not in text
    assert "path: /b" in text
    assert "path: /a" not in text


class TestUpdate:
    def _edited(self, change: Callable[[dict[str, Any]], None]) -> None:
        path = Path("harbour-capability.yaml")
        data = yaml.safe_load(path.read_text())
        change(data)
        path.write_text(yaml.safe_dump(data, sort_keys=False))

    def _document(self, change: Callable[[dict[str, Any]], None]) -> None:
        path = Path("harbour-2.0.json")
        data = json.loads(path.read_text())
        change(data)
        path.write_text(json.dumps(data))

    def _data(self) -> dict[str, Any]:
        data: dict[str, Any] = yaml.safe_load(Path("harbour-capability.yaml").read_text())
        return data

    def test_nothing_new_changes_nothing(self, capwright: Run, folder: Path) -> None:
        _import(capwright, "harbour-2.0.json")
        before = Path("harbour-capability.yaml").read_text()
        _import(capwright, "harbour-2.0.json", "harbour-capability.yaml", "--update")
        assert Path("harbour-capability.yaml").read_text() == before

    def test_a_file_that_is_there_is_not_overwritten(self, capwright: Run, folder: Path) -> None:
        _import(capwright, "harbour-2.0.json")
        done = capwright("import", "openapi", "harbour-2.0.json", "-o", "harbour-capability.yaml")
        assert done.exit_code == 2
        assert "--update" in done.stderr

    def test_edits_stay_and_news_come(self, capwright: Run, folder: Path) -> None:
        _import(capwright, "harbour-2.0.json")

        def edit(data: dict[str, Any]) -> None:
            tools = data["capability"]["exposes"][1]["tools"]
            tools["get-berth"]["description"] = "Mine."
            del tools["delete-berth"]

        def change(data: dict[str, Any]) -> None:
            data["paths"]["/berths/{berth}"]["get"]["summary"] = "Get one berth"
            data["paths"]["/tides"] = {"get": {"operationId": "getTides", "responses": {}}}
            del data["paths"]["/login"]

        self._edited(edit)
        self._document(change)
        done = _import(capwright, "harbour-2.0.json", "harbour-capability.yaml", "--update")
        tools = self._data()["capability"]["exposes"][1]["tools"]
        assert tools["get-berth"]["description"] == "Mine."
        assert tools["get-berth"]["display"] == "Get one berth"
        assert "get-tides" in tools
        assert "delete-berth" not in tools
        assert "post-login" not in tools
        assert "CAP132" in done.stderr
        assert "new: /capability/exposes/1/tools/get-tides" in done.stderr
        assert "gone: /capability/exposes/1/tools/post-login" in done.stderr
        assert capwright("validate", "harbour-capability.yaml").exit_code == 0

    def test_names_stay(self, capwright: Run, folder: Path) -> None:
        """Those of the document that are given anew, and those that somebody chose."""
        _import(capwright, "harbour-2.0.json")

        def edit(data: dict[str, Any]) -> None:
            text = json.dumps(data).replace("get-berth", "look-at-berth")
            data.clear()
            data.update(json.loads(text))

        def change(data: dict[str, Any]) -> None:
            item = data["paths"]["/berths/{berth}"]
            item["get"]["operationId"] = "berths_get"
            item["get"]["summary"] = "New"
            item["put"]["operationId"] = "berths_put"

        self._edited(edit)
        self._document(change)
        _import(capwright, "harbour-2.0.json", "harbour-capability.yaml", "--update")
        tools = self._data()["capability"]["exposes"][1]["tools"]
        assert {"look-at-berth", "put-berth"} <= set(tools)
        assert not {"get-berth", "berths-get", "berths-put"} & set(tools)
        assert tools["look-at-berth"]["display"] == "New"
        assert capwright("validate", "harbour-capability.yaml").exit_code == 0

    def test_a_tool_with_a_name_of_its_own_takes_what_is_new(
        self, capwright: Run, folder: Path
    ) -> None:
        """One that calls the same operation, whose name and texts somebody has chosen; routes alike."""
        _import(capwright, "harbour-2.0.json")

        def edit(data: dict[str, Any]) -> None:
            rest, mcp = data["capability"]["exposes"]
            mcp["tools"] = {
                {"get-berth": "look", "put-berth": "get-berth"}.get(name, name): tool
                for name, tool in mcp["tools"].items()
            }
            mcp["tools"]["look"]["description"] = "Mine."
            for resource in rest["resources"].values():
                found = resource["operations"]
                if "get-berth" in found:
                    resource["operations"] = {"see": found.pop("get-berth"), **found}

        def change(data: dict[str, Any]) -> None:
            item = data["paths"]["/berths/{berth}"]
            more = {"name": "tide", "in": "query", "type": "string", "description": "High or low"}
            item["get"]["parameters"] = [*item["get"].get("parameters", []), more]

        self._edited(edit)
        self._document(change)
        _import(capwright, "harbour-2.0.json", "harbour-capability.yaml", "--update")
        rest, mcp = self._data()["capability"]["exposes"]
        look = mcp["tools"]["look"]
        assert look["description"] == "Mine."
        assert look["inputParameters"]["tide"]["description"] == "High or low"
        assert look["with"]["tide"].endswith(".tide")
        # Its old name is another's now.
        assert mcp["tools"]["get-berth"]["call"].endswith(".put-berth")
        routes = [each for one in rest["resources"].values() for each in one["operations"].items()]
        [see] = [route for name, route in routes if name == "see"]
        assert "tide" in see["inputParameters"]
        assert "get-berth" not in dict(routes)
        assert capwright("validate", "harbour-capability.yaml").exit_code == 0

    def test_without_what_was_imported_nothing_is_done(self, capwright: Run, folder: Path) -> None:
        _import(capwright, "harbour-2.0.json")
        Path("harbour-capability.imported.json").unlink()
        done = capwright(
            "import", "openapi", "harbour-2.0.json", "-o", "harbour-capability.yaml", "--update"
        )
        assert done.exit_code == 1
        assert "CAP130" in done.stderr


def test_export_writes_the_document_of_the_adapter(capwright: Run, folder: Path) -> None:
    _import(capwright, "harbour-3.1.1.yaml")
    assert capwright("generate", "harbour-capability.yaml", "--out", "made").exit_code == 0
    done = capwright("export", "harbour-capability.yaml", "--openapi")
    assert done.exit_code == 0, done.stderr
    packaged = (folder / "made/harbour/openapi/harbour-rest.json").read_text()
    assert json.loads(done.stdout) == json.loads(packaged)
    assert (
        capwright("export", "harbour-capability.yaml", "--openapi", "--adapter", "no").exit_code
        == 2
    )
    assert capwright("export", "harbour-capability.yaml").exit_code == 2
    # What is exported can be imported: the same operations once more.
    Path("again.json").write_text(done.stdout)
    _import(capwright, "again.json", "again-capability.yaml")
    again = yaml.safe_load(Path("again-capability.yaml").read_text())
    once = yaml.safe_load(Path("harbour-capability.yaml").read_text())
    assert set(again["capability"]["exposes"][1]["tools"]) == set(
        once["capability"]["exposes"][1]["tools"]
    )


def test_what_descriptions_may_not_hold_is_parted(capwright: Run, folder: Path) -> None:
    text = "Runs <module>.<script> and <SCRIPT>, or eval(x)."
    operation = {"operationId": "run", "description": text, "responses": {}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Jobs", "version": "1", "description": text},
        "servers": [{"url": "https://jobs.test"}],
        "paths": {"/run": {"post": operation}},
    }
    (folder / "jobs.json").write_text(json.dumps(document))
    _import(capwright, "jobs.json", "jobs-capability.yaml")
    done = capwright("validate", "jobs-capability.yaml")
    assert done.exit_code == 0, done.stderr
    made = yaml.safe_load((folder / "jobs-capability.yaml").read_text())
    assert made["info"]["description"] == "Runs <module>.< script> and < SCRIPT>, or eval (x)."


def test_two_paths_that_are_one_have_one_route(capwright: Run, folder: Path) -> None:
    """OpenAPI forbids them, and published documents have them."""

    def item(name: str, variable: str) -> dict[str, Any]:
        parameter = {"name": variable, "in": "path", "required": True, "schema": {"type": "string"}}
        return {"get": {"operationId": name, "parameters": [parameter], "responses": {}}}

    document = {
        "openapi": "3.1.0",
        "info": {"title": "Cards", "version": "1"},
        "servers": [{"url": "https://cards.test"}],
        "paths": {"/cards/{id}": item("one", "id"), "/cards/{filter}": item("some", "filter")},
    }
    (folder / "cards.json").write_text(json.dumps(document))
    done = _import(capwright, "cards.json", "cards-capability.yaml")
    assert "its path is that of `/cards/{id}` under other names" in " ".join(done.stderr.split())
    assert capwright("validate", "cards-capability.yaml").exit_code == 0
    rest, mcp = yaml.safe_load((folder / "cards-capability.yaml").read_text())["capability"][
        "exposes"
    ]
    assert [list(each["operations"]) for each in rest["resources"].values()] == [["one"]]
    assert list(mcp["tools"]) == ["one", "some"]


# --- several credentials -------------------------------------------------------------------------


def _secured(**changes: Any) -> dict[str, Any]:
    """A document in which operations ask for one scheme or another, for two at once, or for none."""

    def operation(name: str, security: Any = None) -> dict[str, Any]:
        own = {} if security is None else {"security": security}
        return {"operationId": name, "responses": {"200": {"description": "done"}}, **own}

    return {
        "openapi": "3.1.0",
        "info": {"title": "Vault", "version": "1"},
        "servers": [{"url": "https://vault.test/v1"}],
        "security": [{"token": []}],
        "paths": {
            "/usual": {"get": operation("usual")},
            "/either": {"get": operation("either", [{"key": []}, {"token": []}])},
            "/key": {
                "get": operation("by-key", [{"key": []}]),
                "put": operation("both", [{"key": [], "app": []}]),
            },
            "/login": {"post": operation("login", [])},
            "/client": {"get": operation("client", [{"tls": []}])},
        },
        "components": {
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "app": {"type": "apiKey", "in": "header", "name": "X-App"},
                "token": {"type": "oauth2", "flows": {}},
                "tls": {"type": "mutualTLS"},
            }
        },
        **changes,
    }


def test_each_operation_is_called_with_the_credential_that_it_asks_for(
    capwright: Run, folder: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "vault.json").write_text(json.dumps(_secured()))
    done = _import(capwright, "vault.json", "vault-capability.yaml")
    made = yaml.safe_load((folder / "vault-capability.yaml").read_text())["capability"]
    assert {
        api["namespace"]: (
            api.get("authentication", {}).get("type"),
            sorted(name for each in api["resources"].values() for name in each["operations"]),
        )
        for api in made["consumes"]
    } == {
        "vault": ("bearer", ["either", "usual"]),
        "vault-key": ("apikey", ["both", "by-key"]),
        "vault-open": (None, ["client", "login"]),
    }
    said = " ".join(done.stderr.split())
    assert "`app` is asked for beside `key`, and is not sent" in said
    assert "`tls` is asked for, which is none of the language" in said
    assert said.count("`app` is asked for") == 1

    assert (
        capwright("generate", "vault-capability.yaml", "--out", "made", "--no-cache").exit_code == 0
    )
    package = importlib.import_module("made.vault")
    for name in ("VAULT", "VAULT_KEY", "VAULT_OPEN"):
        monkeypatch.setenv(f"{name}_BASE_URI", f"{recorder.url}/v1")
    monkeypatch.setenv("VAULT_TOKEN", "the-token")
    monkeypatch.setenv("VAULT_KEY_KEY", "the-key-itself")
    with package.VaultClient() as vault:
        vault.usual()
        vault.either()
    with package.VaultKeyClient() as keyed:
        keyed.by_key()
    with package.VaultOpenClient() as opened:
        opened.login()
    shown = [
        (each.target, each.headers.get("authorization"), each.headers.get("x-key"))
        for each in (recorder.take() for _ in range(4))
    ]
    assert shown == [
        ("/v1/usual", "Bearer the-token", None),
        ("/v1/either", "Bearer the-token", None),
        ("/v1/key", None, "the-key-itself"),
        ("/v1/login", None, None),
    ]
    adapters = made["exposes"]
    assert {each["call"] for each in adapters[1]["tools"].values()} == {
        "vault.usual",
        "vault.either",
        "vault-key.by-key",
        "vault-key.both",
        "vault-open.login",
        "vault-open.client",
    }


def test_an_operation_with_a_server_of_its_own_goes_there(capwright: Run, folder: Path) -> None:
    document = _secured()
    document["paths"]["/login"]["servers"] = [{"url": "https://login.vault.test/v9/"}]
    document["paths"]["/usual"]["get"]["servers"] = [{"url": "https://vault.test/v1"}]
    document["paths"]["/either"]["get"]["servers"] = [{"url": "/v2"}]
    (folder / "vault.json").write_text(json.dumps(document))
    done = _import(capwright, "vault.json", "vault-capability.yaml")
    made = yaml.safe_load((folder / "vault-capability.yaml").read_text())["capability"]
    assert {each["namespace"]: each["baseUri"] for each in made["consumes"]} == {
        "vault": "https://vault.test/v1",
        "vault-key": "https://vault.test/v1",
        "vault-open": "https://vault.test/v1",
        "vault-login-vault-test-open": "https://login.vault.test/v9",
    }
    assert made["exposes"][1]["tools"]["login"]["call"] == "vault-login-vault-test-open.login"
    assert "its server `/v2` has no host of its own" in " ".join(done.stderr.split())


def test_a_credential_that_is_a_parameter_too_is_no_input(capwright: Run, folder: Path) -> None:
    document = _secured()
    text = {"schema": {"type": "string"}, "required": True}
    document["paths"]["/key"]["get"]["parameters"] = [
        {"name": "x-key", "in": "header", **text},
        {"name": "X-Key", "in": "query", **text},
    ]
    (folder / "vault.json").write_text(json.dumps(document))
    _import(capwright, "vault.json", "vault-capability.yaml")
    made = yaml.safe_load((folder / "vault-capability.yaml").read_text())["capability"]
    assert list(made["exposes"][1]["tools"]["by-key"]["inputParameters"]) == ["X-Key"]
    assert made["consumes"][1]["resources"]["key"]["operations"]["by-key"]["inputParameters"] == {
        "X-Key": {"in": "query"}
    }


def test_without_a_word_of_any_operation_the_first_scheme_is_for_all(
    capwright: Run, folder: Path
) -> None:
    document = _secured()
    del document["security"]
    for item in document["paths"].values():
        for operation in item.values():
            operation.pop("security", None)
    (folder / "vault.json").write_text(json.dumps(document))
    _import(capwright, "vault.json", "vault-capability.yaml")
    [api] = yaml.safe_load((folder / "vault-capability.yaml").read_text())["capability"]["consumes"]
    assert api["authentication"]["key"] == "X-Key"


def test_an_update_finds_operations_that_ask_for_another_scheme_now(
    capwright: Run, folder: Path
) -> None:
    one = _secured()
    for item in one["paths"].values():
        for operation in item.values():
            operation.pop("security", None)
    (folder / "vault.json").write_text(json.dumps(one))
    _import(capwright, "vault.json", "vault-capability.yaml")
    written = folder / "vault-capability.yaml"
    written.write_text(
        written.read_text().replace("https://vault.test/v1", "https://vault.example.net")
    )
    (folder / "vault.json").write_text(json.dumps(_secured()))
    _import(capwright, "vault.json", "vault-capability.yaml", "--update")
    made = yaml.safe_load(written.read_text())["capability"]
    assert [each["namespace"] for each in made["consumes"]] == ["vault", "vault-key", "vault-open"]
    assert made["consumes"][0]["baseUri"] == "https://vault.example.net"
    assert made["exposes"][1]["tools"]["login"]["call"] == "vault-open.login"
    assert capwright("validate", "vault-capability.yaml", "--ignore", "CAP571").exit_code == 0
