"""Which `mcp` is installed, looked up without importing it: that takes half a second."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import PurePath
from typing import Final

from ..errors import MissingDependencyError

REQUIREMENTS: Final = "requirements-mcp.txt"
FLOOR: Final = (2, 1)
"""The first version that has what is used here; `requirements-mcp.txt` names it too."""
CEILING: Final = (3,)
_NEEDED: Final = "mcp>=2.1,<3"
_METADATA: Final = re.compile(r"mcp-([0-9][^-]*)\.dist-info")


def need_sdk() -> None:
    """Say what to install, before anything is served.

    Raises `MissingDependencyError` without the SDK, or beside a version that the server does not run on.
    """
    spec = importlib.util.find_spec("mcp")
    if spec is None:
        raise MissingDependencyError("mcp", REQUIREMENTS)
    version = _beside(spec.origin) or _of_metadata()
    if version is not None and not FLOOR <= _numbers(version) < CEILING:
        raise MissingDependencyError(_NEEDED, REQUIREMENTS, found=f"mcp {version}")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _beside(origin: str | None) -> str | None:
    """By the name of the folder that pip leaves; `importlib.metadata` takes longer to import."""
    if origin is None:
        return None
    try:
        names = os.listdir(PurePath(origin).parent.parent)
    except OSError:
        return None
    found = [match[1] for match in map(_METADATA.fullmatch, names) if match]
    return found[0] if len(found) == 1 else None


def _of_metadata() -> str | None:
    """The same for what is installed in other ways; None where nobody knows."""
    from importlib import metadata

    try:
        return metadata.version("mcp")
    except metadata.PackageNotFoundError:
        return None
