"""The package's README as a newcomer meets it, and as a specification that means harm would have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.diagnostics import Findings
from generator.markdown import cell, code, escaped, prose
from generator.options import Options, Runtime
from generator.pipeline import build, understand
from generator.store import cache
from tests.lower.test_hostile import hostile
from tests.support.processes import ROOT
from tests.tool.conftest import SMALL

HARM = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![pixel](https://evil.example/p.png)",
    "[click](https://evil.example)",
    "[click][ref]\n\n[ref]: https://evil.example",
    "<https://evil.example>",
    "see https://evil.example/a?b=c_d_e",
    "HTTPS://EVIL.EXAMPLE",
    "www.evil.example",
    "mail me@evil.example",
    "@everyone look at #1",
    "# Heading",
    "line\n# Heading",
    "line\r\n\r\n- item",
    "a\u2028b\u2029c\x0bd\x0ce\x85f",
    "| a | b |\n| --- | --- |",
    "`code` and ``more`` `",
    "```\nfence",
    "- item",
    "1. item",
    "12) item",
    "+ item",
    "> quote",
    "---",
    "===",
    "**bold** _em_ ~~gone~~",
    "&lt;b&gt; &copy; &#60;",
    "\\[x](y)",
    "$x$ <!-- c -->",
    "[^1] [ ] ![",
    "https://evil.example/a|b",
    "\u202eevil",
    "end with \\",
    "    indented code",
    "",
    " ",
    "`",
]


def _parsed(text: str) -> list[Token]:
    parser = MarkdownIt("gfm-like", {"linkify": False})
    return parser.parse(text)


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _kinds(text: str) -> set[str]:
    return {token.type for token in _all(_parsed(text))}


def _shown(text: str) -> str:
    """What a reader sees of a paragraph."""
    kinds = ("text", "code_inline", "text_special")
    return "".join(token.content for token in _all(_parsed(text)) if token.type in kinds)


def _links_itself(text: str) -> bool:
    """Whether a renderer would make a link of bare text (GFM, 6.9): outside of code only."""
    plain = "".join(token.content for token in _all(_parsed(text)) if token.type == "text")
    return bool(re.search(r"https?://|\bwww\.|\w@\w", plain, re.IGNORECASE))


@pytest.mark.parametrize("text", HARM)
@pytest.mark.parametrize("made", [prose, code, cell, escaped])
def test_a_text_is_shown_and_is_no_markup(made: object, text: str) -> None:
    assert callable(made)
    written = made(text)
    assert "\n" not in written
    before = f"A line {written} and its end.\n"
    kinds = _kinds(before)
    assert kinds <= {
        "paragraph_open", "paragraph_close", "inline", "text", "text_special", "code_inline",
    }  # fmt: skip
    assert made is escaped or not _links_itself(before)
    table = f"| a | b |\n| --- | --- |\n| {written} | x |\n"
    if made is not code:
        cells = [token for token in _all(_parsed(table)) if token.type == "td_open"]
        assert len(cells) == 2


@pytest.mark.parametrize("text", [each for each in HARM if each.strip()])
def test_prose_alone_is_one_paragraph_with_all_its_words(text: str) -> None:
    written = prose(text)
    blocks = [token.type for token in _parsed(written) if token.level == 0]
    assert blocks == ["paragraph_open", "inline", "paragraph_close"] or blocks == [
        "paragraph_open",
        "paragraph_close",
    ]
    if text.isprintable():
        assert _shown(written).split() == text.split()
    assert "<" not in re.sub(r"`[^`]*`", "", written)


def _files(spec: str, folder: Path, options: Options) -> dict[str, bytes]:
    path = folder / "pond-capability.yaml"
    path.write_text(spec, encoding="utf-8")
    understood = understand(path, None, Findings())
    assert understood is not None
    return dict(build(understood, options))


def _readme(spec: str, folder: Path) -> str:
    return _files(spec, folder, Options("pond"))["README.md"].decode()


@pytest.mark.parametrize("text", HARM)
def test_nothing_of_the_specification_is_markup(text: str, tmp_path: Path) -> None:
    """Users' world, E: HTML, images, links and line breaks went through."""
    if not text.strip():
        return
    plain = _readme(yaml.safe_dump(hostile("x")), tmp_path)
    harmed = _readme(yaml.safe_dump(hostile(text)), tmp_path)
    wanted = [token.type for token in _parsed(plain) if token.level == 0]
    assert [token.type for token in _parsed(harmed) if token.level == 0] == wanted
    kinds = _kinds(harmed)
    assert not kinds & {"html_inline", "html_block", "image", "link_open", "s_open"}
    assert not _links_itself(harmed)


# --- as a newcomer meets it ----------------------------------------------------------------------


def test_the_first_call_has_what_it_needs(tmp_path: Path) -> None:
    """Users' world, F: `client.listrepos()` was a 400 of a real Quay."""
    optional = SMALL.replace("path: /fish/{name}", "path: /fish", 1).replace(
        "          in: path\n          type: string\n          required: true",
        "          in: query\n          type: string",
    )
    assert 'client.getfish("name")' in _readme(SMALL, tmp_path)
    assert 'client.getfish(name="…")' in _readme(optional, tmp_path)


def test_a_first_call_needs_no_types_and_says_which_class(tmp_path: Path) -> None:
    """What `capwright init` writes declares none: its README showed no call, and `Async…Client`."""
    untyped = SMALL.replace("          type: string\n", "", 1)
    assert untyped != SMALL
    text = _readme(untyped, tmp_path)
    assert 'client.getfish("name")' in text
    assert "Async…" not in text
    assert "`AsyncPondClient` has the same methods" in text
    number = SMALL.replace("          type: string\n", "          type: integer\n", 1)
    assert "client.getfish(1)" in _readme(number, tmp_path)


@pytest.mark.parametrize(
    ("options", "beside"),
    [
        (Options("pond"), "pond/"),
        (Options("pond", runtime=Runtime.PACKAGE), "pond/"),
        (Options("pond", runtime=Runtime.SHARED, parent="generated"), "generated/_runtime/"),
    ],
    ids=["vendored", "package", "shared"],
)
def test_every_command_is_given_from_one_folder(
    tmp_path: Path, options: Options, beside: str
) -> None:
    """`pip install` was for the package's folder, `python -m` for the one above."""
    files = _files(SMALL, tmp_path, options)
    text = files["README.md"].decode()
    named = re.findall(r"^pip install -r (\S+)$", text, re.MULTILINE)
    assert len(named) >= 2
    for path in named:
        assert path.startswith(beside)
        assert options.runtime is Runtime.SHARED or path.removeprefix(beside) in files
    modules = set(re.findall(r"^python -m (\S+)", text, re.MULTILINE))
    assert modules == {options.importable}
    top = options.importable.partition(".")[0]
    assert f"from the folder that `{top}/` is in" in text


def test_who_holds_no_credentials_does_not_say_so(tmp_path: Path) -> None:
    """Users' world, F: "The app holds your token" where there is none."""
    assert "your credentials" not in _readme(SMALL, tmp_path)
    files = _files(SMALL, tmp_path, Options("pond"))
    assert b"What this package can do, as" in files["REACH.md"]
    assert not [path for path, content in files.items() if b"your token" in content]
    bearer = SMALL.replace(
        "    resources:\n    - name: fish\n      path",
        "    authentication: {type: bearer, token: '{{T}}'}\n    resources:\n    - name: fish\n      path",
        1,
    )
    assert "calls with your credentials" in _readme(bearer, tmp_path)
    reach = _files(bearer, tmp_path, Options("pond"))["REACH.md"]
    assert b"What this package can do with your credentials, as" in reach


def test_settings_are_sentences(tmp_path: Path) -> None:
    """Users' world, F: settings are fragments ("Of a request.")."""
    text = _readme(SMALL, tmp_path)
    rows = re.findall(r"^\| `[A-Z_]+` \| ([^|]+) \|", text, re.MULTILINE)
    assert len(rows) > 20
    for row in rows:
        assert row.endswith("."), row
        assert not re.match(r"(?:Of|For|To|Between|In) ", row), row


def test_the_access_log_has_one_default_everywhere(tmp_path: Path) -> None:
    """Users' world, F: `off` in one place, `text` in another."""
    text = _readme(SMALL, tmp_path)
    [row] = re.findall(r"^\| `POND_REST_ACCESS_LOG` .*$", text, re.MULTILINE)
    assert "`python -m` writes `text` unless this says otherwise" in row
    assert row.endswith("| off |")


@pytest.mark.parametrize("case", ["orchestration", "official", "rest_inputs"])
def test_every_variable_stands_once(case: str) -> None:
    text = (ROOT / "tests/golden" / case / "expected/README.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([A-Z0-9_]+)` \|", text, re.MULTILINE)
    assert len(named) == len(set(named))


def test_what_a_skill_says_of_a_tool_is_sentences() -> None:
    """It ran on: "List repositories Arguments: `namespace`"."""
    [page] = (ROOT / "generated" / "quay" / "skills").rglob("SKILL.md")
    tools = re.findall(r"^- `\w+` \([a-z ]+\): (.+)$", page.read_text("utf-8"), re.MULTILINE)
    assert len(tools) == 16
    for said in tools:
        assert said.endswith(".")
        assert re.search(r"[^.] Arguments:", said) is None


def test_the_readme_says_where_else_it_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Users' world, F: "it also writes below `~/.cache`"; what it says is what the code does."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "`~/.cache/capwright`" in text
    assert f"`{cache.FOLDER}`" in text
    for name in (cache.FOLDER, "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/ann")
    assert cache._cache_folder() == Path("/home/ann/.cache/capwright")


@pytest.mark.parametrize(
    ("spec", "parallel", "listed"),
    [
        (ROOT / "specs" / "quay-capability.yaml", True, False),  # no unit has two steps
        (ROOT / "tests" / "golden" / "orchestration" / "capability.yaml", True, True),
        (ROOT / "tests" / "golden" / "orchestration" / "capability.yaml", False, False),
    ],
)
def test_a_setting_that_changes_nothing_is_not_listed(
    spec: Path, parallel: bool, listed: bool
) -> None:
    understood = understand(spec, None, Findings())
    assert understood is not None
    files = build(understood, Options("made", parallel=parallel))
    assert ("_PARALLEL`" in files["README.md"].decode()) is listed


def test_an_input_is_not_named_twice() -> None:
    readme = (ROOT / "generated" / "quay" / "README.md").read_text("utf-8")
    assert "| POST | `/repository` | body |" in readme
    assert "body (body)" not in readme
    assert "namespace (query)" in readme


_BOUND = """\
ikanos: 1.0.0-beta2
info: {label: Shop, description: A shop}
binds:
  - namespace: env
    keys: {REGION: SHOP_REGION, SIGN: SHOP_SIGN, KIND: SHOP_KIND, PAGE: SHOP_PAGE, TEXT: SHOP_TEXT}
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.example
      resources:
        - name: things
          path: "/things/{{REGION}}"
          operations:
            - name: get
              method: GET
              inputParameters:
                - {name: X-Sign, in: header, value: "{{SIGN}}"}
                - {name: page, in: query, value: "{{PAGE}}"}
                - {name: kind, in: query}
            - name: add
              method: POST
              body: {type: json, data: {text: "{{TEXT}}"}}
  exposes:
    - type: mcp
      namespace: shop-mcp
      port: 9090
      tools:
        - {name: find, description: Finds, call: shop.get, with: {kind: "{{KIND}}"}}
        - {name: add, description: Adds, call: shop.add}
"""


def test_it_names_the_variables_that_requests_carry(tmp_path: Path) -> None:
    """Of paths, pairs, bodies, and what a `with` gives: each that the code reads, once."""
    (tmp_path / "shop.yaml").write_text(_BOUND, encoding="utf-8")
    understood = understand(tmp_path / "shop.yaml", None, Findings())
    assert understood is not None
    made = build(understood, Options("shop"))
    code = "".join(made[path].decode() for path in ("client.py", "operations.py", "units.py"))
    read = set(re.findall(r"SHOP_[A-Z]+", code))
    assert read == {"SHOP_REGION", "SHOP_SIGN", "SHOP_KIND", "SHOP_PAGE", "SHOP_TEXT"}
    page = made["README.md"].decode()
    for name in read:
        assert page.count(f"| `{name}` |") == 1
    [needed] = [line for line in page.splitlines() if line.startswith("Calls need ")]
    assert set(re.findall(r"`(SHOP_[A-Z]+)`", needed)) == read


def test_what_it_says_of_other_files_is_there(tmp_path: Path) -> None:
    """A reviewer who finds a folder is told what it is for, and the folder is where the page says."""
    (tmp_path / "shop.yaml").write_text(_BOUND, encoding="utf-8")
    understood = understand(tmp_path / "shop.yaml", None, Findings())
    assert understood is not None
    made = build(understood, Options("shop"))
    page = made["README.md"].decode()
    for name in ("MANIFEST.json", "REACH.md", "CONTRACT.json"):
        assert f"`{name}`" in page.partition("## ")[0]
    [folder] = re.findall(r"`(skills/[^`]+)/` tells agents", page)
    assert f"{folder}/SKILL.md" in made


def test_an_installed_runtime_is_installed_in_every_section(tmp_path: Path) -> None:
    """Whoever reads how to serve has not read how to call."""
    (tmp_path / "shop.yaml").write_text(_BOUND, encoding="utf-8")
    understood = understand(tmp_path / "shop.yaml", None, Findings())
    assert understood is not None
    page = build(understood, Options("shop", runtime=Runtime.PACKAGE))["README.md"].decode()
    blocks = [each for each in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "pip" in each]
    assert len(blocks) == 2
    assert all("pip install -r shop/requirements-runtime.txt\n" in each for each in blocks)
