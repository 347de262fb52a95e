"""For all tests: nothing outside of temporary folders is written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the generator remembers between runs stays out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAPWRIGHT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield
