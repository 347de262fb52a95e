"""`[tool.capwright]`: what plain commands do with it, and what is said of a table that is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.command.arguments import CommandOptions, request
from generator.command.configuration import Configuration, load
from generator.command.configuration.places import places
from generator.command.jobs import Mode
from generator.command.request import Request
from generator.diagnostics import Findings, Position
from generator.options import Options, Recording
from tests.tool.conftest import ROOT, SMALL, Run, command, tree

BROKEN = SMALL + (
    "    - path: /x\n      name: x\n      operations:\n"
    "      - {method: GET, name: x, call: pond.nothing}\n"
)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two specifications, and the folder that commands run in."""
    (tmp_path / "specs" / "deep").mkdir(parents=True)
    (tmp_path / "specs" / "pond-capability.yaml").write_text(SMALL)
    (tmp_path / "specs" / "deep" / "lake-capability.yaml").write_text(SMALL)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _table(folder: Path, text: str, before: str = "") -> None:
    (folder / "pyproject.toml").write_text(f"{before}[tool.capwright]\n{text}")


def _packages(out: Path) -> set[str]:
    return {path.name for path in out.iterdir()}


def test_plain_inspect_shows_the_whole_repository(capwright: Run, repository: Path) -> None:
    _table(repository, 'specs = ["specs"]\n')
    shown = capwright("inspect")
    assert shown.exit_code == 0, shown.stderr
    assert [line for line in shown.stdout.splitlines() if line.startswith("# ")] == [
        "# pond",
        "# lake",
    ]
    assert shown.stdout.count("Consumed API pond") == 2
    documents = list(yaml.safe_load_all(capwright("inspect", "--effective").stdout))
    assert documents == [yaml.safe_load(SMALL)] * 2
    alone = capwright("inspect", "--package", "lake")
    assert alone.exit_code == 0
    assert alone.stdout == capwright("inspect", "specs/deep/lake-capability.yaml").stdout
    assert alone.stdout.startswith("specs/deep/lake-capability.yaml\n")


def test_plain_inspect_uses_the_settings_of_each_package(capwright: Run, repository: Path) -> None:
    _table(
        repository,
        '[tool.capwright.packages.one]\nspec = "specs/pond-capability.yaml"\n'
        '[tool.capwright.packages.two]\nspec = "specs/pond-capability.yaml"\noverlays = "o.yaml"\n',
    )
    overlay = (
        "overlay: 1.0.0\ninfo: {title: t, version: '1'}\n"
        "actions: [{target: $.info, update: {label: Deep pond}}]\n"
    )
    (repository / "o.yaml").write_text(overlay)
    first, second = capwright("inspect").stdout.split("# two")
    assert first.startswith("# one\n")
    assert "Deep pond" not in first
    assert "Deep pond" in second


def test_plain_inspect_fails_where_one_of_them_does(capwright: Run, repository: Path) -> None:
    (repository / "specs" / "deep" / "lake-capability.yaml").write_text(BROKEN)
    _table(repository, 'specs = ["specs"]\n')
    shown = capwright("inspect")
    assert shown.exit_code == 1
    assert "CAP302" in shown.stderr
    assert "# pond" in shown.stdout


def test_plain_inspect_without_a_table_or_its_package(capwright: Run, repository: Path) -> None:
    refused = capwright("inspect")
    assert refused.exit_code == 2
    assert "[tool.capwright]" in refused.stderr
    _table(repository, 'specs = ["specs"]\n')
    refused = capwright("inspect", "--package", "sea")
    assert refused.exit_code == 2
    assert "makes no package 'sea'; it makes pond, lake." in refused.stderr
    refused = capwright("inspect", "--stdin-name", "x.yaml")
    assert refused.exit_code == 2
    assert "--stdin-name goes with `-`" in refused.stderr


def test_plain_generate_does_the_whole_repository(capwright: Run, repository: Path) -> None:
    _table(repository, 'specs = ["specs"]\nout = "made"\n')
    assert capwright("generate", "--check").exit_code == 1
    assert not (repository / "made").exists()
    assert capwright("generate").exit_code == 0
    assert _packages(repository / "made") == {"pond", "lake"}
    assert capwright("generate", "--check").exit_code == 0
    (repository / "made" / "lake" / "client.py").write_text("")
    assert capwright("generate", "--check").exit_code == 1
    assert capwright("validate").exit_code == 0


def test_a_package_that_nothing_makes_is_said(capwright: Run, repository: Path) -> None:
    _table(repository, 'specs = ["specs"]\nout = "made"\n')
    assert capwright("generate").exit_code == 0
    (repository / "made" / "own").mkdir()
    (repository / "made" / "own" / "MANIFEST.json").write_text('{"files": {}}')
    (repository / "specs" / "deep" / "lake-capability.yaml").unlink()
    for arguments in (("generate",), ("generate", "--check")):
        done = capwright(*arguments)
        assert done.exit_code == 0
        assert done.stderr.count("CAP166") == 1
        assert "made/lake" in done.stderr
    assert capwright("generate", "--check", "--strict").exit_code == 1
    assert "CAP166" not in capwright("generate", "--check", "--ignore", "CAP166").stderr
    assert "CAP166" not in capwright("generate", "specs/pond-capability.yaml").stderr
    assert "file=made/lake" in capwright("generate", "--check", "--format", "github").stdout
    assert (repository / "made" / "lake" / "client.py").exists()


def test_it_works_below_the_folder_of_the_table(
    capwright: Run, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _table(repository, 'specs = ["specs/*.yaml"]\n')
    monkeypatch.chdir(repository / "specs" / "deep")
    assert capwright("generate").exit_code == 0
    assert _packages(repository / "generated") == {"pond"}
    assert not (repository / "specs" / "deep" / "generated").exists()


def test_the_search_ends_at_the_root_of_the_repository(
    capwright: Run, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _table(repository, 'specs = ["specs"]\n')
    inner = repository / "inner"
    (inner / ".git").mkdir(parents=True)
    monkeypatch.chdir(inner)
    result = capwright("generate")
    assert result.exit_code == 2
    assert "capwright init" in result.stderr


def test_a_file_without_the_table_is_passed_over(
    capwright: Run, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _table(repository, 'specs = ["specs"]\n')
    (repository / "specs" / "pyproject.toml").write_text('[project]\nname = "other"\n')
    monkeypatch.chdir(repository / "specs")
    assert capwright("generate").exit_code == 0


def test_settings_of_packages(capwright: Run, repository: Path) -> None:
    (repository / "specs" / "broken.yaml").write_text(BROKEN)
    _table(
        repository,
        'specs = ["specs"]\nout = "made"\n'
        '[tool.capwright.packages]\nsea = "specs/deep/lake-capability.yaml"\n'
        '[tool.capwright.packages.rest_of_it]\nspec = "specs/broken.yaml"\nkeep-going = true\n',
    )
    result = capwright("generate")
    assert result.exit_code == 0, result.stderr
    assert _packages(repository / "made") == {"pond", "sea", "rest_of_it"}


def test_a_package_needs_no_entry_in_specs(capwright: Run, repository: Path) -> None:
    _table(repository, 'packages = { sea = "specs/pond-capability.yaml" }\n')
    assert capwright("generate").exit_code == 0
    assert _packages(repository / "generated") == {"sea"}


def test_a_file_that_is_named_gets_its_settings(capwright: Run, repository: Path) -> None:
    _table(
        repository,
        'specs = ["specs"]\nout = "made"\npackages = {sea = "specs/pond-capability.yaml"}',
    )
    assert capwright("generate", "./specs/pond-capability.yaml").exit_code == 0
    assert _packages(repository / "made") == {"sea"}


def test_options_win_over_the_table(capwright: Run, repository: Path) -> None:
    (repository / "specs" / "broken.yaml").write_text(BROKEN)
    _table(
        repository,
        'specs = ["specs/broken.yaml"]\nout = "made"\nstrict = true\nkeep-going = true\n'
        'dialect = "published"\nignore = ["CAP"]\n',
    )
    assert capwright("generate", "--no-keep-going").exit_code == 1
    assert not (repository / "made").exists()
    kept = ("--no-strict", "--out", "elsewhere", "--package", "part")
    assert capwright("generate", *kept).exit_code == 0
    assert _packages(repository / "elsewhere") == {"part"}


_TABLE_OF_EACH = """\
specs = ["specs"]
out = "made"
jobs = 3
strict = true
select = ["CAP4"]
ignore = ["CAP5"]
dialect = "published"
keep-going = true
runtime = "shared"
scripts = "copy"
recording = true
transports = ["pyreqwest"]
overlays = "one.overlay.yaml"
"""


@pytest.mark.parametrize("package", ["", '[tool.capwright.packages.pond]\nspec = "{spec}"\n'])
@pytest.mark.parametrize(
    ("option", "seen", "in_table", "with_option"),
    [
        ({"out": Path("other")}, lambda made, _: made.out.name, "made", "other"),
        ({"jobs": 5}, lambda made, _: made.workers, 3, 5),
        ({"strict": False}, lambda made, _: made.policy.strict, True, False),
        ({"select": ("CAP1",)}, lambda made, _: made.policy.select, ("CAP4",), ("CAP1",)),
        ({"ignore": ("CAP1",)}, lambda made, _: made.policy.ignore, ("CAP5",), ("CAP1",)),
        ({"dialect": "official"}, lambda _, one: one.dialect.value, "published", "official"),
        ({"keep_going": False}, lambda _, one: one.keep_going, True, False),
        ({"runtime": "vendored"}, lambda _, one: one.runtime.value, "shared", "vendored"),
        ({"copy_scripts": False}, lambda _, one: one.scripts.value, "copy", "hooks"),
        ({"recording": False}, lambda _, one: one.recording.wanted, True, False),
        (
            {"transports": ("httpx2",)},
            lambda _, one: [each.value for each in one.transports],
            ["pyreqwest"],
            ["httpx2"],
        ),
        (
            {"overlay": (Path("two.overlay.yaml"),)},
            lambda made, _: [each.name for each in made.overlays_of(made.targets()[0])],
            ["one.overlay.yaml"],
            ["two.overlay.yaml"],
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_each_option_wins_over_its_key(
    repository: Path,
    package: str,
    option: dict[str, Any],
    seen: Callable[[Request, Options], object],
    in_table: object,
    with_option: object,
) -> None:
    """Whether the key stands in the table or in the one of a package; and the key counts without the option."""
    for name in ("one", "two"):
        (repository / f"{name}.overlay.yaml").write_text("overlay: 1.0.0\n")
    spec = Path("specs/pond-capability.yaml")
    _table(repository, _TABLE_OF_EACH + package.format(spec=spec))
    for options, wanted in (({}, in_table), (option, with_option)):
        made = request(CommandOptions(specs=(spec,), **options), Mode.WRITE)
        assert seen(made, made.options(made.targets()[0])) == wanted


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("dialect", '"official"', lambda one: one.dialect.value == "official"),
        ("keep-going", "false", lambda one: not one.keep_going),
        ("runtime", '"package"', lambda one: one.runtime.value == "package"),
        ("recording", "false", lambda one: not one.recording.wanted),
        ("transports", '["httpx2"]', lambda one: [e.value for e in one.transports] == ["httpx2"]),
    ],
)
def test_the_table_of_a_package_wins_over_the_one_for_all(
    repository: Path, key: str, value: str, field: Callable[[Options], bool]
) -> None:
    (repository / "one.overlay.yaml").write_text("overlay: 1.0.0\n")
    spec = Path("specs/pond-capability.yaml")
    own = f'[tool.capwright.packages.pond]\nspec = "{spec.as_posix()}"\n{key} = {value}\n'
    _table(repository, _TABLE_OF_EACH + own)
    made = request(CommandOptions(specs=(spec,)), Mode.WRITE)
    assert field(made.options(made.targets()[0]))


def test_what_is_masked_stays_masked(repository: Path) -> None:
    """`--recording` says whether, not what: the fields are secrets whoever records."""
    spec = Path("specs/pond-capability.yaml")
    _table(repository, 'recording = ["pin"]\n')
    for chosen in (None, True, False):
        made = request(CommandOptions(specs=(spec,), recording=chosen), Mode.WRITE)
        options = made.options(made.targets()[0])
        assert options.recording == Recording(chosen is not False, ("pin",))


def test_select_and_ignore_of_the_table(capwright: Run, repository: Path) -> None:
    spec = SMALL.replace("description: One fish", "summary: One fish")
    (repository / "specs" / "pond-capability.yaml").write_text(spec)
    _table(repository, 'specs = ["specs/pond-capability.yaml"]\n')
    found = capwright("validate").stderr
    code = found[found.index("[CAP") + 1 : found.index("]")]
    _table(repository, f'specs = ["specs/pond-capability.yaml"]\nignore = ["{code}"]\n')
    assert code not in capwright("validate").stderr
    assert code in capwright("validate", "--ignore", "CAP101").stderr
    _table(repository, f'specs = ["specs/pond-capability.yaml"]\nselect = ["{code.lower()}"]\n')
    assert code in capwright("validate").stderr


def test_another_file(capwright: Run, repository: Path) -> None:
    _table(repository, "nonsense = 1\n")
    other = repository / "capwright.toml"
    other.write_text('[tool.capwright]\nspecs = ["specs"]\n')
    assert capwright("generate").exit_code == 2
    assert capwright("generate", "--config", other).exit_code == 0
    assert capwright("generate", "--config", repository / "none.toml").exit_code == 2


WRONG = [
    ('spces = ["specs"]', "CAP171", 2, 1, "did you mean `specs`?"),
    ('specs = ["specs"]\n  keep_going = true', "CAP171", 3, 3, "did you mean `keep-going`?"),
    ('strict = "yes"', "CAP172", 2, 10, "write `true` or `false`"),
    ('dialect = "offical"', "CAP172", 2, 11, "did you mean `official`?"),
    ('dialect = "java"', "CAP172", 2, 11, "write `published` or `official`"),
    ("jobs = 0", "CAP172", 2, 8, "a whole number from 1"),
    ("out = []", "CAP172", 2, 7, "write a text"),
    ('out = ""', "CAP172", 2, 7, "write a text that is not empty"),
    ('callers.x.rules = [{name = ["a"]}]', "CAP171", 2, 1, "did you mean `names`?"),
    ("callers.x.rules = [{scopes = ['a']}]", "CAP172", 2, 1, "a table with `names`"),
    ("specs = 3", "CAP172", 2, 9, "a list of texts"),
    ('specs = ["nowhere"]', "CAP173", 2, 9, "from the folder of this file"),
    ('specs = ["nowhere/*.yaml"]', "CAP173", 2, 9, "nowhere/*.yaml"),
    ('ignore = ["CAP0"]', "CAP172", 2, 10, "diagnostics"),
    ("packages = 1", "CAP172", 2, 12, "a table"),
    ('packages = {"a-b" = "specs/pond-capability.yaml"}', "CAP172", 2, 13, "letters, digits"),
    ('packages.sea = "specs"', "CAP172", 2, 16, "one capability file"),
    (
        '[tool.capwright.packages.sea]\nspec = "specs/pond-capability.yaml"\nstrict = true',
        "CAP171",
        4,
        1,
        "`tool.capwright.packages.sea`",
    ),
    ("[tool.capwright.packages.sea]", "CAP172", 2, 26, "`spec`"),
    (
        'packages = {a = {spec = "specs/pond-capability.yaml", dialct = "x"}}',
        "CAP171",
        2,
        55,
        "dialect",
    ),
    ("specs = [\n  'specs',\n", "CAP170", 3, 11, "toml.io"),
    ("when = 2020-01-01", "CAP171", 2, 1, "no key `when`"),
    ("strict = 2020-01-01", "CAP172", 2, 10, "a date or a time"),
]


@pytest.mark.parametrize(("text", "code", "line", "column", "said"), WRONG)
def test_what_is_wrong_is_told_at_its_place(
    capwright: Run, repository: Path, text: str, code: str, line: int, column: int, said: str
) -> None:
    _table(repository, text)
    result = capwright("generate")
    assert result.exit_code == 2
    assert result.stderr.count("error[") == 1, result.stderr
    assert f"error[{code}]" in result.stderr
    assert f"--> pyproject.toml:{line}:{column}" in result.stderr
    assert said in result.stderr
    assert not (repository / "generated").exists()


def test_two_packages_of_one_file(capwright: Run, repository: Path) -> None:
    _table(
        repository,
        'packages.a = "specs/pond-capability.yaml"\npackages.b = "./specs/pond-capability.yaml"',
    )
    result = capwright("generate")
    assert result.exit_code == 2
    assert "CAP174" in result.stderr
    assert "pyproject.toml:3:1" in result.stderr


def test_findings_of_the_table_for_programs(capwright: Run, repository: Path) -> None:
    _table(repository, "spces = 1", before='[project]\nname = "x"\n\n')
    result = capwright("generate", "--format", "github")
    assert result.exit_code == 2
    assert result.stdout.startswith("::error file=pyproject.toml,line=5,")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"[tool.capwright]\nspecs = \xff", b"a = capwright"]
)
def test_what_is_no_toml_ends_in_a_finding(
    capwright: Run, repository: Path, content: bytes
) -> None:
    (repository / "pyproject.toml").write_bytes(content)
    result = capwright("generate")
    assert result.exit_code == 2
    if b"capwright" in content:
        assert "CAP170" in result.stderr


def test_crlf_and_a_bom(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_bytes(b"\xef\xbb\xbf[tool.capwright]\r\nout = 'x'\r\nstrict = 1\r\n")
    findings = Findings()
    configuration, _ = load(path, findings)
    [found] = findings.sorted()
    assert found.span is not None
    assert found.span.start == Position(3, 10)
    assert configuration == Configuration(out=tmp_path / "x")


def test_places_of_every_kind_of_statement() -> None:
    text = (
        "# a = 1\n"
        "top = 1\n"
        '[ tool . "cap" ]\n'
        "a = '''\n[x]\nb = 1\n'''\n"
        "  'b c'.d = [ # [y]\n  1,\n  2 ]\n"
        "e = { f = 1, g = { h = 2 } }\n"
        "[[tool.list]]\nz = 'a = b'\n"
    )
    tomllib.loads(text)
    found = places(text)
    starts = {".".join(path): (each.key.line, each.key.column) for path, each in found.items()}
    assert starts["top"] == (2, 1)
    assert starts["tool.cap"][0] == 3
    assert starts["tool.cap.a"] == (4, 1)
    assert "tool.cap.x" not in starts
    assert starts["tool.cap.b c.d"][0] == 8
    assert starts["tool.cap.e.g.h"] == (11, 20)
    assert starts["tool.list.z"] == (13, 1)
    assert found[("tool", "cap", "e", "f")].value == Position(11, 11)


def test_this_repository_uses_it() -> None:
    assert "generate $(SPECS)" not in (ROOT / "Makefile").read_text()
    assert command("generate", "--check", "--quiet").stderr == ""


def test_the_documentation_has_every_key() -> None:
    from generator.command.configuration.tables import _PACKAGE, _TABLE

    text = (ROOT / "docs" / "configuration.md").read_text()
    for key in _TABLE:
        assert f"\n| `{key}` |" in text, key
    for key in _PACKAGE:
        assert f"`{key}`" in text, key
    example = text[text.index("```toml\n") + 8 :]
    table = tomllib.loads(example[: example.index("```")])["tool"]["capwright"]
    assert set(table) <= set(_TABLE)


def test_a_package_of_the_table_is_the_one_of_the_command(capwright: Run, repository: Path) -> None:
    """The bytes depend on the settings, not on where they were said."""
    _table(repository, 'out = "one"\npackages = {sea = "specs/pond-capability.yaml"}\n')
    capwright("generate")
    spec = repository / "specs" / "pond-capability.yaml"
    capwright("generate", spec, "--out", "two", "--package", "sea")
    assert tree(repository / "one") == tree(repository / "two")


@pytest.mark.parametrize("table", ["", "[tool.capwright.packages.pond]\nspec = '{spec}'\n"])
def test_path_segments_of_the_table_are_the_package_s_own(
    capwright: Run, repository: Path, table: str
) -> None:
    text = SMALL.replace("path: /", "path: /{place}/", 1)
    (repository / "specs" / "pond-capability.yaml").write_text(text)
    line = "path-segments = {place = 2, key = '1-3', unknown = 4}\n"
    spec = "specs/pond-capability.yaml"
    _table(repository, f"specs = ['{spec}']\n" + (table.format(spec=spec) or "") + line)
    assert capwright("generate").exit_code == 0
    apis = (repository / "generated" / "pond" / "apis.py").read_text()
    assert 'path_segments=(("place", 2, 2),)' in apis  # no other has such a parameter
    readme = (repository / "generated" / "pond" / "README.md").read_text()
    assert "lets `place` have 2 segments" in readme
    assert "`ns%2Fname`" in readme
    assert capwright("generate", "--check").exit_code == 0


@pytest.mark.parametrize(
    ("name", "hint"),
    [("plcae", "did you mean `place`?"), ("PLACE", "did you mean `place`?"), ("other", "`place`")],
)
def test_a_name_of_path_segments_that_no_path_has(
    capwright: Run, repository: Path, name: str, hint: str
) -> None:
    text = SMALL.replace("path: /", "path: /{place}/", 1)
    spec = "specs/pond-capability.yaml"
    (repository / spec).write_text(text)
    table = f"[tool.capwright.packages.pond]\nspec = '{spec}'\n"
    _table(repository, f"{table}path-segments = {{{name} = 2, place = 2}}\n")
    done = capwright("validate", spec)
    assert done.exit_code == 0
    assert done.stderr.count("CAP175") + done.stdout.count("CAP175") == 1
    assert f"slashes in `{name}`" in done.stdout + done.stderr
    assert hint in done.stdout + done.stderr


def test_names_of_path_segments_that_several_packages_share(
    capwright: Run, repository: Path
) -> None:
    text = SMALL.replace("path: /", "path: /{place}/", 1)
    (repository / "specs" / "pond-capability.yaml").write_text(text)
    _table(repository, "specs = ['specs']\npath-segments = {place = 2}\n")
    done = capwright("validate")
    assert "CAP175" not in done.stdout + done.stderr


def test_what_becomes_of_a_slash_at_the_end_of_a_path(capwright: Run, repository: Path) -> None:
    """For a package, or for all; in what it declares, in its README, its contract and its manifest."""
    _table(repository, "specs = ['specs']\ntrailing-slash = 'redirect'\n")
    assert capwright("generate").exit_code == 0
    package = repository / "generated" / "pond"
    said = {path.name: path.read_text() for path in package.iterdir() if path.is_file()}
    assert 'trailing_slash="redirect"' in said["settings.py"]
    assert '"trailing_slash": "redirect"' in said["CONTRACT.json"]
    assert '"trailing_slash": "redirect"' in said["MANIFEST.json"]
    assert re.search(r"_REST_TRAILING_SLASH` \|.*\| redirect \|", said["README.md"])
    _table(
        repository,
        "specs = ['specs']\ntrailing-slash = 'redirect'\n"
        "[tool.capwright.packages.pond]\nspec = 'specs/pond-capability.yaml'\ntrailing-slash = 'same'\n",
    )
    assert capwright("generate", "--check").exit_code == 1
    assert capwright("generate").exit_code == 0
    for name in ("settings.py", "CONTRACT.json", "MANIFEST.json"):
        assert "trailing_slash" not in (package / name).read_text()


def test_a_policy_of_slashes_that_there_is_not(capwright: Run, repository: Path) -> None:
    _table(repository, "specs = ['specs']\ntrailing-slash = 'redirects'\n")
    done = capwright("generate")
    assert done.exit_code == 2
    assert "did you mean `redirect`?" in done.stderr
    assert "pyproject.toml:3" in done.stderr


@pytest.mark.parametrize(
    "value", ["2", "{a = 0}", "{a = '3-2'}", "{a = true}", "{a = 'x'}", "{a = []}"]
)
def test_path_segments_that_cannot_be_used(capwright: Run, repository: Path, value: str) -> None:
    _table(repository, f"specs = ['specs']\npath-segments = {value}\n")
    done = capwright("generate")
    assert done.exit_code == 2
    assert "pyproject.toml:3" in done.stderr
