"""What hatch runs when it builds a wheel: the templates are compiled and go into it.

Hatch loads this file by its path, outside any package; so it finds the others by their absolute name.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTemplates(BuildHookInterface[Any]):
    """Adds `_compiled/` to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles; an editable installation reads the templates themselves."""
        if version != "standard":
            return
        self._folder = tempfile.TemporaryDirectory(prefix="capwright-templates-")
        sys.path.insert(0, self.root)
        try:
            rendering = import_module("generator.render.compiled")
        finally:
            sys.path.remove(self.root)
        rendering.compile_into(Path(self._folder.name))
        build_data["force_include"][self._folder.name] = f"capwright/{rendering.COMPILED}"

    def finalize(self, version: str, _build_data: dict[str, Any], _artifact_path: str) -> None:
        """Clears up."""
        if version == "standard":
            self._folder.cleanup()
