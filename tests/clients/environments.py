"""An environment for each client, as its lock says; made once and kept below `.clients/`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .subjects import NodeClient, PythonClient, Subject

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PLACE = Path(os.environ.get("CLIENTS_PLACE", ROOT / ".clients"))


def ready(subject: Subject) -> None:
    """Install what the client needs. Raises `CalledProcessError`."""
    match subject:
        case PythonClient():
            _virtual(subject)
        case NodeClient():
            _node_modules(subject)


def command(subject: Subject) -> list[str]:
    """What runs the driver of a client."""
    match subject:
        case PythonClient():
            return [str(_bin(subject) / "python"), str(HERE / "drivers" / f"{subject.driver}.py")]
        case NodeClient():
            folder = PLACE / "npm" / subject.folder
            for script in (HERE / "drivers").glob("*.mjs"):
                # A module finds its dependencies from where it is.
                shutil.copy(script, folder)
            return ["node", str(folder / f"{subject.driver}.mjs")]


def version(subject: Subject) -> str:
    """The version that is installed."""
    if isinstance(subject, NodeClient):
        package = PLACE / "npm" / subject.folder / "node_modules" / subject.package / "package.json"
        return str(json.loads(package.read_text("utf-8"))["version"])
    code = f"from importlib.metadata import version; print(version({subject.package!r}))"
    done = subprocess.run(
        [_bin(subject) / "python", "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def _bin(subject: PythonClient) -> Path:
    return PLACE / "python" / subject.lock / ("Scripts" if os.name == "nt" else "bin")


def _virtual(subject: PythonClient) -> None:
    lock = HERE / "requirements" / f"{subject.lock}.txt"
    folder = _bin(subject).parent
    done = folder / "installed.txt"
    if done.exists() and done.read_bytes() == lock.read_bytes():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    install = [_bin(subject) / "python", "-m", "pip", "install", "--quiet", "--require-hashes"]
    subprocess.run([*install, "--disable-pip-version-check", "-r", lock], check=True)
    shutil.copy(lock, done)


def _node_modules(subject: NodeClient) -> None:
    given, folder = HERE / "npm" / subject.folder, PLACE / "npm" / subject.folder
    lock, done = given / "package-lock.json", folder / "installed.json"
    if done.exists() and done.read_bytes() == lock.read_bytes():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(given / name, folder)
    quiet = ("--no-audit", "--no-fund", "--loglevel=error")
    subprocess.run(["npm", "ci", *quiet], cwd=folder, check=True)
    shutil.copy(lock, done)
