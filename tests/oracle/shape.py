"""Lists and mappings of a file, whichever way they are written (docs/language.md, "Choices")."""

from __future__ import annotations

from typing import Any


def mappings(value: Any) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]


def named(value: Any) -> list[dict[str, Any]]:
    """A list of items with names, or a mapping whose keys are the names (docs/language.md, "Choices")."""
    if isinstance(value, dict):
        return [
            {"name": key, **item} if isinstance(item, dict) else {"name": key}
            for key, item in value.items()
        ]
    return mappings(value)


def text_of(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def name_of(item: dict[str, Any]) -> str | None:
    return text_of(item.get("name")) or text_of(item.get("id"))
