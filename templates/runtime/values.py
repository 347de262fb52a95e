"""The values that pass through the package: JSON, text-like scalars, and the absence of a value."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Json: TypeAlias = Any
"""A decoded JSON document: dict, list, str, int, float, bool or None."""

JsonValue: TypeAlias = dict[str, Any] | list[Any] | str | int | float | None
"""The same by its kinds, for code that asks which of them it has; `bool` is an `int`."""

JsonArray: TypeAlias = list[Any] | tuple[Any, ...]
"""A JSON array, as an argument."""

JsonObject: TypeAlias = Mapping[str, Any]
"""A JSON object, as an argument."""

JsonArgument: TypeAlias = JsonValue | JsonObject | JsonArray
"""A JSON document as an argument, by its kinds."""


class Omit(enum.Enum):
    """The type of `OMIT`: an argument that was left out, which is not the same as `None`."""

    OMIT = "OMIT"

    def __repr__(self) -> str:
        return "OMIT"

    def __bool__(self) -> bool:
        return False


OMIT: Final = Omit.OMIT
"""Leave this argument out of the request; `None` would send a JSON null."""


class RawJson:
    """Bytes that are known to be one JSON document and are sent as they are."""

    __slots__ = ("content", "content_type")

    def __init__(self, content: bytes, content_type: str | None = "application/json") -> None:
        self.content = content
        self.content_type = content_type
