"""The files of a package, as templates and what fills them. The result of stage 5."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..options import Runtime
from ..records import dataclass
from .imports import Imports


@dataclass(frozen=True, slots=True)
class Module:
    """A file to be rendered: a template and what it is filled with."""

    path: str
    template: str
    content: Mapping[str, Any]

    def imports_from(self, module: str) -> bool:
        """Whether it imports anything from a module."""
        found = (each for each in self.content.values() if isinstance(each, Imports))
        return any(line.module == module for each in found for line in each.own)

    def with_runtime(self, runtime: Runtime) -> Module:
        """The same, with imports of a runtime that stands elsewhere than in the package."""
        content = {
            key: value.with_runtime(runtime) if isinstance(value, Imports) else value
            for key, value in self.content.items()
        }
        return Module(self.path, self.template, content)


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file that needs no template: JSON, a marker, a copied runtime module."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Package:
    """Everything that is generated, but the manifest."""

    name: str
    header: str
    """What the first line of every file says."""
    modules: tuple[Module, ...]
    files: tuple[PlainFile, ...]
