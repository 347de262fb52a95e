"""The tables of README.md against the schema of the official language: no key without a reading, or a word about it."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
SCHEMA: Final = ROOT / "generator" / "validate" / "schemas" / "official.schema.json"
EVERYWHERE: Final = frozenset(("name", "description", "label", "display", "tags", "title"))
Row = tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]


def rows(columns: int) -> Iterator[Row]:
    """Thing, keys, and the names in the other columns."""
    for line in (HERE / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [each.strip() for each in line.strip().strip("|").split("|")]
        if len(cells) == columns and re.fullmatch(r"[a-z]\w*", cells[0]) and "`" in cells[1]:
            named = [tuple(re.findall(r"`([^`]+)`", each)) for each in cells[1:]]
            yield cells[0], named[0], tuple(named[1:])


READ: Final = tuple(rows(4))
UNREAD: Final = tuple(rows(3))


def keys_of_the_schema() -> set[tuple[str, str]]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    things = {"root": schema, **schema["$defs"]}
    return {
        (thing, key)
        for thing, entry in things.items()
        for key in entry.get("properties", {})
        if key not in EVERYWHERE and key != "$schema"
    }


def test_each_key_of_the_schema_stands_in_one_table() -> None:
    found = Counter((thing, key) for thing, keys, _ in (*READ, *UNREAD) for key in keys)
    assert set(found) == keys_of_the_schema()
    assert [each for each, count in found.items() if count > 1] == []


@pytest.mark.parametrize(("thing", "keys", "places"), READ, ids=[each[0] for each in READ])
def test_keys_are_where_the_table_says(
    thing: str, keys: tuple[str, ...], places: tuple[tuple[str, ...], ...]
) -> None:
    readings, grammars = places
    for names, folders in ((readings, ("oracle", "grammar")), (grammars, ("grammar",))):
        texts = [text for name in names for text in _texts(name, folders)]
        missing = [key for key in keys if not any(_says(text, key) for text in texts)]
        assert missing == [], (thing, names)


def _says(text: str, key: str) -> bool:
    """A text of code is the key, or YAML that has it; a word of prose is neither."""
    return text == key or re.search(rf"(?<![\w-]){re.escape(key)}['\"]?:(\s|$)", text) is not None


def _texts(name: str, folders: tuple[str, ...]) -> list[str]:
    """What the code of a module of the independent reading, or of a grammar's tests, says; docstrings do not count."""
    known = [ROOT / "tests" / each / f"{name}.py" for each in folders]
    (path,) = [each for each in known if each.exists()][:1]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    return [
        each.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in prose
    ]


def test_what_stands_for_a_reading_is_there() -> None:
    folders = {each for _, _, (others,) in UNREAD for each in others}
    assert [each for each in sorted(folders) if not (ROOT / each).is_dir()] == []


def test_no_reading_imports_the_package() -> None:
    """It is worth nothing otherwise; its tests may hold it against ours."""
    own = re.compile(r"^\s*(?:from|import)\s+(?:generator|templates|generated)\b", re.MULTILINE)
    readings = [each for each in HERE.glob("*.py") if not each.name.startswith("test_")]
    assert [each.name for each in readings if own.search(each.read_text("utf-8"))] == []
