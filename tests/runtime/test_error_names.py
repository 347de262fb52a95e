"""The errors that a package offers are those that its runtime has."""

from __future__ import annotations

import inspect

import pytest

from generator.runtime.errors import EVERYWHERE, OF_ADAPTERS, error_names
from generator.runtime.loading import load


@pytest.mark.parametrize("module", [EVERYWHERE, OF_ADAPTERS])
def test_names_are_read_from_the_text_as_from_the_module(module: str) -> None:
    loaded, root = load(module), load(EVERYWHERE).Error
    own = {
        name
        for name, kind in vars(loaded).items()
        if inspect.isclass(kind) and issubclass(kind, root) and kind.__module__ == loaded.__name__
    }

    assert error_names(module) == tuple(sorted(name for name in own if not name.startswith("_")))
