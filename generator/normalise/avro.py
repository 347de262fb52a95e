"""Whether a schema of Avro can be one (Avro 1.12, "Schema Declaration"); the library that reads by it is the package's."""

from __future__ import annotations

from typing import Any, Final

_PRIMITIVE: Final = frozenset(
    ("null", "boolean", "int", "long", "float", "double", "bytes", "string")
)
_DEEPEST: Final = 64


def problem(schema: Any) -> str | None:
    """What is wrong with a schema, as a clause of a sentence; None for a good one."""
    return _problem(schema, "", set(), 0)


def _problem(schema: Any, space: str, names: set[str], depth: int) -> str | None:
    if depth > _DEEPEST:
        return "is nested too deeply"
    match schema:
        case str():
            known = schema in _PRIMITIVE or _full(schema, space) in names or schema in names
            return None if known else f"names the type `{schema:.80}`, which is none of Avro"
        case list():
            return _first(schema, space, names, depth)
        case {"type": "record" | "error" | "enum" | "fixed"}:
            return _named(schema, space, names, depth)
        case {"type": ("array" | "map") as kind}:
            key = "items" if kind == "array" else "values"
            if key not in schema:
                return f"has a type `{kind}` without `{key}`"
            return _problem(schema[key], space, names, depth + 1)
        case {"type": inner}:
            return _problem(inner, space, names, depth + 1)
        case _:
            return "has a part without a `type`"


def _first(schemas: list[Any], space: str, names: set[str], depth: int) -> str | None:
    found = (_problem(each, space, names, depth + 1) for each in schemas)
    return next((each for each in found if each is not None), None)


def _named(schema: dict[str, Any], space: str, names: set[str], depth: int) -> str | None:
    kind, name = schema["type"], schema.get("name")
    if not isinstance(name, str) or not name:
        return f"has a type `{kind}` without a name"
    space = name.rpartition(".")[0] or str(schema.get("namespace", space))
    names.add(_full(name, space))
    needed = {"enum": ("symbols", list), "fixed": ("size", int)}.get(kind, ("fields", list))
    if not isinstance(schema.get(needed[0]), needed[1]):
        return f"has the {kind} `{name:.80}` without `{needed[0]}`"
    if kind not in ("record", "error"):
        return None
    for field in schema["fields"]:
        if not isinstance(field, dict) or "name" not in field or "type" not in field:
            return f"has a field of `{name:.80}` without a name or a type"
    return _first([field["type"] for field in schema["fields"]], space, names, depth)


def _full(name: str, space: str) -> str:
    return f"{space}.{name}" if space and "." not in name else name
