"""The fields of the runtime's settings, read from its own text: names, defaults, and what they are for."""

from __future__ import annotations

import ast
import functools
import math
from collections.abc import Iterator
from typing import Final

from ..records import dataclass
from ..runtime.graph import runtime_modules


@dataclass(frozen=True, slots=True)
class SettingsField:
    """One field, as people set it."""

    name: str
    purpose: str
    default: str


_SETTINGS: Final = (
    "server/settings.py",
    "rest/settings.py",
    "mcp/settings.py",
    "skill/settings.py",
)
"""What stands in the later ones is derived from what stands in the first."""


@functools.cache
def settings_fields() -> dict[str, tuple[SettingsField, ...]]:
    """The fields of the runtime's settings, with the docstrings that stand below them."""
    found: dict[str, dict[str, SettingsField]] = {}
    for path in _SETTINGS:
        for node in ast.parse(runtime_modules()[path]).body:
            if isinstance(node, ast.ClassDef):
                bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
                inherited = {
                    name: field for base in bases for name, field in found.get(base, {}).items()
                }
                found[node.name] = inherited | {field.name: field for field in _fields_of(node)}
    return {name: tuple(fields.values()) for name, fields in found.items()}


def _fields_of(class_: ast.ClassDef) -> Iterator[SettingsField]:
    for node, after in zip(class_.body, class_.body[1:], strict=False):
        match node, after:
            case (
                ast.AnnAssign(target=ast.Name(name), value=ast.expr() as value),
                ast.Expr(ast.Constant(str(purpose))),
            ):
                yield SettingsField(name, " ".join(purpose.split()), _default(value))


def _default(value: ast.expr) -> str:
    """As one would write it in the environment: `true`, `10485760`, nothing for an empty list."""
    match value:
        case ast.Constant(bool(flag)):
            return str(flag).lower()
        case ast.Constant(float(seconds)):
            return f"{seconds:g}"
        case ast.Constant(constant):
            return str(constant)
        case ast.BinOp():
            return str(math.prod(ast.literal_eval(each) for each in _factors(value)))
        case _:
            return ""


def _factors(value: ast.expr) -> Iterator[ast.expr]:
    match value:
        case ast.BinOp(left, ast.Mult(), right):
            yield from _factors(left)
            yield from _factors(right)
        case _:
            yield value
