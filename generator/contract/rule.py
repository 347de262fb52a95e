"""What a rule about changes is. The rules themselves stand in `rules/`."""

from __future__ import annotations

import enum

from ..records import dataclass


class Verdict(enum.IntEnum):
    """What a change does to callers, in ascending order."""

    COMPATIBLE = 1
    """Whoever called before calls as before."""
    RISKY = 2
    """Calls still go through, but a person should look: what is answered, or trusted, is another."""
    BREAKING = 3
    """Some caller that worked before fails, or gets something else."""

    @property
    def word(self) -> str:
        """In small letters, as options and reports write it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """One kind of difference between two contracts.

    `message` is a `str.format` template over the facts of a change: `{name}`, and where there are
    two sides `{before}` and `{after}`.
    """

    code: str
    verdict: Verdict
    title: str
    message: str
    explanation: str
