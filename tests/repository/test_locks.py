"""The locks can be read by the pip that a fresh environment has.

That they install is for `make release-check`: it needs an index. What breaks them is seen here.
"""

from __future__ import annotations

import re

import pytest

from tests.support.processes import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
_PIN = re.compile(
    r"^([a-z0-9._-]+)(\[[^\]]+\])?==(\S+) \\\n((?: +--hash=\S+(?: \\)?\n)+)", re.MULTILINE
)


def _pins(lock: str) -> dict[tuple[str, bool], tuple[str, str]]:
    """What is pinned, by name and whether with extras: its version and hashes."""
    return {
        (name, bool(extras)): (version, hashes)
        for name, extras, version, hashes in _PIN.findall(lock)
    }


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_pin_with_extras_stands_without_them_too(lock) -> None:
    pins = _pins(lock.read_text("utf-8"))
    with_extras = {name for name, extras in pins if extras}
    assert (
        with_extras
    ), "each of them has one today; a lock without any was made with --strip-extras"
    for name in with_extras:
        assert pins[name, False] == pins[name, True]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_line_is_a_pin_with_a_hash_and_none_stands_twice(lock) -> None:
    text = lock.read_text("utf-8")
    starts = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(starts) == len(_PIN.findall(text)) == len(_pins(text))
