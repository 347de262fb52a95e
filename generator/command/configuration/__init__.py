"""`[tool.capwright]` in `pyproject.toml`: what a repository wants generated, and how."""

from __future__ import annotations

from .loading import FILE, find, load
from .tables import Choices, Configuration, PackageTable, is_package_name

__all__ = [
    "FILE",
    "Choices",
    "Configuration",
    "PackageTable",
    "find",
    "is_package_name",
    "load",
]
