"""The CI kit: what its files say is run here as a pipeline would run it, in a repository of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

ROOT: Final = Path(__file__).parents[2]
ACTION: Final = ROOT / ".github" / "actions" / "capwright" / "action.yml"
SPEC: Final = """\
naftiko: 1.0.0-alpha2
info: {label: Pond}
capability:
  consumes:
    - type: http
      namespace: pond
      description: Ponds.
      baseUri: https://pond.test
      resources:
        - {name: fish, path: '/fish/{id}', operations: [{name: getfish, method: GET}]}
  exposes:
    - type: rest
      namespace: pond-rest
      port: 8080
      resources:
        - {name: fish, path: '/fish/{id}', description: Fish.,
           operations: [{name: getfish, method: GET, call: pond.getfish, with: {id: rest.id}}]}
"""


def _environment(folder: Path, **more: str) -> dict[str, str]:
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    command = tools / "capwright"
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m generator "$@"\n'
    )
    command.chmod(0o755)
    git = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.test"}
    git |= {
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@b.test",
        "GIT_CONFIG_GLOBAL": "/dev/null",
    }
    return {**os.environ, **git, "PATH": f"{tools}:{os.environ['PATH']}", "CI": "true", **more}


def _run(script: str, folder: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    bash = shutil.which("bash")
    assert bash is not None
    command = [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a specification, its package, and the table; all of it committed on `main`."""
    folder = tmp_path / "repository"
    (folder / "specs").mkdir(parents=True)
    (folder / "specs" / "pond-capability.yaml").write_text(SPEC)
    (folder / "pyproject.toml").write_text('[tool.capwright]\nspecs = ["specs"]\n')
    script = "capwright generate && git init -q -b main && git add -A && git commit -qm one"
    done = _run(script, folder, _environment(tmp_path))
    assert done.returncode == 0, done.stderr
    return folder


def _steps(repository: Path, **inputs: str) -> dict[str, subprocess.CompletedProcess[str]]:
    """Every step of the action, as GitHub runs it: expressions replaced, conditions kept."""
    action: dict[str, Any] = yaml.safe_load(ACTION.read_text())
    given = {name: each.get("default", "") for name, each in action["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    summary = repository.parent / "summary.md"
    done = {}
    for step in action["runs"]["steps"]:
        condition = re.fullmatch(r"inputs\.(\S+) != ''", step.get("if", ""))
        if condition and not given[condition[1]]:
            continue
        variables = {
            name: re.sub(r"\$\{\{ inputs\.(\S+) \}\}", lambda found: given[found[1]], value)
            for name, value in step.get("env", {}).items()
        }
        environ = _environment(repository.parent, GITHUB_STEP_SUMMARY=str(summary), **variables)
        done[step["name"]] = _run(step["run"], repository, environ)
    return done


def test_a_repository_that_is_in_order(repository: Path) -> None:
    done = _steps(repository, against="main", packages="generated/pond")
    assert {name: each.returncode for name, each in done.items()} == {
        "findings": 0,
        "contract": 0,
        "packages": 0,
    }
    sarif = json.loads((repository / "capwright.sarif").read_text())
    assert sarif["version"] == "2.1.0"
    assert (repository.parent / "summary.md").read_text().startswith("# `generated/pond`")


def test_a_change_that_breaks_callers_is_in_the_summary(repository: Path) -> None:
    spec = repository / "specs" / "pond-capability.yaml"
    spec.write_text(SPEC.replace("'/fish/{id}', description", "'/fishes/{id}', description"))
    assert _run("capwright generate", repository, _environment(repository.parent)).returncode == 0
    done = _steps(repository, against="main", packages="generated/pond\ngenerated/none")
    assert done["contract"].returncode == 1
    assert done["packages"].returncode == 0
    summary = (repository.parent / "summary.md").read_text()
    assert "/fish/{id}" in summary
    assert "breaking" in summary.lower()


def test_a_package_that_is_stale_fails_at_its_line(repository: Path) -> None:
    spec = repository / "specs" / "pond-capability.yaml"
    spec.write_text(SPEC.replace("label: Pond", "label: Lake"))
    done = _steps(repository)
    assert done["packages"].returncode == 1
    assert (
        "::error file=specs/pond-capability.yaml"
        in done["packages"].stdout + done["packages"].stderr
    )


def test_errors_are_written_for_code_scanning_too(repository: Path) -> None:
    spec = repository / "specs" / "pond-capability.yaml"
    spec.write_text(SPEC.replace("call: pond.getfish", "call: pond.nothing"))
    done = _steps(repository)
    assert done["findings"].returncode == 0
    [run] = json.loads((repository / "capwright.sarif").read_text())["runs"]
    assert any(each["level"] == "error" for each in run["results"])
    assert done["packages"].returncode == 1


def _gitlab() -> dict[str, Any]:
    page = (ROOT / "docs" / "ci.md").read_text()
    [text] = re.findall(r"```yaml\n(capwright:\n.*?)```", page, re.DOTALL)
    made: dict[str, Any] = yaml.safe_load(text)
    return made


def test_the_gitlab_example(repository: Path) -> None:
    environ = _environment(repository.parent, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    assert _run("git remote add origin .", repository, environ).returncode == 0
    script = [each for each in _gitlab()["capwright"]["script"] if "pip install" not in each]
    assert len(script) == 3
    done = _run("\n".join(script), repository, environ)
    assert done.returncode == 0, done.stderr
    spec = repository / "specs" / "pond-capability.yaml"
    spec.write_text(SPEC.replace("'/fish/{id}', description", "'/fishes/{id}', description"))
    assert _run("capwright generate", repository, environ).returncode == 0
    assert _run("\n".join(script), repository, environ).returncode == 1


def test_the_hooks(repository: Path) -> None:
    hooks = {
        each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    }
    environ = _environment(repository.parent)
    spec = "specs/pond-capability.yaml"
    for broken, codes in ((False, (0, 0)), (True, (1, 1))):
        if broken:
            text = SPEC.replace("call: pond.getfish", "call: pond.nothing")
            (repository / spec).write_text(text)
        for (name, arguments), code in zip(
            (("capwright-check", ""), ("capwright-validate", f" {spec}")), codes, strict=True
        ):
            hook = hooks[name]
            # As pre-commit reads it: a hook without `files` runs for every file.
            assert re.search(hook.get("files", ""), spec)
            assert _run(hook["entry"] + arguments, repository, environ).returncode == code


def test_the_action_is_one() -> None:
    """GitHub's metadata syntax: what a composite action has to have."""
    action = yaml.safe_load(ACTION.read_text())
    assert action["runs"]["using"] == "composite"
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash"
        # No expression inside a script: an input would become code.
        assert "${{" not in step["run"]
        assert set(step) <= {"name", "if", "shell", "env", "run"}


def test_the_walk_to_a_release_is_what_the_commands_say() -> None:
    from tests.ci.regeneration import PAGE, page

    assert PAGE.read_text(encoding="utf-8") == page()
