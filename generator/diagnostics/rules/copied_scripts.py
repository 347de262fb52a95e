"""CAP385 and CAP386: scripts of steps that are to be copied."""

from __future__ import annotations

from ..rule import Rule, Severity

SCRIPT_NOT_READ = Rule(
    code="CAP385",
    severity=Severity.WARNING,
    title="Script that cannot be copied from its file",
    message="The script `{file}` {reason}: the step is a hook that the team fills.",
    hint="put the file below the folder of the capability, where `location` says",
    explanation=(
        "With `--copy-scripts` a Python script is read inside the folder of the capability and "
        "nowhere else."
    ),
    example="",
    correction="",
)
SCRIPT_NOT_COPIED = Rule(
    code="CAP386",
    severity=Severity.WARNING,
    title="Script that is not copied",
    message="`{file}` is not copied, because {problem}: the step is a hook that the team fills.",
    hint="keep to what docs/orchestration.md lists, or give a function to `scripts.{name}.fill`",
    explanation=(
        "A copy holds assignments, conditions, loops, functions, comprehensions, and the names "
        "and methods of a list. Imports, format strings, classes and names that begin with an "
        "underscore are not in it."
    ),
    example="",
    correction="",
)
