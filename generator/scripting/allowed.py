"""What a Python script may consist of to be copied: kinds of nodes, names, attributes.

This is for reviewers, who then know what a copy cannot hold: imports, format strings, frames, classes,
anything with an underscore at its beginning. It is no sandbox (docs/decisions/0042-copied-scripts.md).
"""

from __future__ import annotations

import ast
from typing import Final

NODES: Final = (
    *(ast.Module, ast.Expr, ast.Assign, ast.AugAssign, ast.Delete, ast.Pass),
    *(ast.If, ast.For, ast.While, ast.Break, ast.Continue),
    *(ast.FunctionDef, ast.Return, ast.Lambda, ast.arguments, ast.arg, ast.keyword, ast.Call),
    *(ast.Try, ast.ExceptHandler, ast.Raise),
    *(ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.IfExp, ast.Compare, ast.NamedExpr, ast.Starred),
    *(ast.boolop, ast.operator, ast.unaryop, ast.cmpop, ast.expr_context),
    *(ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.Slice),
    *(ast.List, ast.Tuple, ast.Dict, ast.Set),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.comprehension),
)
_NAMES: Final = """
    abs all any bool dict divmod enumerate filter float int isinstance len list map max min range
    repr reversed round set sorted str sum tuple zip
    Exception IndexError KeyError TypeError ValueError ZeroDivisionError
    """
BUILTINS: Final = frozenset(_NAMES.split())
"""The runtime gives a copy these and no others (`calls/copied.py`)."""
_METHODS: Final = """
    add append capitalize clear copy count difference discard endswith extend find get index insert
    intersection isalnum isalpha isdigit isdisjoint islower isnumeric isspace issubset issuperset
    isupper items join keys lower lstrip partition pop remove removeprefix removesuffix replace
    reverse rfind rindex rpartition rsplit rstrip setdefault sort split splitlines startswith strip
    swapcase symmetric_difference title union update upper values zfill
    """
ATTRIBUTES: Final = frozenset(_METHODS.split())
CONSTANTS: Final = (str, int, float, bool, type(None))
