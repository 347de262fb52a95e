"""`/scripting` of a control adapter: what scripts may do and have done, and what of it may change."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, cast

from ..governing import LANGUAGES, Governance

_LARGEST: Final = 2**53 - 1
_FIXED: Final = ("defaultLocation", "defaultLanguage")


class ScriptingPage:
    """The page of one capability."""

    def __init__(self, governance: Governance) -> None:
        self._governance = governance

    def shown(self) -> dict[str, Any]:
        """The answer to GET, as the reference engine says it."""
        its = self._governance
        said = {
            "enabled": its.enabled,
            "defaultLocation": its.location,
            "defaultLanguage": its.language,
            "timeout": its.timeout,
            "statementLimit": its.statements,
            "allowedLanguages": its.languages,
            "stats": self._stats(),
        }
        return {name: value for name, value in said.items() if value is not None}

    def changed(self, content: bytes) -> tuple[int, dict[str, Any]]:
        """Status and answer of PUT: all of the change is made, or none of it.

        Args:
            content: a JSON object of what is to change.
        """
        try:
            change = _checked(content, self.shown())
        except ValueError as problem:
            return 400, {"error": str(problem)}
        its = self._governance
        its.set(
            enabled=change.get("enabled", its.enabled),
            timeout=change.get("timeout", its.timeout),
            statements=change.get("statementLimit", its.statements),
            languages=change.get("allowedLanguages", its.languages),
        )
        return 200, self.shown()

    def _stats(self) -> dict[str, Any]:
        runs, errors, spent, last = self._governance.counts()
        stats: dict[str, Any] = {
            "totalExecutions": runs,
            "totalErrors": errors,
            "averageDurationMs": round(spent / runs, 2) if runs else 0.0,
        }
        if runs:
            began = datetime.fromtimestamp(last, UTC)
            stats["lastExecutionAt"] = began.isoformat(timespec="milliseconds").replace(
                "+00:00", "Z"
            )
        return stats


def _checked(content: bytes, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Raise `ValueError` that says what is wrong."""
    try:
        document: Any = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError("The body is not JSON.") from None
    if type(document) is not dict:
        raise ValueError("The body is not a JSON object.")
    change = cast("Mapping[str, Any]", document)
    for name, value in change.items():
        if name in _FIXED:
            if value != shown.get(name):
                raise ValueError(f"{name} was decided when the package was generated.")
        elif name not in _GOOD:
            raise ValueError(f"There is no such setting; there are {', '.join(_GOOD)}.")
        elif not _GOOD[name][0](value):
            raise ValueError(f"{name} must be {_GOOD[name][1]}.")
    return dict(change)


def _is_count(value: Any) -> bool:
    return type(value) is int and 1 <= value <= _LARGEST


def _are_languages(value: Any) -> bool:
    if not isinstance(value, list):
        return False
    languages = cast("Sequence[Any]", value)
    once = len(set(map(str, languages))) == len(languages)
    return once and all(each in LANGUAGES for each in languages)


_GOOD: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "enabled": (lambda value: type(value) is bool, "true or false"),
    "timeout": (_is_count, "a whole number of milliseconds, 1 at least"),
    "statementLimit": (_is_count, "a whole number, 1 at least"),
    "allowedLanguages": (_are_languages, f"a list of {', '.join(LANGUAGES)}, each once"),
}
