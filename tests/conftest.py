"""For all tests: nothing outside of temporary folders is written, and CI repeats itself."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# In CI the same made cases every time, so that a change is judged by what it changes.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("look", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "look")


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the generator remembers between runs stays out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAPWRIGHT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield
