"""How many changes there are of each verdict, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..change import Change
from ..rule import Verdict


def counted(changes: Iterable[Change]) -> str:
    """`2 breaking, 1 risky, 3 compatible`; the gravest first, none left out but zeros."""
    numbers = Counter(change.verdict for change in changes)
    listed = [
        f"{numbers[verdict]} {verdict.word}" for verdict in reversed(Verdict) if numbers[verdict]
    ]
    return ", ".join(listed) or "no change for callers"
