"""Objects in a query: `created[gt]=5&created[lt]=9` (`deepObject` of OpenAPI), nested to any bounded depth."""

from __future__ import annotations

import re
from typing import Final

from ..server.incoming import QueryPairs
from ..values import Json, JsonValue
from .inputs import Type

_KEYS: Final = re.compile(r"(?:\[[^\[\]]*\])+")
_KEY: Final = re.compile(r"\[([^\[\]]*)\]")
_DEEPEST: Final = 64

_Tree = dict[str, "str | list[str] | _Tree"]


def may_be_object(type_: Type) -> bool:
    """Whether an input of this type may come in brackets."""
    return type_.name in ("object", "any")


def is_given(name: str, query: QueryPairs) -> bool:
    """Whether the query holds an input, under its name or in brackets."""
    start = f"{name}["
    return name in query or any(key.startswith(start) for key in query)


def from_brackets(name: str, query: QueryPairs, type_: Type) -> Json:
    """The object that a query spells in brackets; None where it spells none. Leaves are texts.

    What may be anything may be a list as well. Raises `ValueError` for brackets that are no object.
    """
    tree: _Tree = {}
    for key, texts in query.items():
        if not key.startswith(f"{name}["):
            continue
        keys = key[len(name) :]
        path = _KEY.findall(keys)
        if not _KEYS.fullmatch(keys) or len(path) > _DEEPEST:
            raise ValueError("must be written as name[key]=value")
        _put(tree, path, texts[0] if len(texts) == 1 and path[-1] else texts)
    if not tree:
        return None
    return _lists(tree) if type_.name == "any" else {key: _inner(tree[key]) for key in tree}


def _put(tree: _Tree, path: list[str], value: str | list[str]) -> None:
    for key in path[:-1]:
        inner = tree.setdefault(key, {})
        if not isinstance(inner, dict):
            raise ValueError("gives one key a value and values inside it")  # noqa: TRY004
        tree = inner
    if path[-1] in tree:
        raise ValueError("gives one key a value and values inside it")
    tree[path[-1]] = value


def _inner(value: str | list[str] | _Tree) -> Json:
    return _lists(value) if isinstance(value, dict) else value


def _lists(tree: _Tree) -> Json:
    """The tree with lists where its keys count from 0, or are empty (`a[]=1&a[]=2`)."""
    values = {key: _inner(value) for key, value in tree.items()}
    only: JsonValue = values.get("")
    if values.keys() == {""} and isinstance(only, list):
        return only
    if all(key == str(index) for index, key in enumerate(values)):
        return list(values.values())
    return values
