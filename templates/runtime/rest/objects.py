"""Inputs that are objects, or anything: in a query `created[gt]=5&created[lt]=9` (`deepObject` of OpenAPI).

They may be nested to any bounded depth.
"""

from __future__ import annotations

import re
from typing import Final

from ..server.incoming import QueryPairs
from ..values import Json, JsonValue
from .json_in import read_json
from .types import Type

_KEYS: Final = re.compile(r"(?:\[[^\[\]]*\])+")
_KEY: Final = re.compile(r"\[([^\[\]]*)\]")
_DEEPEST: Final = 64

_Tree = dict[str, "str | list[str] | _Tree"]


def _object(name: str, query: QueryPairs) -> Json:
    """The object that a query spells in brackets; None where it spells none. Leaves are texts."""
    tree = _tree(name, query)
    return {key: _inner(tree[key]) for key in tree} if tree else None


def _anything(name: str, query: QueryPairs) -> Json:
    """The same; what may be anything may be a list as well."""
    tree = _tree(name, query)
    return _lists(tree) if tree else None


def _tree(name: str, query: QueryPairs) -> _Tree:
    """What stands in brackets behind a name. Raises `ValueError` for brackets that are no object."""
    tree: _Tree = {}
    for key, texts in query.items():
        if not key.startswith(f"{name}["):
            continue
        keys = key[len(name) :]
        path = _KEY.findall(keys)
        if not _KEYS.fullmatch(keys) or len(path) > _DEEPEST:
            raise ValueError("must be written as name[key]=value")
        _put(tree, path, texts[0] if len(texts) == 1 and path[-1] else texts)
    return tree


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


def _read(text: str) -> Json:
    value: JsonValue
    try:
        value = read_json(text.encode())
    except ValueError:
        value = None
    if isinstance(value, dict):
        return value
    raise ValueError("must be a JSON object")


OBJECT: Final = Type("object", _read, in_brackets=_object)
ANY: Final = Type("any", in_brackets=_anything)
