"""Path parameters that look as if they held a path: `repository`, e.g. `namespace/name` (design 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .. import regex
from ..diagnostics import Findings
from ..diagnostics.rules import inputs as rules
from ..model import Place
from ..plan import Api, Argument

_NAMES: Final = regex.late(
    r"(?:^|[_\-.]|(?<=[a-z]))(?:path|repository|fullname|full_name|objectkey|object_key)$",
    re.IGNORECASE,
)
_EXAMPLE: Final = regex.late(
    r"(?:e\.\s?g\.|example|for instance|such as|like|format|form)\W{0,3}(?:of|is|as)?\W{0,3}"
    r"[`'\"]?[\w{}<>.-]+/[\w{}<>.-]+",
    re.IGNORECASE,
)
_VALUE: Final = regex.late(r"[\w{}<>.-]+(?:/[\w{}<>.-]+)+")


def note_path_values(apis: Iterable[Api], findings: Findings) -> None:
    """Notes each parameter of that kind once: a slash in its values is refused unless it is allowed."""
    for api in apis:
        seen: set[str] = set()
        for operation in api.operations:
            for argument in operation.arguments:
                if argument.place is not Place.PATH or argument.name in seen:
                    continue
                seen.add(argument.name)
                if suggests_path(argument):
                    findings.report(
                        rules.PATH_VALUE,
                        argument.origin,
                        name=argument.name,
                        variable=f"{api.prefix}_PATH_SEGMENTS",
                    )


def suggests_path(argument: Argument) -> bool:
    """Whether its name, its example or an example in its description is a path."""
    example = argument.example if isinstance(argument.example, str) else ""
    return bool(
        _NAMES.search(argument.name)
        or _VALUE.fullmatch(example)
        or _EXAMPLE.search(argument.description or "")
    )
