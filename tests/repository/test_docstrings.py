"""What public functions of the runtime say: their arguments where there are many, and what they raise."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

RUNTIME: Final = Path(__file__).parents[2] / "templates" / "runtime"
MANY: Final = 4
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_many_arguments_are_explained() -> None:
    silent = [
        f"{where}: {name}"
        for where, function, text in _public()
        for name in _arguments(function)
        if len(_arguments(function)) >= MANY
        and f"`{name}`" not in text
        and f"{name}:" not in text
        and not _refers(text)
    ]
    assert not silent


def test_what_is_raised_is_named() -> None:
    silent = [
        f"{where}: {name}"
        for where, function, text in _public()
        for name in _raised(function)
        if "aise" not in text and f"`{name}`" not in text and not _refers(text)
    ]
    assert not silent


@pytest.mark.parametrize("text", ["", "It does."])
def test_it_sees_a_function_that_says_nothing(text: str) -> None:
    source = f'def each(one, two, three, four):\n    """{text}"""\n    raise ValueError(one)\n'
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert _arguments(function) == ["one", "two", "three", "four"]
    assert list(_raised(function)) == ["ValueError"]


def _public() -> Iterator[tuple[str, _Function, str]]:
    for path in sorted(RUNTIME.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in _functions(tree):
            text = ast.get_docstring(function) or ""
            where = f"{path.relative_to(RUNTIME)}:{function.lineno} {function.name}"
            yield where, function, text


def _functions(node: ast.Module | ast.ClassDef) -> Iterator[_Function]:
    """Public ones of a module and of its public classes; an overload speaks through the function."""
    for each in node.body:
        if isinstance(each, ast.ClassDef) and not each.name.startswith("_"):
            yield from _functions(each)
        elif isinstance(each, _Function) and not each.name.startswith("_"):
            yield from () if _is_overload(each) else (each,)


def _is_overload(function: _Function) -> bool:
    return any("overload" in ast.unparse(mark) for mark in function.decorator_list)


def _arguments(function: _Function) -> list[str]:
    found = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return [each.arg for each in found if each.arg not in ("self", "cls")]


def _raised(function: _Function) -> Iterator[str]:
    """Classes of errors that the function itself raises, not those of functions inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, _Function | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = ast.unparse(node.exc.func).rpartition(".")[2]
            if name[0].isupper():
                yield name
        waiting.extend(ast.iter_child_nodes(node))


def _refers(text: str) -> bool:
    """Whether it sends the reader to a declaration that says it."""
    return any(word in text for word in ("See `", "those of `", "As `", "as `"))
