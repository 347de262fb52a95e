"""What a rule is. The rules themselves stand in `rules/`, the table of all in `registry`."""

from __future__ import annotations

import enum

from ..records import dataclass


class Severity(enum.Enum):
    """How bad a finding is: an error stops the file, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that Capwright finds in files.

    `message` and `hint` are `str.format` templates over the facts of a finding: one sentence that
    says what is wrong, one that says what to do. `example` is the smallest whole file that
    triggers the rule, `correction` the same file put right (either may be empty where a file
    cannot show it, such as a file that does not exist).
    """

    code: str
    severity: Severity
    title: str
    message: str
    hint: str
    explanation: str
    example: str
    correction: str
    repeats: bool = False
    """A warning that a file may have at every other operation: it is shown once, with its places.

    Notes always are.
    """
