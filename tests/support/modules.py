"""The modules of the generator, for what is to hold of each."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import generator


def generator_modules() -> Iterator[ModuleType]:
    """All that can be imported without doing something: not the command, and not what hatch runs."""
    for found in pkgutil.walk_packages(generator.__path__, "generator."):
        if not found.name.endswith(("__main__", "build_hook")):
            yield importlib.import_module(found.name)
