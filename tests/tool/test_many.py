"""Many specifications in one run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.command.batch import run_all
from generator.command.jobs import Job, Outcome
from generator.command.specifications import specifications
from generator.options import Options
from tests.tool.conftest import SMALL, Run, tree


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """Five files that are good and one that is not, in folders."""
    folder = tmp_path / "specs"
    for name in ("e/one", "d/two", "c/three", "b/four", "a/five"):
        path = folder / f"{name}-capability.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(SMALL, encoding="utf-8")
    (folder / "bad.yml").write_text("naftiko: [", encoding="utf-8")
    (folder / "notes.txt").write_text("not for us", encoding="utf-8")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "six.yaml").write_text(SMALL, encoding="utf-8")
    return folder


def test_files_and_folders(specs: Path) -> None:
    two = specs / "d" / "two-capability.yaml"
    found = specifications([two, specs, two])
    names = [path.relative_to(specs).as_posix() for path in found]
    assert names == [
        "d/two-capability.yaml",
        "bad.yml",
        "a/five-capability.yaml",
        "b/four-capability.yaml",
        "c/three-capability.yaml",
        "e/one-capability.yaml",
    ]


def test_a_run(capwright: Run, specs: Path, out: Path) -> None:
    result = capwright("generate", specs, "--out", out)
    assert result.exit_code == 1
    assert sorted(path.name for path in out.iterdir()) == ["five", "four", "one", "three", "two"]
    lines = [line.split() for line in result.stderr.splitlines()]
    assert ["generated", "5"] in lines
    assert ["refused", "1"] in lines
    before = tree(out)
    again = capwright("generate", specs, "--out", out)
    assert ["unchanged", "5"] in [line.split() for line in again.stderr.splitlines()]
    assert tree(out) == before


def test_a_summary_has_the_words_of_its_command(capwright: Run, specs: Path, out: Path) -> None:
    """`generated 0, unchanged 3` says nothing of files that were only checked."""

    def ends(*arguments: object) -> dict[str, int]:
        said = capwright(*arguments).stderr
        table = said[
            said.rindex("\n\n", 0, said.rindex("\n\nCAP") if "\n\nCAP" in said else None) :
        ]
        lines = table.split("\n\n")[1].splitlines()
        return {line[:11].strip(): int(line[11:]) for line in lines}

    total = len(specifications([specs]))
    checked = ends("validate", specs)
    assert list(checked) == ["valid", "not valid"]
    assert sum(checked.values()) == total
    assert list(ends("generate", specs, "--out", out)) == ["generated", "unchanged", "refused"]
    good = checked["valid"]
    compared = ends("generate", specs, "--out", out, "--check")
    assert compared == {"up to date": good, "different": 0, "refused": total - good}
    for path in out.glob("*/client.py"):
        path.write_text("")
    compared = ends("generate", specs, "--out", out, "--check")
    assert compared == {"up to date": 0, "different": good, "refused": total - good}


def test_one_document_for_all(capwright: Run, specs: Path, out: Path) -> None:
    result = capwright("generate", specs, "--out", out, "--format", "json")
    files = {each["file"] for each in json.loads(result.stdout)["diagnostics"]}
    assert (specs / "bad.yml").as_posix() in files


def test_colliding_names_are_one_finding(capwright: Run, specs: Path, out: Path) -> None:
    for name in ("f/one.yaml", "g/One-capability.yml"):
        (specs / name).parent.mkdir()
        (specs / name).write_text(SMALL, encoding="utf-8")
    (specs / "bad.yml").unlink()
    result = capwright("generate", specs, "--out", out)
    assert result.exit_code == 1
    assert result.stderr.count("error[CAP160]") == 1
    assert sorted(path.name for path in out.iterdir()) == ["five", "four", "three", "two"]
    assert ["refused", "3"] in [line.split() for line in result.stderr.splitlines()]


def test_the_number_of_processes_changes_nothing(specs: Path, tmp_path: Path) -> None:
    trees = []
    for workers in (1, 2):
        out = tmp_path / f"out{workers}"
        jobs = [
            Job(spec, Options(spec.stem.partition("-")[0]), out / spec.stem)
            for spec in specifications([specs])
        ]
        reports = list(run_all(jobs, workers))
        assert [report.job for report in reports] == jobs
        trees.append((tree(out), [report.outcome for report in reports]))
    assert trees[0] == trees[1]
    assert trees[0][1] == [Outcome.REFUSED, *[Outcome.GENERATED] * 5]


def test_a_failure_in_one_file_leaves_the_others(
    capwright: Run, specs: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.command import job

    build = job.build

    def broken(understood: object, options: Options) -> object:
        if options.package == "three":
            raise RecursionError("too deep")
        return build(understood, options)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "build", broken)
    result = capwright("generate", specs, "--out", out, "--jobs", 1)
    assert result.exit_code == 1
    assert sorted(path.name for path in out.iterdir()) == ["five", "four", "one", "two"]
    assert "capwright failed on" in result.stderr
