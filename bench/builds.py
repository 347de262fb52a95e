"""Two builds of Capwright from git, each installed as a wheel beside the same libraries."""

from __future__ import annotations

import subprocess
import sysconfig
import tarfile
import venv
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from .processes import ROOT, environment

_SPEC: Final = ROOT / "specs" / "quay-capability.yaml"


@dataclass(frozen=True, slots=True)
class Build:
    """An installed wheel, and the package that it makes of Quay."""

    name: str
    """`base` or `now`; the package is `quay_base` or `quay_now`, so that no other can be meant."""
    python: Path
    module: str
    """What the wheel imports as: `generator` in the first versions, `capwright` since."""
    folder: Path

    @property
    def package(self) -> str:
        return f"quay_{self.name}"

    def command(self, *arguments: str) -> list[str]:
        """The command that runs a module in the build's environment."""
        return [str(self.python), "-m", *arguments]

    def variables(self) -> dict[str, str]:
        """The package can be imported, and the cache is the build's own."""
        return {"PYTHONPATH": str(self.folder), "CAPWRIGHT_CACHE_DIR": str(self.folder / "cache")}

    def generate(self, spec: Path, out: Path, package: str, *options: str) -> None:
        """Run the build's generator. Raises `CalledProcessError`."""
        arguments = ["generate", str(spec), "--out", str(out), "--package", package, *options]
        subprocess.run(
            self.command(self.module, *arguments),
            cwd=self.folder,
            env=environment(**self.variables()),
            check=True,
            capture_output=True,
        )


def built(revision: str | None, name: str, work: Path, builder: Path) -> Build:
    """The build of a revision of git, or of the present tree, with its package of Quay.

    Args:
        builder: a Python that has `build` and `hatchling`.
    """
    folder = work / name
    folder.mkdir()
    source = ROOT if revision is None else _checked_out(revision, folder / "source")
    wheels = folder / "wheel"
    make = [str(builder), "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels)]
    subprocess.run([*make, str(source)], check=True, capture_output=True)
    python = _installed(next(wheels.glob("*.whl")), folder / "environment")
    build = Build(name, python, module_of(python), folder)
    build.generate(_SPEC, folder, build.package)
    return build


def _checked_out(revision: str, folder: Path) -> Path:
    archive = ["git", "archive", "--format=tar", revision]
    content = subprocess.run(archive, cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(content)) as tar:
        tar.extractall(folder, filter="data")
    return folder


def _installed(wheel: Path, folder: Path) -> Path:
    """An environment with the wheel, and with this environment's libraries."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*pip, "--disable-pip-version-check"], check=True)
    (_site(python) / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return python


def module_of(python: Path) -> str:
    """What the wheel of an environment imports as.

    What can be imported in it tells nothing: this tree may be linked among the libraries, and would be
    measured in the place of a build that has no module of the name.
    """
    return "capwright" if (_site(python) / "capwright").is_dir() else "generator"


def _site(python: Path) -> Path:
    """Where an environment has what it was given itself."""
    return next(python.parent.parent.glob("lib/python*/site-packages"))
