"""The command line: exit codes, streams, and what is written where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import __version__
from generator.store.manifest import sha256
from tests.tool.conftest import QUAY, ROOT, SMALL, Run, command, tree


def test_generate(capwright: Run, small: Path, out: Path) -> None:
    result = capwright("generate", small, "--out", out)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "written, 0 unchanged" in result.stderr
    assert (out / "pond" / "client.py").is_file()
    again = capwright("generate", small, "--out", out)
    assert again.exit_code == 0
    assert "up to date" in again.stderr


def test_the_manifest(capwright: Run, small: Path, out: Path) -> None:
    capwright("generate", small, "--out", out)
    files = tree(out / "pond")
    manifest = json.loads(files.pop("MANIFEST.json"))
    assert manifest["generator"] == {"name": "capwright", "version": __version__}
    assert manifest["spec"] == {"name": small.name, "sha256": sha256(small.read_bytes())}
    assert manifest["dialect"] == "published"
    assert manifest["options"] == {"keep_going": False, "runtime": "vendored", "package": "pond"}
    assert manifest["files"] == {path: sha256(content) for path, content in files.items()}


def test_package_and_dialect(capwright: Run, small: Path, out: Path) -> None:
    options = ("--package", "lake", "--dialect", "published")
    assert capwright("generate", small, "--out", out, *options).exit_code == 0
    assert [path.name for path in out.iterdir()] == ["lake"]


def test_check(capwright: Run, small: Path, out: Path) -> None:
    run = ("generate", small, "--out", out)
    missing = capwright(*run, "--check")
    assert missing.exit_code == 1
    assert not out.exists()
    assert "CAP156" in missing.stderr
    capwright(*run)
    before = tree(out)
    assert capwright(*run, "--check").exit_code == 0
    (out / "pond" / "mine.py").write_bytes(b"")
    one = capwright(*run, "--check")
    assert one.exit_code == 1
    assert "error[CAP158]" in one.stderr  # a single file is named
    (out / "pond" / "mine.py").unlink()
    small.write_text(SMALL + "\n", encoding="utf-8")
    stale = capwright(*run, "--check")
    assert stale.exit_code == 1
    assert stale.stderr.count("error[") == 1
    assert "CAP159" in stale.stderr
    assert f"run `capwright generate {small.as_posix()} --out {out.as_posix()}`" in stale.stderr
    assert stale.stdout == ""
    each = capwright(*run, "--check", "--verbose")
    assert each.stderr.count("error[CAP157]") > 1
    assert "CAP159" not in each.stderr
    found = json.loads(capwright(*run, "--check", "--format", "json").stdout)["diagnostics"]
    assert sum(one["code"] == "CAP157" for one in found) == each.stderr.count("error[CAP157]")
    assert tree(out) == before


def test_check_sees_every_byte_of_the_quay_package(capwright: Run, tmp_path: Path) -> None:
    run = ("generate", QUAY, "--out", tmp_path, "--check")
    capwright(*run[:-1])
    package = tmp_path / "quay"
    assert capwright(*run).exit_code == 0
    for name in ("client.py", "MANIFEST.json", "py.typed", "_runtime/values.py"):
        content = (package / name).read_bytes()
        (package / name).write_bytes(content + b"\n")
        assert capwright(*run).exit_code == 1, name
        (package / name).write_bytes(content)
    assert capwright(*run).exit_code == 0


def test_diff(capwright: Run, small: Path, out: Path) -> None:
    run = ("generate", small, "--out", out)
    capwright(*run)
    same = capwright(*run, "--diff")
    assert (same.exit_code, same.stdout) == (0, "")
    small.write_text(SMALL.replace("One fish", "A fish"), encoding="utf-8")
    before = tree(out)
    changed = capwright(*run, "--diff")
    assert changed.exit_code == 1
    assert "A fish" in changed.stdout
    assert "\x1b" not in changed.stdout
    assert tree(out) == before


def test_an_edited_file(capwright: Run, small: Path, out: Path) -> None:
    run = ("generate", small, "--out", out)
    capwright(*run)
    (out / "pond" / "client.py").write_bytes(b"edited")
    refused = capwright(*run)
    assert refused.exit_code == 1
    assert "CAP150" in refused.stderr
    assert (out / "pond" / "client.py").read_bytes() == b"edited"
    assert capwright(*run, "--force").exit_code == 0
    assert capwright(*run, "--check").exit_code == 0


BROKEN = SMALL.replace("call: pond.getfish", "call: pond.getfihs")


def test_an_error_writes_nothing(capwright: Run, small: Path, out: Path) -> None:
    run = ("generate", small, "--out", out)
    capwright(*run)
    before = tree(out)
    small.write_text(BROKEN, encoding="utf-8")
    result = capwright(*run)
    assert result.exit_code == 1
    assert f"{small.as_posix()}:" in result.stderr
    assert "getfish" in result.stderr
    assert tree(out) == before


def test_keep_going(capwright: Run, small: Path, out: Path) -> None:
    """What was asked for succeeds; whether the package is what the file says is another question."""
    small.write_text(BROKEN, encoding="utf-8")
    run = ("generate", small, "--out", out, "--keep-going")
    for _ in range(2):
        result = capwright(*run)
        assert result.exit_code == 0
        assert "error[" in result.stderr
        assert "getfish" in result.stderr
        assert ", 1 left out" in result.stderr
    assert (out / "pond" / "client.py").is_file()
    manifest = json.loads((out / "pond" / "MANIFEST.json").read_bytes())
    assert len(manifest["omissions"]) == 1
    assert manifest["options"]["keep_going"] is True
    assert "Left out" in (out / "pond" / "README.md").read_text(encoding="utf-8")
    assert capwright(*run, "--check").exit_code == 1, "an omission is never silent"
    assert capwright("validate", small).exit_code == 1


def test_keep_going_is_strict_where_it_is_asked_to(capwright: Run, small: Path, out: Path) -> None:
    small.write_text(BROKEN + "  consumed: []\n", encoding="utf-8")
    run = ("generate", small, "--out", out, "--keep-going")
    assert capwright(*run).exit_code == 0
    assert capwright(*run, "--strict").exit_code == 1


def test_keep_going_does_not_hide_that_nothing_was_written(
    capwright: Run, small: Path, out: Path
) -> None:
    small.write_text(BROKEN, encoding="utf-8")
    run = ("generate", small, "--out", out, "--keep-going")
    assert capwright(*run).exit_code == 0
    (out / "pond" / "client.py").write_text("mine = 1\n", encoding="utf-8")
    refused = capwright(*run, "--no-cache")
    assert refused.exit_code == 1
    assert (out / "pond" / "client.py").read_text(encoding="utf-8") == "mine = 1\n"


def test_keep_going_needs_a_file_that_is_whole(capwright: Run, small: Path, out: Path) -> None:
    small.write_text(SMALL + "  exposes: []\n", encoding="utf-8")
    assert capwright("generate", small, "--out", out, "--keep-going").exit_code == 1
    assert not out.exists()


def test_validate(capwright: Run, small: Path) -> None:
    good = capwright("validate", small)
    assert (good.exit_code, good.stdout) == (0, "")
    assert f"{small.as_posix()}: valid" in good.stderr
    small.write_text(BROKEN, encoding="utf-8")
    bad = capwright("validate", small)
    assert bad.exit_code == 1
    assert bad.stderr.endswith(f"{small.as_posix()}: not valid, 1 error\n")


def test_strict(capwright: Run, small: Path) -> None:
    small.write_text(SMALL + "  consumed: []\n", encoding="utf-8")
    assert capwright("validate", small).exit_code == 0
    strict = capwright("validate", small, "--strict")
    assert strict.exit_code == 1
    assert "error[" in strict.stderr


@pytest.mark.parametrize("format_", ["json", "sarif", "github"])
def test_formats(capwright: Run, small: Path, out: Path, format_: str) -> None:
    small.write_text(BROKEN, encoding="utf-8")
    for run in (("validate", small), ("generate", small, "--out", out)):
        result = capwright(*run, "--format", format_)
        assert result.exit_code == 1
        if format_ == "github":
            assert "::error file=" in result.stdout
        else:
            json.loads(result.stdout)


def test_check_in_json_names_the_file(capwright: Run, small: Path, out: Path) -> None:
    capwright("generate", small, "--out", out)
    (out / "pond" / "extra.py").write_bytes(b"")
    result = capwright("generate", small, "--out", out, "--check", "--format", "json")
    [found] = [
        each for each in json.loads(result.stdout)["diagnostics"] if each["severity"] == "error"
    ]
    assert (found["code"], found["file"]) == ("CAP158", (out / "pond" / "extra.py").as_posix())


def test_inspect(capwright: Run) -> None:
    result = capwright("inspect", QUAY)
    assert result.exit_code == 0
    for text in (
        "published",
        "quay.listrepos: GET /repository",
        "bearer $QUAY_TOKEN",
        "PUT /repository/{repository}/tag/{tag}",
        "implied",
        "declared",
        "path variable repository of quay.getrepo",
    ):
        assert text in result.stdout


def test_inspect_shows_what_it_can_of_a_file_with_errors(capwright: Run, small: Path) -> None:
    small.write_text(BROKEN, encoding="utf-8")
    result = capwright("inspect", small)
    assert result.exit_code == 1
    assert "pond.getfish: GET /fish/{name}" in result.stdout
    assert "getfihs" in result.stderr


def test_explain(capwright: Run) -> None:
    result = capwright("explain", "cap150")
    assert result.exit_code == 0
    assert result.stdout.startswith("error[CAP150]: ")
    assert capwright("explain", "CAP000").exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("generate", "-", QUAY),
        ("generate", "no/such/file.yaml"),
        ("generate", QUAY, "--package", "not-a-name"),
        ("generate", QUAY, "--package", "class"),
        ("generate", QUAY, "--package", "../up"),
        ("generate", QUAY, QUAY.parent / "x", "--package", "p"),
        ("generate", QUAY, "--dialect", "other"),
        ("generate", QUAY, "--check", "--diff"),
        ("generate", QUAY, "--diff", "--format", "json"),
        ("generate", ROOT / "requirements"),
        ("validate", QUAY, "--select", "XYZ"),
        ("validate", QUAY, "--format", "xml"),
        ("nonsense",),
    ],
)
def test_wrong_usage(capwright: Run, arguments: tuple[object, ...]) -> None:
    assert capwright(*arguments).exit_code == 2


def test_version_and_help_do_not_load_the_stages() -> None:
    code = (
        "import sys, generator.command.cli\n"
        "from click.testing import CliRunner\n"
        "for option in ('--version', '--help'):\n"
        "    assert CliRunner().invoke(generator.command.cli.cli, [option]).exit_code == 0\n"
        "assert not {'black', 'jinja2', 'yaml', 'jsonschema'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_mistake_in_the_generator(capwright: Run, small: Path, out: Path) -> None:
    def broken(*_arguments: object) -> object:
        raise RuntimeError("a made-up mistake")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.command.job.build", broken)
        result = capwright("generate", small, "--out", out)
        assert result.exit_code == 1
        assert "Traceback" not in result.stderr
        assert "CAPWRIGHT_DEBUG=1" in result.stderr
        patch.setenv("CAPWRIGHT_DEBUG", "1")
        assert "a made-up mistake" in capwright("generate", small, "--out", out).stderr
    assert not out.exists()


@pytest.mark.parametrize(
    "name",
    [b"caf\xe9.yaml", b"two\nlines.yaml", b"a 'b' \"c\".yaml", "日本.yaml".encode(), b"#.yaml"],
)
def test_odd_names_of_files(name: bytes, tmp_path: Path) -> None:
    spec = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    spec.write_text(SMALL, encoding="utf-8")
    run = ("generate", spec, "--out", tmp_path / "out")
    for options in ((), ("--no-cache",), ("--check",), ("--diff",), ("--format", "json")):
        result = command(*run, *options)
        assert result.returncode == 0, result.stderr
    [package] = (tmp_path / "out").iterdir()
    assert package.name.isidentifier()
    for path in package.rglob("*.py"):
        compile(path.read_bytes(), path, "exec")


def test_an_extra_file_with_an_odd_name(capwright: Run, small: Path, out: Path) -> None:
    capwright("generate", small, "--out", out)
    Path(os.fsdecode(os.fsencode(out) + b"/pond/\xff.py")).touch()
    for options in (("--check",), ("--check", "--format", "sarif"), ("--diff",)):
        result = command("generate", small, "--out", out, *options)
        assert result.returncode == 1
        assert "capwright failed" not in result.stderr
