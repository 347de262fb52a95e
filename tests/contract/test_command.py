"""`capwright diff` as people and pipelines use it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.contract.specs import SPEC
from tests.tool.conftest import ROOT, command

RENAMED: Final = SPEC.replace(
    "- name: get-duck\n          desc", "- name: fetch-duck\n          desc"
)
SAID: Final = SPEC.replace("Lists the ducks of a colour.", "Lists <b>all</b> ducks | of a colour.")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return written(tmp_path / "old.yaml", SPEC)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_changed(old: Path) -> None:
    result = command("diff", old, old, "--fail-on", "any")
    assert (result.returncode, result.stdout) == (0, "no change for callers\n")


def test_a_tool_that_was_renamed(old: Path, tmp_path: Path) -> None:
    new = written(tmp_path / "new.yaml", RENAMED)
    result = command("diff", old, new, "--fail-on", "breaking")
    assert result.returncode == 1
    assert result.stdout == (
        "mcp pond-mcp fetch-duck\n"
        "  compatible[CON304]: There is a tool `fetch-duck`, which only reads.\n"
        "\n"
        "mcp pond-mcp get-duck\n"
        "  breaking[CON303]: The tool `get-duck` is gone.\n"
        "\n"
        "1 breaking, 1 compatible\n"
    )


def test_a_tool_that_does_something_else_under_its_name(old: Path, tmp_path: Path) -> None:
    calls = (
        "call: pond.get-duck\n          with:\n            id:",
        "call: pond.list-ducks\n          with:\n            colour:",
    )
    new = written(tmp_path / "new.yaml", SPEC.replace(*calls))
    result = command("diff", old, new, "--fail-on", "risky")
    assert result.returncode == 1
    assert (
        "risky[CON324]: The tool `get-duck` sent `GET pond /ducks/{id}` and sends `GET pond /ducks`."
        in (result.stdout)
    )


@pytest.mark.parametrize(
    ("fail_on", "code"), [(None, 0), ("breaking", 0), ("risky", 1), ("any", 1)]
)
def test_from_which_verdict_on_it_fails(
    old: Path, tmp_path: Path, fail_on: str | None, code: int
) -> None:
    new = written(tmp_path / "new.yaml", SAID)
    options = ["--fail-on", fail_on] if fail_on else []
    assert command("diff", old, new, *options).returncode == code


def test_what_a_model_reads_is_shown_word_by_word(old: Path, tmp_path: Path) -> None:
    new = written(tmp_path / "new.yaml", SAID)
    told = command("diff", old, new).stdout
    assert "    Lists [-the-]{+<b>all</b>+} ducks{+ |+} of a colour.\n" in told
    markdown = command("diff", old, new, "--format", "markdown").stdout
    assert "<del>the</del><ins>&#60;b&#62;all&#60;/b&#62;</ins> ducks<ins> &#124;</ins>" in markdown


def test_json_and_sarif(old: Path, tmp_path: Path) -> None:
    new = written(tmp_path / "new.yaml", RENAMED)
    document = json.loads(command("diff", old, new, "--format", "json").stdout)
    assert document["counts"] == {"breaking": 1, "risky": 0, "compatible": 1}
    assert [each["subject"] for each in document["changes"]] == ["fetch-duck", "get-duck"]
    log = json.loads(command("diff", old, new, "--format", "sarif").stdout)
    [run] = log["runs"]
    assert [each["level"] for each in run["results"]] == ["note", "error"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"CON303", "CON304"}


def test_packages_and_contracts_are_sides_too(old: Path, tmp_path: Path) -> None:
    new = written(tmp_path / "new.yaml", RENAMED)
    assert command("generate", old, new, "--out", tmp_path).returncode == 0
    expected = command("diff", old, new).stdout
    assert command("diff", tmp_path / "old", tmp_path / "new").stdout == expected
    contract = tmp_path / "old" / "CONTRACT.json"
    assert command("diff", contract, tmp_path / "new").stdout == expected


def git(folder: Path, *arguments: str) -> None:
    identity = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for role in ("AUTHOR", "COMMITTER"):
        identity |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.com"}
    subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, **identity}, check=True)


def test_a_side_may_be_a_revision(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    (repository / "specs").mkdir(parents=True)
    spec = written(repository / "specs" / "pond.yaml", SPEC)
    assert command("generate", spec, "--out", repository / "generated").returncode == 0
    git(repository, "init", "--quiet", "--initial-branch=main")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message=first")
    written(spec, RENAMED)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for before in ("HEAD:specs/pond.yaml", "main:generated/pond", "@:generated/pond/CONTRACT.json"):
        result = command("diff", before, "specs/pond.yaml", cwd=repository, env=environment)
        assert "The tool `get-duck` is gone." in result.stdout, result.stderr
    inside = command(
        "diff", "HEAD:./pond.yaml", "pond.yaml", cwd=repository / "specs", env=environment
    )
    assert "The tool `get-duck` is gone." in inside.stdout, inside.stderr


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("nowhere.yaml", "no such file or folder"),
        ("nowhere:specs/pond.yaml", "there is no such revision"),
        ("--output=x:specs", "there is no such revision"),
        ("HEAD:no/such/folder", "there is no such file in that revision"),
        ("tests", "there is no CONTRACT.json in it"),
        ("pyproject.toml", "it is not JSON"),
    ],
)
def test_what_is_no_side(old: Path, place: str, said: str) -> None:
    result = command("diff", "--", place, old)
    assert result.returncode == 2
    assert result.stderr.startswith("Error: ")
    assert re.search(said, result.stderr), result.stderr
    assert "Traceback" not in result.stderr


def test_a_spec_with_errors_promises_nothing(old: Path, tmp_path: Path) -> None:
    broken = written(
        tmp_path / "broken.yaml", SPEC.replace("call: pond.get-duck", "call: pond.got")
    )
    result = command("diff", old, broken)
    assert result.returncode == 2
    assert "error[CAP" in result.stderr
    assert "broken.yaml:" in result.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[]", "it is no contract"),
        ('{"format": 2}', "it has the format 2"),
        ('{"format": 1, "hosts": []}', "CONTRACT.json of a package has client, types, rest, mcp"),
        ('{"format": 1, "client": []}', "/client is missing or of another type"),
        ('{"format": 1, "rest": {"a": {"routes": {}}}}', "/rest/a/authentication is missing"),
        ('{"format": 1, "mcp": {"a": 3}}', "/mcp/a is no object"),
    ],
)
def test_a_contract_that_somebody_edited(
    old: Path, tmp_path: Path, content: str, said: str
) -> None:
    edited = written(tmp_path / "CONTRACT.json", content)
    result = command("diff", edited, old)
    assert (result.returncode, said in result.stderr) == (2, True), result.stderr


def test_explain_knows_the_rules() -> None:
    assert command("explain", "con303").stdout.startswith("breaking[CON303]: tool removed\n")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a committed spec and its package."""
    folder = tmp_path / "repository"
    (folder / "specs").mkdir(parents=True)
    spec = written(folder / "specs" / "pond.yaml", SPEC)
    assert command("generate", spec, "--out", folder / "generated").returncode == 0
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=first")
    return folder


def inside(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return command(*arguments, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)})


CHECK: Final = ("generate", "specs/pond.yaml", "--check", "--against", "main")


def test_check_and_contract_in_one_step(repository: Path) -> None:
    good = inside(repository, *CHECK)
    assert (good.returncode, good.stdout) == (0, "")
    written(repository / "specs" / "pond.yaml", SAID)
    stale = inside(repository, *CHECK)
    assert (stale.returncode, stale.stdout) == (1, "")
    assert inside(repository, "generate", "specs/pond.yaml").returncode == 0
    risky = inside(repository, *CHECK)
    assert risky.returncode == 0
    assert risky.stdout.startswith("generated/pond since main:\n\nmcp pond-mcp list-ducks\n")
    assert inside(repository, *CHECK, "--fail-on", "risky").returncode == 1


def test_a_new_package_breaks_nobody(repository: Path) -> None:
    spec = written(repository / "specs" / "sea.yaml", SPEC)
    assert inside(repository, "generate", spec).returncode == 0
    result = inside(repository, "generate", spec, "--check", "--against", "main")
    assert (result.returncode, result.stdout) == (0, "")
    assert "generated/sea: not in main" in result.stderr


def test_a_package_of_before_contracts_is_seen_through_its_spec(repository: Path) -> None:
    git(repository, "rm", "--quiet", "-r", "generated")
    git(repository, "commit", "--quiet", "--message=without")
    written(repository / "specs" / "pond.yaml", RENAMED)
    assert inside(repository, "generate", "specs/pond.yaml").returncode == 0
    result = inside(repository, *CHECK)
    assert result.returncode == 1
    assert "The tool `get-duck` is gone." in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", "specs/pond.yaml", "--against", "main"),
        ("generate", "specs/pond.yaml", "--check", "--fail-on", "any"),
        (*CHECK, "--format", "sarif"),
    ],
)
def test_options_that_do_not_go_together(repository: Path, arguments: tuple[str, ...]) -> None:
    assert inside(repository, *arguments).returncode == 2


def test_a_revision_that_does_not_exist(repository: Path) -> None:
    result = inside(repository, *CHECK[:-1], "nowhere")
    assert result.returncode == 2
    assert "there is no such revision" in result.stderr
    written(repository / "specs" / "sea.yaml", SPEC)
    assert inside(repository, "generate", "specs").returncode == 0
    both = inside(repository, "generate", "specs", "--check", "--against", "nowhere")
    assert (both.returncode, both.stderr.count("no such revision")) == (2, 1)


def test_the_contract_does_not_depend_on_the_order_of_the_spec(tmp_path: Path) -> None:
    """Nor holds it anything that only changes because something else did: a hash, a version, a place."""
    turned = written(tmp_path / "turned.yaml", yaml.safe_dump(_turned(yaml.safe_load(SPEC))))
    plain = written(tmp_path / "plain.yaml", f"# a comment\n\n{SPEC}")
    made = []
    for spec in (plain, turned):
        done = command(
            *("generate", spec, "--out", tmp_path / "made", "--package", "pond", "--no-cache")
        )
        assert done.returncode == 0, done.stderr
        made.append((tmp_path / "made/pond/CONTRACT.json").read_bytes())
    assert made[0] == made[1]
    assert not re.search(rb"[0-9a-f]{32}|\.yaml|generator|version", made[0])


def _turned(value: Any) -> Any:
    """Everything in the other order but the parameters of a path, whose order is that of the path."""
    if isinstance(value, dict):
        return {key: _turned(item) for key, item in reversed(value.items())}
    if isinstance(value, list):
        return [_turned(each) for each in reversed(value)]
    return value


TYPED: Final = SPEC.replace(
    "                colour: pond-rest.colour\n",
    "                colour: pond-rest.colour\n"
    "              outputParameters:\n"
    "                - {type: object, properties: {count: {type: integer, mapping: $.count}}}\n",
)


def test_the_type_of_a_field_of_an_answer(tmp_path: Path) -> None:
    """A value that is copied has in the contract the type that the spec tells."""
    sides = [
        written(tmp_path / f"{name}.yaml", text)
        for name, text in (("old", TYPED), ("new", TYPED.replace("type: integer", "type: string")))
    ]
    assert TYPED != SPEC
    result = command("diff", *sides, "--fail-on", "breaking")
    assert result.returncode == 1
    assert (
        "breaking[CON502]: `answer.count` was integer or null and is string or null."
        in result.stdout
    )
    assert (
        "breaking[CON119]: The key `count` was `int | None` and is `str | None`." in result.stdout
    )
    back = command("diff", sides[0], written(tmp_path / "none.yaml", SPEC))
    assert "breaking[CON218]" in back.stdout
