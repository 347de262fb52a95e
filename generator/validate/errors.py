"""From the errors of JSON Schema to findings that people understand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from ..diagnostics import words
from ..diagnostics.finding import Findings
from ..diagnostics.rule import Rule
from ..diagnostics.rules import schema as rules
from ..diagnostics.spelling import nearest
from ..origin import Origin
from .schemas import CLOSED, STYLE, WANTS

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_LIKE_VALUE: Final = 0.5
"""Values are told apart more easily than keys: there are only a few."""


class Reporter:
    """Reports the errors of one document."""

    def __init__(
        self, source: str, data: Any, known_keys: frozenset[str], findings: Findings
    ) -> None:
        self._root = Origin(source)
        self._data = data
        self._known_keys = known_keys
        self._findings = findings

    def report(self, errors: Iterable[ValidationError]) -> None:
        """Report all of them; a missing key and the misspelt one that explains it are one."""
        missing: dict[Origin, list[ValidationError]] = defaultdict(list)
        unknown: dict[Origin, list[ValidationError]] = defaultdict(list)
        for error in errors:
            origin = self._origin(error)
            if error.validator == "required":
                missing[origin].append(error)
            elif error.validator == CLOSED:
                unknown[origin].append(error)
            else:
                self._report_value(error, origin)
        for origin, absent in missing.items():
            self._report_missing(origin, absent, unknown[origin])
        for origin, left in unknown.items():
            for error in left:
                if not self._report_wanted(origin, error):
                    self._report_unknown(origin, error)

    def _origin(self, error: ValidationError) -> Origin:
        origin = self._root
        for token in error.absolute_path:
            origin = origin.child(token)
        return origin

    # --- keys ----------------------------------------------------------------------------------

    def _report_missing(
        self, origin: Origin, absent: list[ValidationError], unknown: list[ValidationError]
    ) -> None:
        for error in absent:
            name, thing = error.message, _thing(error)
            strange = [key for key in _mapping(error.instance) if key not in self._known_keys]
            misspelt = nearest(name, [*strange, *(found.message for found in unknown)])
            if misspelt is None:
                self._findings.report(rules.MISSING_KEY, origin, at="key", key=name, thing=thing)
                continue
            unknown[:] = [found for found in unknown if found.message != misspelt]
            self._report_misspelt(origin, misspelt, name, thing)

    def _report_wanted(self, origin: Origin, error: ValidationError) -> bool:
        """Report the key as misspelt if the thing wants one of some keys and has none of them."""
        schema: Any = error.schema
        for group in schema.get(WANTS, ()):
            if any(key in _mapping(error.instance) for key in group):
                continue
            meant = nearest(error.message, group)
            if meant is not None:
                self._report_misspelt(origin, error.message, meant, _thing(error))
                return True
        return False

    def _report_misspelt(self, origin: Origin, key: str, missing: str, thing: str) -> None:
        self._findings.report(
            rules.MISSPELT_KEY, origin.child(key), at="key", key=key, missing=missing, thing=thing
        )

    def _report_unknown(self, origin: Origin, error: ValidationError) -> None:
        key, known = error.message, _properties(error)
        free = [name for name in known if name not in _mapping(error.instance)]
        meant = nearest(key, free)
        advice = f"did you mean `{meant}`?" if meant else "correct its spelling, or remove it"
        at = origin.child(key)
        self._findings.report(
            rules.UNKNOWN_KEY, at, at="key", key=key, thing=_thing(error), advice=advice
        )

    # --- values --------------------------------------------------------------------------------

    def _report_value(self, error: ValidationError, origin: Origin) -> None:
        at: Literal["key", "value"] = "value"
        if "propertyNames" in error.absolute_schema_path:
            origin, at = origin.child(str(error.instance)), "key"
        described = _DESCRIBE[str(error.validator)](error)
        rule, facts = described
        subject = self._subject(origin, error, at == "key")
        self._findings.report(rule, origin, at=at, **{"subject": subject, **facts})

    def _subject(self, origin: Origin, error: ValidationError, is_key: bool) -> str:
        """What the message speaks of: a key, an item of a list, or the name of a key."""
        path = list(error.absolute_path)
        if is_key:
            return f"A key of `{path[-1]}`" if path else "A key"
        if not path:
            return "The file"
        if isinstance(path[-1], int):
            above = next((f"`{token}`" for token in reversed(path) if isinstance(token, str)), "it")
            return f"Item {path[-1] + 1} of {above}"
        return f"`{path[-1]}`"


def _mapping(instance: Any) -> Mapping[str, Any]:
    return instance if isinstance(instance, dict) else {}


def _properties(error: ValidationError) -> Mapping[str, Any]:
    schema = error.schema
    return schema.get("properties", {}) if isinstance(schema, dict) else {}


def _thing(error: ValidationError) -> str:
    schema = error.schema
    title = schema.get("title") if isinstance(schema, dict) else None
    return str(title or "this")


def _type(error: ValidationError) -> tuple[Rule, dict[str, Any]]:
    types: Any = error.validator_value
    return rules.WRONG_TYPE, {
        "found": words.kind(error.instance),
        "expected": words.expected(types),
        "advice": words.advice(error.instance, types),
    }


def _enum(error: ValidationError) -> tuple[Rule, dict[str, Any]]:
    value: Any = error.instance
    allowed: Any = error.validator_value
    meant = nearest(value, allowed, at_least=_LIKE_VALUE) if isinstance(value, str) else None
    advice = f"did you mean `{meant}`?" if meant else words.choice(allowed)
    shown = f"`{value}`" if isinstance(value, str) else words.kind(value)
    return rules.UNKNOWN_VALUE, {"value": shown, "advice": advice}


def _range(error: ValidationError) -> tuple[Rule, dict[str, Any]]:
    schema: Any = error.schema
    least, most = schema.get("minimum"), schema.get("maximum")
    bounds = f"from {least} to {most}" if most is not None else f"{least} or more"
    return rules.OUT_OF_RANGE, {"value": error.instance, "range": bounds}


def _form(rule: Rule) -> Callable[[ValidationError], tuple[Rule, dict[str, Any]]]:
    def describe(error: ValidationError) -> tuple[Rule, dict[str, Any]]:
        schema: Any = error.schema
        return rule, {"value": str(error.instance), "expected": schema["x-expects"]}

    return describe


def _empty(_: ValidationError) -> tuple[Rule, dict[str, Any]]:
    return rules.EMPTY_COLLECTION, {}


_DESCRIBE: Final[dict[str, Callable[[ValidationError], tuple[Rule, dict[str, Any]]]]] = {
    "type": _type,
    "enum": _enum,
    "minimum": _range,
    "maximum": _range,
    "pattern": _form(rules.WRONG_FORM),
    STYLE: _form(rules.STYLE),
    "minItems": _empty,
    "minProperties": _empty,
}
"""Every word of our schemas that can fail; a test holds the schemas against this table."""
