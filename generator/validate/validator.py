"""Stage 2: one document against the schema of its dialect."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

from ..diagnostics.finding import Finding, Findings, Severity
from ..diagnostics.rules import source as source_rules
from ..model import Dialect
from ..source.sources import Source, SourceSet
from .braces import check_braces
from .errors import Reporter
from .plain import is_plainly_valid
from .schemas import known_keys, schema, validator
from .shape import is_capability

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

MOST_ERRORS: Final = 500
"""A file with more is something else; people read the first few."""

_VALUE_IS_KNOWN: Final = frozenset((source_rules.DUPLICATE_KEY.code,))
"""Errors of the loader after which the value is still what somebody wrote."""


def validate(sources: SourceSet, dialect: Dialect, findings: Findings) -> bool:
    """Check the main file against the schema of its dialect.

    Returns:
        Whether no error was found. Warnings (unknown keys, names against the style) do not count.
    """
    main = sources.main
    before = _errors(findings)
    if not is_capability(main, dialect, findings):
        return False
    # What the loader could not read has no value to check: its finding stands already.
    unreadable = {
        finding.pointer
        for finding in before
        if finding.code not in _VALUE_IS_KNOWN and _stands_in(main.name, finding)
    }
    errors = [
        error
        for error in _breaches(dialect, main.data)
        if not unreadable or not _is_within(error, unreadable)
    ]
    Reporter(main.name, main.data, known_keys(dialect), findings).report(errors)
    for source in sources.sources.values():
        if source is not main and source.name not in sources.broken:
            _validate_imported(source, dialect, findings)
    check_braces(sources, findings)
    return len(_errors(findings)) == len(before)


def _validate_imported(source: Source, dialect: Dialect, findings: Findings) -> None:
    """A document that parts are imported from: it may be a capability, or hold parts only."""
    spoken = Dialect.OFFICIAL if "ikanos" in source.data else dialect
    errors = _breaches(spoken, source.data)
    Reporter(source.name, source.data, known_keys(spoken), findings).report(errors)


def _breaches(dialect: Dialect, data: Any) -> list[ValidationError]:
    """What the library finds; it is not asked, and not imported, for what is plainly right."""
    if is_plainly_valid(schema(dialect), data):
        return []
    return list(itertools.islice(validator(dialect).iter_errors(data), MOST_ERRORS))


def _errors(findings: Findings) -> list[Finding]:
    return [found for found in findings.sorted() if found.severity is Severity.ERROR]


def _stands_in(name: str, finding: Finding) -> bool:
    return finding.span is not None and finding.span.file == name


def _is_within(error: ValidationError, pointers: set[str]) -> bool:
    """Whether the error stands at one of the places or below it."""
    pointer = ""
    if pointer in pointers:
        return True
    for token in error.absolute_path:
        escaped = str(token).replace("~", "~0").replace("/", "~1")
        pointer = f"{pointer}/{escaped}"
        if pointer in pointers:
            return True
    return False
