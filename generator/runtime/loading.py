"""The runtime's own code, run by the generator: what a package computes at run time is computed once."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from types import ModuleType
from typing import Final

from ..own_files import runtime

_NAME: Final = "_capwright_runtime"
"""A name that nothing else has: an installed `capwright_runtime` may be of another version."""


def load(module: str) -> ModuleType:
    """A module of the runtime by its name inside it (`mcp.listing`)."""
    if _NAME not in sys.modules:
        folder = runtime()
        spec = importlib.util.spec_from_file_location(
            _NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec is not None
        assert spec.loader is not None
        package = importlib.util.module_from_spec(spec)
        sys.modules[_NAME] = package
        spec.loader.exec_module(package)
    return importlib.import_module(f"{_NAME}.{module}")
