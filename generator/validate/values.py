"""What is wrong with a value: the rule for it, and what its message says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ..diagnostics import words
from ..diagnostics.rule import Rule
from ..diagnostics.rules import schema as rules
from ..diagnostics.spelling import listed, nearest
from .schemas import EXPECTS, KNOWN, STYLE
from .versions import nearest_version

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


def _type(error: ValidationError) -> tuple[Rule, dict[str, Any]]:
    types: Any = error.validator_value
    return rules.WRONG_TYPE, {
        "found": words.kind(error.instance),
        "expected": words.expected(types),
        "advice": words.advice(error.instance, types),
    }


def meant_by(error: ValidationError) -> str | None:
    """What was meant in place of a value, where that is sure enough to read on with it."""
    if error.validator != "enum":
        return None
    value: Any = error.instance
    allowed: Any = error.validator_value
    near = nearest(value, allowed) if isinstance(value, str) else None
    return str(allowed[0]) if near is None and len(allowed) == 1 else near


def _enum(error: ValidationError) -> tuple[Rule, dict[str, Any]]:
    value: Any = error.instance
    allowed: Any = error.validator_value
    meant = nearest(value, allowed) if isinstance(value, str) else None
    advice = words.choice(allowed)
    if meant:
        advice = f"did you mean `{meant}`?"
        advice += f" It takes {listed(allowed)}" if len(allowed) > 1 else ""
    shown = f"`{value}`" if isinstance(value, str) else words.kind(value)
    return rules.UNKNOWN_VALUE, {"value": shown, "advice": advice}


def _range(error: ValidationError) -> tuple[Rule, dict[str, Any]]:
    schema: Any = error.schema
    minimum, maximum = schema.get("minimum"), schema.get("maximum")
    bounds = f"from {minimum} to {maximum}" if maximum is not None else f"{minimum} or more"
    return rules.OUT_OF_RANGE, {"value": error.instance, "range": bounds}


def _form(rule: Rule) -> Callable[[ValidationError], tuple[Rule, dict[str, Any]]]:
    def describe(error: ValidationError) -> tuple[Rule, dict[str, Any]]:
        schema: Any = error.schema
        expected = schema[EXPECTS]
        facts = {"value": str(error.instance), "expected": expected, "advice": expected}
        if KNOWN in schema:
            near = nearest_version(facts["value"], schema[KNOWN])
            facts["advice"] = f"`{near}`, the nearest version that is known"
        return rule, facts

    return describe


def _empty(_: ValidationError) -> tuple[Rule, dict[str, Any]]:
    return rules.EMPTY_COLLECTION, {}


DESCRIBE: Final[dict[str, Callable[[ValidationError], tuple[Rule, dict[str, Any]]]]] = {
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
