"""Expressions of a plan as people read them: `{name}` is an input, `$NAME` the environment."""

from __future__ import annotations

import json
from collections.abc import Iterable

from .. import plan as p


def expression_text(expression: p.Expression) -> str:
    """One expression, in a line."""
    match expression:
        case p.ObjectOf(entries):
            inside = ", ".join(
                f"{json.dumps(name, ensure_ascii=False)}: {_inside(value)}"
                for name, value in entries
            )
            return "{" + inside + "}"
        case p.ArrayOf(items):
            return "[" + ", ".join(map(_inside, items)) + "]"
        case p.Joined(parts):
            return atoms_text(parts)
        case _:
            return _atom(expression)


def path_text(path: Iterable[p.PathSegment]) -> str:
    """A path for people: `/orders/{id}`."""
    return "".join(segment.slash + atoms_text(segment.parts) for segment in path) or "/"


def atoms_text(parts: Iterable[p.Atom]) -> str:
    """Text made of several parts."""
    return "".join(map(_atom, parts))


def pairs_text(pairs: Iterable[p.Pair]) -> str:
    """Query pairs, headers or cookies."""
    return ", ".join(
        pair.name if pair.value is None else f"{pair.name}={expression_text(pair.value)}"
        for pair in pairs
    )


def _inside(expression: p.Expression) -> str:
    """Inside JSON a constant is written as JSON, so that `"1"` and `1` can be told apart."""
    if isinstance(expression, p.Fixed):
        return json.dumps(expression.value, ensure_ascii=False)
    return expression_text(expression)


def _atom(atom: p.Atom) -> str:
    match atom:
        case p.Fixed(value):
            return value if isinstance(value, str) else json.dumps(value)
        case p.FromName(name, path):
            return "{" + ".".join((name, *path)) + "}"
        case p.FromEnvironment(variable):
            return f"${variable}"
        case p.FromStep(step, path):
            return "{" + ".".join((step, *path)) + "}"
        case p.SectionOf(value, is_inverted, parts=parts):
            name = _atom(value).strip("{}")
            return f"{{{'^' if is_inverted else '#'}{name}}}{atoms_text(parts)}{{/{name}}}"
        case p.InQuotes(value):
            return _atom(value)
        case p.FromItem(_, path):
            return "{" + (".".join(path) or ".") + "}"
        case p.FromCredential(name):
            return "{credential " + name + "}"
