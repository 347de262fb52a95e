"""One runtime beside several packages: what it holds, from what these packages import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from .copies import ATTRIBUTES, HEADER, copies
from .libraries import B3, HTTPX2, MCP, PYREQWEST, SERVER, TELEMETRY, TOKENS, format_requirements

ALWAYS: Final = ("transports.py",)
"""For people: what a vendored package has at its top."""
_SENDING: Final = {
    "transport/on_pyreqwest.py": PYREQWEST,
    "transport/on_httpx2.py": HTTPX2,
}
"""What a package sends with by itself, and the library of that."""


def shared_files(modules: Iterable[str]) -> Mapping[str, bytes]:
    """The files of the folder but its manifest: modules, and what the packages share beside them."""
    paths = {*modules}
    return {**copies(paths), **_requirements(paths), "py.typed": b"", ".gitattributes": ATTRIBUTES}


def _requirements(paths: Iterable[str]) -> Mapping[str, bytes]:
    base = "-r requirements.txt"
    sending = tuple(library for path, library in _SENDING.items() if path in paths)
    files = {"requirements.txt": (*sending, *format_requirements(paths))}
    server = (base, *SERVER, *(TOKENS if "oauth/tokens.py" in paths else ()))
    if _has("rest", paths):
        files["requirements-rest.txt"] = server
    if _has("skill", paths):
        files["requirements-skill.txt"] = server
    if _has("mcp", paths):
        files["requirements-mcp.txt"] = (*server, *MCP)
    if _has("telemetry", paths):
        files["requirements-telemetry.txt"] = (base, *TELEMETRY, *B3)
    return {path: _text(lines) for path, lines in files.items()}


def _has(folder: str, paths: Iterable[str]) -> bool:
    return any(path.startswith(f"{folder}/") for path in paths)


def _text(lines: Iterable[str]) -> bytes:
    header = HEADER.decode().partition(":")[0] + ": for all packages beside it. Do not edit it."
    return "".join(f"{line}\n" for line in (header, *lines)).encode()
