"""Made capability files: the generated client, REST app and MCP server against the oracle.

`CAPWRIGHT_EXAMPLES=500 make test PYTEST=tests/grammar` looks harder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings

from tests.corpus.examine import Bench, examine

from . import official, published

EXAMPLES = int(os.environ.get("CAPWRIGHT_EXAMPLES", "8"))
SEARCH = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES <= 8,
    phases=(Phase.generate,) if EXAMPLES <= 8 else tuple(Phase),  # making it smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


class _NoAliases(yaml.SafeDumper):
    """The language knows no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    opened = Bench.open()
    yield opened
    opened.close()


def agree(spec: dict[str, Any], bench: Bench, folder: Path, dialect: str) -> None:
    path = folder / "made-capability.yaml"
    text = yaml.dump(spec, Dumper=_NoAliases, allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    report = examine(path, "made", bench, nasty=2, dialect=dialect)
    assert report.differences == []


@SEARCH
@given(spec=published.capabilities())
def test_published_dialect(spec: dict[str, Any], bench: Bench, tmp_path: Path) -> None:
    agree(spec, bench, tmp_path, "published")


@SEARCH
@given(spec=official.capabilities())
def test_official_simple_mode(spec: dict[str, Any], bench: Bench, tmp_path: Path) -> None:
    agree(spec, bench, tmp_path, "official")
