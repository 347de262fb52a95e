"""A Python script held against what may be copied."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from ..records import dataclass
from .allowed import ATTRIBUTES, BUILTINS, CONSTANTS, NODES

_FUNCTIONS: Final = (ast.FunctionDef, ast.Lambda)
_DEEPEST: Final = 150
"""Nodes in each other: what prints and formats a copy goes down by recursion."""
_LONGEST: Final = 10_000
"""Bits of a number: more digits no Python prints without being told to (`sys.set_int_max_str_digits`)."""
_GIVEN: Final = frozenset({"context", "result"})


@dataclass(frozen=True, slots=True)
class Problem:
    """What a script has that no copy may have; line and column from 1."""

    line: int
    column: int
    what: str


def parsed(content: bytes) -> ast.Module | Problem:
    """The tree of a script, or why it is none."""
    try:
        tree = ast.parse(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Problem(1, 1, "it is no text in UTF-8")
    except SyntaxError as error:
        return Problem(error.lineno or 1, error.offset or 1, f"it is no Python ({error.msg})")
    except (ValueError, RecursionError, MemoryError):
        return Problem(1, 1, "it is no Python")
    if _depth(tree) > _DEEPEST:
        return Problem(1, 1, "its parts stand too deep in each other")
    return tree


def _depth(tree: ast.Module) -> int:
    """How many nodes stand in each other, without recursion."""
    depth, level = 0, [*ast.iter_child_nodes(tree)]
    while level and depth <= _DEEPEST:
        depth += 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return depth


def problems(tree: ast.Module, known: frozenset[str] = frozenset()) -> list[Problem]:
    """All that keeps a script from being copied; `known` are names of scripts before it."""
    own = known | bound(tree)
    found = [*_problems(tree, own), *_stray_returns(tree.body)] or [*_not_compiled(tree)]
    return sorted(found, key=lambda each: (each.line, each.column))


def _not_compiled(tree: ast.Module) -> Iterator[Problem]:
    """What is found after parsing: a `break` outside of a loop, a parameter that comes twice."""
    try:
        compile(tree, "<script>", "exec", dont_inherit=True)
    except SyntaxError as error:
        yield Problem(error.lineno or 1, error.offset or 1, f"it is no Python ({error.msg})")
    except (ValueError, RecursionError, MemoryError, OverflowError):
        yield Problem(1, 1, "it is no Python")


def bound(tree: ast.Module) -> frozenset[str]:
    """Every name that a script gives a meaning to, anywhere."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(name, ast.Store()) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                names.add(name)
            case ast.ExceptHandler(name=str(name)):
                names.add(name)
            case _:
                pass
    return frozenset(names)


def _problems(tree: ast.Module, own: frozenset[str]) -> Iterator[Problem]:
    for node in ast.walk(tree):
        what = _problem(node, own)
        if what is not None:
            line = getattr(node, "lineno", 1)
            yield Problem(line, getattr(node, "col_offset", 0) + 1, what)


def _problem(node: ast.AST, own: frozenset[str]) -> str | None:
    if not isinstance(node, NODES):
        return f"it has {_called(node)}"
    match node:
        case ast.Name(name, context):
            return _of_name(name, isinstance(context, ast.Load), own)
        case ast.Attribute(_, name, ast.Load()) if name in ATTRIBUTES:
            return None
        case ast.Attribute(_, name):
            return f"it uses the attribute `{name}`"
        case ast.FunctionDef(name=name, decorator_list=decorators):
            return "a function has a decorator" if decorators else _of_name(name, False, own)
        case ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
            return _of_name(name, False, own)
        case ast.Constant(int(value)) if value.bit_length() > _LONGEST:
            return "it has a number of too many digits"
        case ast.Constant(value) if not isinstance(value, CONSTANTS):
            return f"it has the constant `{value!r}`"
        case _:
            return None


def _of_name(name: str, read: bool, own: frozenset[str]) -> str | None:
    if name.startswith("_"):
        return f"the name `{name}` begins with an underscore"
    if read and name not in own | _GIVEN | BUILTINS:
        return f"it uses `{name}`"
    return None


def _called(node: ast.AST) -> str:
    known = {
        "Import": "an import",
        "ImportFrom": "an import",
        "ClassDef": "a class",
        "JoinedStr": "a format string",
        "Global": "a global name",
        "Nonlocal": "a name of an outer function",
        "Assert": "an assertion",
        "With": "a `with` block",
        "Await": "an `await`",
        "Yield": "a `yield`",
        "YieldFrom": "a `yield`",
        "AsyncFunctionDef": "a coroutine function",
    }
    kind = type(node).__name__
    return known.get(kind, f"a part of the kind `{kind}`")


def _stray_returns(body: list[ast.stmt]) -> Iterator[Problem]:
    """A `return` of the script itself: its answer is the variable `result`."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return):
            yield Problem(node.lineno, node.col_offset + 1, "it returns outside of a function")
        if not isinstance(node, _FUNCTIONS):
            waiting += ast.iter_child_nodes(node)
