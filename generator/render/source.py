"""Expressions and texts as Python source, in the shape that Black gives them.

This is the only place where a value becomes code: constants by `repr`, texts of a docstring by
`docstring`. What is printed here is already formatted, so that Black has little left to do.
"""

from __future__ import annotations

import ast
import math
import textwrap
from collections.abc import Sequence
from typing import Final

from ..lower.python import (
    AwaitOf,
    CallOf,
    DictOf,
    LambdaOf,
    ListOf,
    Literal,
    LogicOf,
    Name,
    NotOf,
    OrOf,
    Python,
    StarOf,
    SumOf,
    TupleOf,
)

WIDTH: Final = 100
IMPORT_WIDTH: Final = 88
"""Split as import sorters do by default, so that no team's linter wants them otherwise."""
STEP: Final = 4


def constant(value: str | float | bool | None) -> str:
    """A literal as Black has it: text in double quotes unless that takes more escapes."""
    if isinstance(value, float):
        return _float(value)
    shown = repr(value)
    if isinstance(value, str) and shown[0] == "'" and value.count('"') <= value.count("'"):
        # Where `repr` takes single quotes and there are any in it, each has a backslash of its own.
        inside = shown[1:-1].replace("\\'", "'").replace('"', '\\"')
        return f'"{inside}"'
    return shown


def statements(script: str) -> str:
    """The statements of a copied script, one step in: printed anew from a tree that was looked at.

    The one exception to the rule that no text of a spec becomes code, where the user asks for it
    (docs/decisions/0042-copied-scripts.md). Texts with line ends keep them: `ast` prints them with escapes.
    """
    body = ast.unparse(ast.parse(script)) or "pass"
    return textwrap.indent(body, " " * STEP)


def _float(value: float) -> str:
    if math.isnan(value):
        return 'float("nan")'
    return f'float("{value}")' if math.isinf(value) else repr(value).replace("e+", "e")


def source(value: Python, indent: int = 0, used: int = 0) -> str:
    """An expression that begins `used` columns after an indentation; split where it is too long.

    Continuation lines are indented from `indent` (in columns).
    """
    flat = in_a_line(value)
    if indent + used + len(flat) <= WIDTH:
        return flat
    return _split(value, indent, used)


def statement(value: Python, indent: int, used: int) -> str:
    """What a `return` or an assignment gives; `or` is split only here, in parentheses of its own."""
    if not isinstance(value, OrOf) or not isinstance(value.second, Name):
        return source(value, indent, used)
    flat = in_a_line(value)
    if indent + used + len(flat) <= WIDTH:
        return flat
    inner = " " * (indent + STEP)
    if len(inner) + len(flat) <= WIDTH:
        return f"(\n{inner}{flat}\n{' ' * indent})"
    first = source(value.first, indent + STEP)
    return f"(\n{inner}{first}\n{inner}or {in_a_line(value.second)}\n{' ' * indent})"


def wrapped(function: str, argument: str, indent: int, used: int) -> str:
    """`function(name)` that begins `used` columns after an indentation; split where it is too long."""
    return source(CallOf(Name(function), (Name(argument),)), indent, used)


def in_a_line(value: Python) -> str:
    """An expression that is not split, however long."""
    match value:
        case Literal(plain):
            return constant(plain)
        case Name(dotted):
            return dotted
        case AwaitOf(inner):
            return f"await {in_a_line(inner)}"
        case StarOf(inner):
            return f"*{in_a_line(inner)}"
        case NotOf(inner):
            return f"not {_grouped(inner)}"
        case LogicOf(word, parts):
            return f" {word} ".join(_grouped(part) for part in parts)
        case LambdaOf(parameters, inner):
            return f"lambda {', '.join(parameters)}: {in_a_line(inner)}"
        case OrOf(first, second):
            return f"{in_a_line(first)} or {in_a_line(second)}"
        case SumOf(parts):
            return " + ".join(in_a_line(part) for part in parts)
        case CallOf(function, arguments, keywords):
            inside = [in_a_line(each) for each in arguments]
            inside += [f"{key}={in_a_line(each)}" for key, each in keywords]
            return f"{function.dotted}({', '.join(inside)})"
        case TupleOf((single,)):
            return f"({in_a_line(single)},)"
        case TupleOf(items):
            return f"({', '.join(in_a_line(item) for item in items)})"
        case ListOf(items):
            return f"[{', '.join(in_a_line(item) for item in items)}]"
        case DictOf(entries):
            return (
                "{"
                + ", ".join(f"{constant(key)}: {in_a_line(item)}" for key, item in entries)
                + "}"
            )


def _grouped(value: Python) -> str:
    """A condition inside another one."""
    return f"({in_a_line(value)})" if isinstance(value, LogicOf) else in_a_line(value)


def _split(value: Python, indent: int, used: int) -> str:
    inner = indent + STEP
    match value:
        case AwaitOf(awaited):
            return "await " + _split(awaited, indent, used + 6)
        case StarOf(unpacked):
            return "*" + _split(unpacked, indent, used + 1)
        case CallOf(function, arguments, keywords) if arguments or keywords:
            lines = [source(each, inner, 1) for each in arguments]
            lines += [_keyword(key, each, inner) for key, each in keywords]
            plain = all(isinstance(each, Literal | Name) for _, each in keywords)
            return _block(f"{function.dotted}(", lines, ")", indent, may_share=plain)
        case TupleOf(items) if items:
            return _block("(", [source(item, inner, 1) for item in items], ")", indent)
        case ListOf(items) if items:
            return _block("[", [source(item, inner, 1) for item in items], "]", indent)
        case SumOf((first, *others)):
            lines = [
                source(first, indent, used),
                *(f"+ {source(each, indent, 2)}" for each in others),
            ]
            return f"\n{' ' * indent}".join(lines)
        case DictOf(entries) if entries:
            lines = [f"{constant(key)}: {_entry(key, item, inner)}" for key, item in entries]
            return _block("{", lines, "}", indent)
        case LambdaOf(parameters, inner_value):
            opening = f"lambda {', '.join(parameters)}: "
            return opening + _split(inner_value, indent, used + len(opening))
        case _:
            return in_a_line(value)


def _keyword(key: str, value: Python, indent: int) -> str:
    if isinstance(value, Literal) and isinstance(value.value, str):
        return f"{key}={_long_text(value.value, indent, len(key) + 2)}"
    return f"{key}={source(value, indent, len(key) + 2)}"


def _entry(key: str, value: Python, indent: int) -> str:
    used = len(constant(key)) + 3
    if isinstance(value, Literal) and isinstance(value.value, str):
        return _long_text(value.value, indent, used)
    return source(value, indent, used)


def _long_text(text: str, indent: int, used: int) -> str:
    """A text; one that is too long for its line stands in pieces between parentheses."""
    shown = constant(text)
    if indent + used + len(shown) <= WIDTH:
        return shown
    pieces = textwrap.wrap(
        text,
        WIDTH - indent - STEP - 2,
        drop_whitespace=False,
        replace_whitespace=False,
        expand_tabs=False,
        break_on_hyphens=False,
        break_long_words=False,
    )
    if len(pieces) < 2 or "".join(pieces) != text:
        return shown
    inner = " " * (indent + STEP)
    lines = "".join(f"{inner}{constant(piece)}\n" for piece in pieces)
    return f"(\n{lines}{' ' * indent})"


def _block(
    opening: str, lines: list[str], closing: str, indent: int, *, may_share: bool = False
) -> str:
    """Items between brackets: a few short ones share a line, else one a line."""
    inner = " " * (indent + STEP)
    shared = ", ".join(lines)
    if may_share and len(lines) <= 5 and "\n" not in shared and len(inner + shared) <= WIDTH:
        return f"{opening}\n{inner}{shared}\n{' ' * indent}{closing}"
    return opening + "\n" + "".join(f"{inner}{line},\n" for line in lines) + " " * indent + closing


def import_line(module: str, names: Sequence[str], indent: int = 0) -> str:
    """`from module import a, b`, one name a line where it is too long for one."""
    flat = f"from {module} import {', '.join(names)}"
    if indent + len(flat) <= IMPORT_WIDTH:
        return flat
    return _block(f"from {module} import (", list(names), ")", indent)


# --- signatures ----------------------------------------------------------------------------------


# --- docstrings and comments ---------------------------------------------------------------------


def docstring(text: str, indent: int = 0) -> str:
    """A text as a docstring: wrapped, escaped, in Black's shape.

    Paragraphs (between blank lines) are wrapped; a paragraph that is indented keeps its lines.
    """
    lines = _paragraphs(_printable(text), WIDTH - indent)
    # What all lines after the first are indented by says nothing, and Black takes it away.
    body = "\n".join((*lines[:1], *textwrap.dedent("\n".join(lines[1:])).split("\n"))).rstrip()
    body = body or "Undocumented."
    escaped = body.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if escaped.startswith('"'):
        escaped = f" {escaped}"
    split = escaped.split("\n")
    closing = f"{escaped} " if escaped.endswith('"') else escaped
    if len(split) == 1 and indent + len(closing) + 6 <= WIDTH:
        return f'"""{closing}"""'
    margin = " " * indent
    rest = "".join(f"{margin}{line}\n" if line else "\n" for line in split[1:])
    return f'"""{split[0]}\n{rest}{margin}"""'


def _paragraphs(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        if lines:
            lines.append("")
        if paragraph.startswith((" ", "- ")) or "\n    " in paragraph:
            lines += [line.rstrip() for line in paragraph.split("\n")]
        else:
            room = width - (7 if not lines else 0)
            lines += textwrap.wrap(
                " ".join(paragraph.split()), room, break_long_words=False, break_on_hyphens=False
            ) or [""]
    return lines


def _printable(text: str) -> str:
    """Without characters that an editor shows wrongly: controls and direction marks."""
    return "".join(
        character if character.isprintable() or character == "\n" else " "
        for character in text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    )


def one_line(text: str) -> str:
    """A text for a comment: one line, nothing that could end it."""
    return " ".join(_printable(text).split())
