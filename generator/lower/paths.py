"""JSONPaths as the runtime walks them: steps, and the tests of filters as functions."""

from __future__ import annotations

import json
from typing import Final

from ..model.path_steps import (
    DEEP,
    EVERY,
    AllOf,
    AnyOf,
    Compare,
    Exists,
    Filter,
    Function,
    Inner,
    Not,
    Operand,
    Pattern,
    Slice,
    Step,
    Steps,
    Test,
    Union,
    Value,
)
from ..naming import Identifier
from .patterns import pattern_of
from .python import (
    CallOf,
    LambdaOf,
    Literal,
    LogicOf,
    Name,
    NotOf,
    Python,
    TupleOf,
    literal,
)

_ELEMENT: Final = Identifier("each")
_ROOT: Final = Identifier("root")
_FUNCTIONS: Final = {
    "length": "length",
    "size": "length",
    "keys": "keys",
    "min": "smallest",
    "max": "largest",
    "sum": "total",
    "avg": "mean",
    "stddev": "deviation",
}
_TESTS: Final = {
    "==": "equal",
    "===": "same",
    "<": "less",
    "<=": "at_most",
    "=~": "matches",
    "in": "within",
    "contains": "contains",
    "size": "has_size",
    "empty": "is_empty",
    "subsetof": "is_subset",
    "anyof": "shares",
}
_OPPOSITES: Final = {"!=": "==", "!==": "===", "nin": "in", "noneof": "anyof"}
_TURNED: Final = {">": "<", ">=": "<="}
NAMES: Final = frozenset(
    (
        *("EACH", "DEEP", "Where", "Apply", "tests", "Pattern"),
        *(_ELEMENT, _ROOT),
    )
)
"""What a path may name; the functions stand in `tests`."""


def lowered_steps(steps: Steps) -> Python:
    """`("items", EACH, "name")`."""
    return TupleOf(tuple(_step(step) for step in steps))


def _step(step: Step) -> Python:
    match step:
        case Slice(start, stop):
            return CallOf(Name("slice"), (Literal(start), Literal(stop)))
        case Union(members):
            return TupleOf(tuple(Literal(member) for member in members))
        case Filter(test):
            return CallOf(Name("Where"), (LambdaOf((_ELEMENT, _ROOT), _test(test)),))
        case Function():
            return _function(step)
        case _ if step is EVERY or step is DEEP:
            return Name("EACH" if step is EVERY else "DEEP")
        case str() | int():
            return Literal(step)
    raise AssertionError(step)


def _function(step: Function) -> Python:
    arguments = tuple(Literal(each) for each in step.arguments)
    match step.name:
        case "concat":
            function: Python = CallOf(Name("tests.joined"), arguments)
        case "append":
            function = CallOf(Name("tests.extended"), arguments)
        case "first" | "last" | "index":
            at = {"first": Literal(0), "last": Literal(-1)}.get(step.name)
            function = CallOf(Name("tests.element"), arguments if at is None else (at,))
        case name:
            function = Name(f"tests.{_FUNCTIONS[name]}")
    over = ((Identifier("over"), lowered_steps(step.over)),) if step.over else ()
    return CallOf(Name("Apply"), (function,), over)


def _test(test: Test) -> Python:
    match test:
        case Exists(path):
            return CallOf(Name("tests.exists"), _place(path))
        case Not(inner):
            return NotOf(_test(inner))
        case AllOf(tests):
            return LogicOf("and", tuple(_test(each) for each in tests))
        case AnyOf(tests):
            return LogicOf("or", tuple(_test(each) for each in tests))
        case Compare(operator, left, right):
            return _compared(operator, left, right)


def _compared(operator: str, left: Operand, right: Operand) -> Python:
    if operator in _OPPOSITES:
        return NotOf(_compared(_OPPOSITES[operator], left, right))
    if operator in _TURNED:
        return _compared(_TURNED[operator], right, left)
    if operator == "=~" and isinstance(left, Pattern):
        left, right = right, left
    return CallOf(Name(f"tests.{_TESTS[operator]}"), (_operand(left), _operand(right)))


def _operand(operand: Operand) -> Python:
    match operand:
        case Inner():
            return CallOf(Name("tests.node"), _place(operand))
        case Value(text):
            return literal(json.loads(text))
        case Pattern(text, linear):
            return pattern_of(text, linear)


def _place(path: Inner) -> tuple[Python, ...]:
    begin = Name(_ROOT if path.from_root else _ELEMENT)
    return (lowered_steps(path.steps), begin, Name(_ROOT))
