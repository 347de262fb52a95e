"""Our workflows, the composite action and the example that uses it, as actionlint sees them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
ACTION: Final = ".github/actions/capwright/action.yml"
DOCS: Final = ROOT / "docs" / "ci.md"

pytestmark = pytest.mark.skipif(shutil.which("go") is None, reason="actionlint is built by Go")


@pytest.fixture(scope="module")
def actionlint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, in the version of `tests/actionlint/go.mod`."""
    program = tmp_path_factory.mktemp("actionlint") / "actionlint"
    command = ["go", "build", "-o", str(program), "github.com/rhysd/actionlint/cmd/actionlint"]
    done = subprocess.run(command, cwd=ROOT / "tests/actionlint", capture_output=True, text=True)
    if done.returncode and "dial tcp" in done.stderr:
        pytest.skip("no module proxy")
    assert done.returncode == 0, done.stderr
    return program


def lint(program: Path, folder: Path, *files: Path) -> list[str]:
    """What it says, one finding a line."""
    done = subprocess.run(
        [program, "-oneline", "-no-color", *files], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()


def example() -> str:
    """The workflow of docs/ci.md."""
    found = re.search(r"```yaml\n(on: pull_request\n.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository as docs/ci.md has it: a copy of ours under `tools/capwright`, and a workflow."""
    action = tmp_path / "tools/capwright" / ACTION
    action.parent.mkdir(parents=True)
    shutil.copy(ROOT / ACTION, action)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


def workflow(repository: Path, text: str) -> Path:
    path = repository / ".github/workflows/check.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_our_workflows(actionlint: Path) -> None:
    files = sorted((ROOT / ".github/workflows").glob("*.yml"))
    assert len(files) >= 2
    assert lint(actionlint, ROOT, *files) == []


def test_the_example_goes_with_the_action(actionlint: Path, repository: Path) -> None:
    assert lint(actionlint, repository, workflow(repository, example())) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("against:", "agianst:", 'input "agianst" is not defined in action'),
        ("github.base_ref", "github.bace_ref", 'property "bace_ref" is not defined'),
    ],
)
def test_mistakes_in_the_example_would_be_found(
    actionlint: Path, repository: Path, old: str, new: str, said: str
) -> None:
    """So what is said of the example is not said of a file that nobody looked at."""
    assert old in example()
    [found] = lint(actionlint, repository, workflow(repository, example().replace(old, new)))
    assert said in found


def test_mistakes_in_the_action_would_be_found(actionlint: Path, repository: Path) -> None:
    action = repository / "tools/capwright" / ACTION
    action.write_text(action.read_text("utf-8").replace("using: composite", "using: compossite"))
    [found] = lint(actionlint, repository, workflow(repository, example()))
    assert "compossite" in found
