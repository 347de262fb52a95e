"""Real documents, each imported, generated and called: the requests are those of npm's `swagger-client`.

Two of those that `make imports` takes, with a lock of their own, which is smaller.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from unittest import mock

import pytest

from tests.openapi_peers.__main__ import compared
from tests.openapi_peers.documents import Document
from tests.openapi_peers.page import PAGE, row

_NPM: Final = Path(__file__).with_name("npm")
_DOCUMENTS: Final = {
    "ideal_postcodes": "@ideal-postcodes/openapi/dist/openapi.json",
    "blockfrost": "@blockfrost/openapi/openapi.yaml",
}


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents and the reference, as the lock has them."""
    if shutil.which("npm") is None:
        pytest.skip("npm installs the documents")
    folder = tmp_path_factory.mktemp("documents")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(_NPM / name, folder)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(["npm", "ci", *quiet], cwd=folder, check=True, timeout=300)
    return folder / "node_modules"


@pytest.fixture(autouse=True)
def _process_as_it_was() -> Iterator[None]:
    """What is generated is imported here, with its settings in the environment."""
    with mock.patch.dict(os.environ), mock.patch.object(sys, "path", list(sys.path)):
        yield
    for name in [each for each in sys.modules if each.partition(".")[0] == "made"]:
        del sys.modules[name]


@pytest.mark.parametrize("name", _DOCUMENTS)
def test_every_operation_sends_what_the_reference_sends(modules: Path, name: str) -> None:
    """Each one, or the reference builds no request; the page says how many."""
    outcome = compared(Document(name, modules / _DOCUMENTS[name]), modules)
    assert outcome.different == ()
    assert outcome.same + sum(outcome.refused.values()) == outcome.operations
    assert row(outcome) in PAGE.read_text(encoding="utf-8").splitlines()
    assert outcome.same > 30
