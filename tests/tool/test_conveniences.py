"""`init`, standard input, `--quiet`, `explain --all`, completion, hooks, and what CI shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.command.cli import cli
from generator.contract.registry import CHANGE_RULES
from generator.diagnostics.registry import ALL_RULES
from tests.tool.conftest import QUAY, ROOT, SMALL, Run, command, tree


def _from_stdin(content: str | bytes, *arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], input=content)


# --- init ----------------------------------------------------------------------------------------


def test_init_writes_what_generates_without_a_note(capwright: Run, tmp_path: Path) -> None:
    assert capwright("init", tmp_path, "--name", "shop").exit_code == 0
    spec = tmp_path / "specs" / "shop-capability.yaml"
    checked = capwright("validate", spec, "--strict")
    assert checked.exit_code == 0
    assert checked.stderr.endswith(": valid\n")
    made = command("generate", "--check", cwd=tmp_path, module="capwright")
    assert made.returncode == 1
    assert command("generate", cwd=tmp_path, module="capwright").returncode == 0
    assert (tmp_path / "generated" / "shop" / "mcp_server.py").is_file()
    assert command("generate", "--check", cwd=tmp_path, module="capwright").returncode == 0


def test_what_init_writes_is_commented(capwright: Run, tmp_path: Path) -> None:
    capwright("init", tmp_path)
    for path in (tmp_path / "specs" / "example-capability.yaml", tmp_path / "pyproject.toml"):
        assert re.search(r"^\s*# \w", path.read_text(), re.MULTILINE)


def test_init_keeps_what_is_there(capwright: Run, tmp_path: Path) -> None:
    project = tmp_path / "pyproject.toml"
    project.write_bytes(b'[project]\r\nname = "mine"  # no line end')
    assert capwright("init", tmp_path).exit_code == 0
    content = project.read_bytes()
    assert content.startswith(b'[project]\r\nname = "mine"  # no line end\n\n# ')
    before = tree(tmp_path)
    again = capwright("init", tmp_path)
    assert again.exit_code == 1
    assert "nothing was written" in again.stderr
    assert tree(tmp_path) == before
    assert capwright("init", tmp_path, "--name", "other").exit_code == 0
    assert project.read_bytes() == content


@pytest.mark.parametrize("name", ["../x", "a/b", "", "-x", "a b", "ä"])
def test_init_writes_nowhere_else(capwright: Run, tmp_path: Path, name: str) -> None:
    assert capwright("init", tmp_path, "--name", name).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_init_beside_a_file_that_is_not_toml(capwright: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[oops")
    assert capwright("init", tmp_path).exit_code == 1
    assert tree(tmp_path) == {"pyproject.toml": b"[oops"}


# --- standard input ------------------------------------------------------------------------------


def test_a_specification_from_standard_input(tmp_path: Path) -> None:
    assert _from_stdin(SMALL, "validate", "-").exit_code == 0
    assert "pond.getfish" in _from_stdin(SMALL, "inspect", "-").stdout
    out = tmp_path / "out"
    unnamed = _from_stdin(SMALL, "generate", "-", "--out", out)
    assert unnamed.exit_code == 2
    assert "--package or --stdin-name" in unnamed.stderr
    run = ("generate", "-", "--out", out, "--package", "lake")
    assert _from_stdin(SMALL, *run).exit_code == 0
    assert _from_stdin(SMALL, *run, "--check").exit_code == 0
    assert _from_stdin(SMALL + "\n", *run, "--check").exit_code == 1
    assert [path.name for path in out.iterdir()] == ["lake"]


def test_it_is_the_same_package_as_from_the_file(
    capwright: Run, small: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    capwright("generate", small, "--out", one)
    _from_stdin(SMALL, "generate", "-", "--stdin-name", small.name, "--out", two)
    assert tree(one) == tree(two)


def test_findings_in_standard_input_have_its_name() -> None:
    wrong = SMALL.replace("method: GET", "metod: GET")
    result = _from_stdin(wrong, "validate", "-", "--stdin-name", "specs/pond.yaml")
    assert result.exit_code == 1
    assert "--> specs/pond.yaml:" in result.stderr
    assert "--> stdin.yaml:" in _from_stdin(wrong, "validate", "-").stderr


@pytest.mark.parametrize("content", [b"", b"\xff", b"[1]", b"#" * (8 * 1024 * 1024 + 1)])
def test_bad_standard_input_is_a_finding(content: bytes) -> None:
    result = _from_stdin(content, "validate", "-")
    assert result.exit_code == 1
    assert result.stderr.count("error[") == 1


def test_standard_input_that_is_too_large_is_said_so() -> None:
    """A good file whose end would be cut off is not a good file."""
    result = _from_stdin(SMALL + "#" * (8 * 1024 * 1024), "validate", "-")
    assert result.exit_code == 1
    assert "error[CAP102]" in result.stderr


def test_standard_input_stands_alone(small: Path) -> None:
    assert _from_stdin(SMALL, "validate", "-", small).exit_code == 2
    assert _from_stdin("", "validate", small, "--stdin-name", "x").exit_code == 2


# --- what is said --------------------------------------------------------------------------------


def test_quiet_says_only_what_is_wrong(capwright: Run, small: Path, out: Path) -> None:
    for arguments in (("generate",), ("generate", "--check"), ("validate",)):
        options = () if arguments == ("validate",) else ("--out", out)
        result = capwright(*arguments, small, *options, "-q", "--ignore", "CAP5,CAP4")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
        before = capwright("-q", *arguments, small, *options, "--ignore", "CAP5,CAP4")
        assert (before.exit_code, before.stdout, before.stderr) == (0, "", "")
    small.write_text(SMALL.replace("pond.getfish", "pond.getfsh"))
    result = capwright("generate", small, "--out", out, "--quiet")
    assert result.exit_code == 1
    assert result.stderr.startswith("error[")
    assert "refused" not in result.stderr
    for options, heads in ((("-q",), {"error"}), ((), {"error", "note"})):
        said = capwright("validate", QUAY, small, *options).stderr
        assert set(re.findall(r"^(\w+)\[CAP\d+\]", said, re.MULTILINE)) == heads


def test_generate_says_that_nothing_changed(capwright: Run, small: Path, out: Path) -> None:
    run = ("generate", small, "--out", out)
    capwright(*run)
    for option in ((), ("--no-cache",)):
        assert re.search(
            r"pond: nothing to write, \d+ files up to date", capwright(*run, *option).stderr
        )


def test_explain_all(capwright: Run) -> None:
    result = capwright("explain", "--all")
    assert result.exit_code == 0
    heads = re.findall(r"^(?:error|warning|note)\[(CAP\d+)\]: ", result.stdout, re.MULTILINE)
    assert set(ALL_RULES) <= set(heads)
    assert capwright("explain").exit_code == 2
    assert capwright("explain", "CAP101", "--all").exit_code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    readme = (ROOT / "README.md").read_text()
    assert f"_CAPWRIGHT_COMPLETE={shell}_source capwright" in readme
    script = Path(sys.executable).with_name("capwright")
    result = subprocess.run(
        [script],
        env={**os.environ, "_CAPWRIGHT_COMPLETE": f"{shell}_source"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "capwright" in result.stdout
    assert "_CAPWRIGHT_COMPLETE" in result.stdout


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("capwright val", ["validate"]),
        ("capwright generate --runt", ["--runtime"]),
        ("capwright generate --runtime sh", ["shared"]),
        ("capwright explain cap10", [f"CAP10{number}" for number in range(1, 10)]),
        ("capwright explain CON50", [code for code in CHANGE_RULES if code.startswith("CON50")]),
    ],
)
def test_what_completion_offers(typed: str, wanted: list[str]) -> None:
    script = Path(sys.executable).with_name("capwright")
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
    result = subprocess.run(
        [script],
        env={**os.environ, "_CAPWRIGHT_COMPLETE": "bash_complete", **words},
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line.removeprefix("plain,") for line in result.stdout.split()] == wanted


def test_the_hooks_are_commands(capwright: Run, small: Path) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    for hook in hooks:
        assert hook["language"] == "python"
        program, *arguments = hook["entry"].split()
        assert program == "capwright"
        files = [small] if hook.get("pass_filenames", True) else []
        assert capwright(*arguments, *files).exit_code == 0, hook["id"]


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("generate", "{}/specs/pnd-capability.yaml"), "specs/pond-capability.yaml"),
        (("validate", "{}/spec"), "specs"),
        (("inspect", "{}/specs/pond-capabilty.yaml"), "specs/pond-capability.yaml"),
        (("package", "{}/specs/pond"), "specs/pond-capability.yaml"),
        (("export", "{}/specs/pond-capability.yml", "--openapi"), "specs/pond-capability.yaml"),
        (("import", "openapi", "{}/pet.jsn"), "pet.json"),
        (("inspect", "{}/spec"), None),  # a folder would be no answer
        (("generate", "{}/nowhere/pond.yaml"), None),
        (("generate", "{}/lake.yaml"), None),
    ],
)
def test_a_path_that_is_a_slip(
    capwright: Run, tmp_path: Path, arguments: tuple[str, ...], meant: str | None
) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "pond-capability.yaml").write_text(SMALL)
    (tmp_path / "pet.json").write_text("{}")
    result = capwright(*(each.format(tmp_path.as_posix()) for each in arguments))
    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    assert "does not exist." in said
    if meant is None:
        assert "Did you mean" not in said
    else:
        assert f"Did you mean '{(tmp_path / meant).as_posix()}'?" in said


@pytest.mark.parametrize(
    ("first", "advice"),
    [
        ("openapi: 3.1.0", "`capwright import openapi FILE`"),
        ("swagger: '2.0'", "`capwright import openapi FILE`"),
        ("overlay: 1.0.0", "`--overlay`"),
        ("name: other", "under `capability: consumes:`"),
    ],
)
def test_a_document_of_another_kind_is_known(
    capwright: Run, tmp_path: Path, first: str, advice: str
) -> None:
    path = tmp_path / "pets.yaml"
    path.write_text(f"{first}\ninfo: {{title: Pets, version: '1'}}\n")
    result = capwright("validate", path)
    assert result.exit_code == 1
    assert "error[CAP201]" in result.stderr
    assert advice in result.stderr


def test_a_document_without_its_kind(capwright: Run, tmp_path: Path) -> None:
    path = tmp_path / "pets.yaml"
    path.write_text("openapi: 3.1.0\n")
    result = capwright("import", path)
    assert result.exit_code == 2
    assert f"Say what it is: capwright import openapi {path}" in result.stderr
    assert "No such command" in capwright("import", "asyncapi").stderr


def test_reports_of_inspect_exclude_each_other(capwright: Run, small: Path) -> None:
    for two in (("--reach", "--tokens"), ("--effective", "--reach")):
        result = capwright("inspect", small, *two)
        assert result.exit_code == 2
        assert "exclude each other" in result.stderr


def test_the_list_of_commands_is_in_whole_sentences(capwright: Run) -> None:
    said = capwright("--help").stdout
    listed = said[said.index("Commands:\n") :].splitlines()[1:]
    assert [line.split()[0] for line in listed] == sorted(cli.commands)
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []


def test_a_hook_runs_for_what_concerns_it() -> None:
    """A file of a package that was edited by hand is found whatever its ending; validate takes specifications only."""
    hooks = {
        each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    }
    specs = [path.as_posix() for path in Path("specs").glob("*-capability.yaml")]
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "generated").rglob("*")]
    assert specs
    assert all(re.search(hooks["capwright-validate"]["files"], each) for each in specs)
    others = [
        *files,
        "specs/quay-full.overlay.yaml",
        "docs/openapi.yaml",
        ".github/workflows/ci.yml",
    ]
    assert not any(re.search(hooks["capwright-validate"]["files"], each) for each in others)
    pattern = hooks["capwright-check"].get("files", "")
    assert all(re.search(pattern, each) for each in (*specs, *others, "pyproject.toml", "logo.png"))
    readme = (ROOT / "README.md").read_text()
    assert set(re.findall(r"id: (capwright-[a-z]+)", readme)) == set(hooks)


# --- what CI and reviewers see -------------------------------------------------------------------


def test_one_annotation_for_a_package(capwright: Run, small: Path, out: Path) -> None:
    run = ("generate", small, "--out", out, "--check", "--format", "github")
    capwright("generate", small, "--out", out)
    for path in (out / "pond").glob("*.py"):
        path.write_text("")
    (out / "pond" / "extra.txt").write_text("")
    result = capwright(*run)
    assert result.exit_code == 1
    errors = [line for line in result.stdout.splitlines() if line.startswith("::error")]
    assert len(errors) == 1
    assert f"file={small.as_posix()},line=1," in errors[0]
    assert re.search(r"\d+ files \(0 missing, \d+ changed, 1 too many\)", errors[0])
    assert f"capwright generate {small.as_posix()} --out {out.as_posix()}" in errors[0]
    assert "CAP157" in capwright(*run[:-2], "-v").stderr


def test_the_diff_leaves_the_manifest_out(capwright: Run, small: Path, out: Path) -> None:
    run = ("generate", small, "--out", out, "--diff")
    capwright(*run[:-1])
    manifest = out / "pond" / "MANIFEST.json"
    manifest.write_bytes(manifest.read_bytes() + b"\n")
    only = capwright(*run)
    assert (only.exit_code, only.stdout) == (1, "")
    assert "only its MANIFEST.json differs" in only.stderr
    small.write_text(SMALL.replace("One fish", "A fish"))
    changed = capwright(*run)
    assert changed.exit_code == 1
    assert "+++ b" in changed.stdout
    assert "MANIFEST.json" not in changed.stdout
