"""Text to typed values, and the check of values that have a type already (JSON Schema, 2020-12)."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any, Final, NoReturn

from ..values import Json, JsonValue
from .inputs import Type

Reader = Callable[[str], Any]
"""Text to a value. Raises `ValueError` whose text says what the value must be."""

Check = Callable[[Json], None]
"""Raises `ValueError` whose text says what the value must be."""

_INTEGER: Final = re.compile(r"-?[0-9]+", re.ASCII)
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)
_LONGEST_NUMBER: Final = 1000
_PYTHON_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


# Numbers are kept as text: what is only looked at needs no arithmetic, and has no longest number.
_LOOKING = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse_constant)
_READING = json.JSONDecoder(parse_constant=_refuse_constant)


def looked_at_json(content: bytes) -> Json:
    """The document with its numbers as text; for checking that it is JSON, and of which type.

    Raises `ValueError`.
    """
    return _decode(_LOOKING, content)


def read_json(content: bytes) -> Json:
    """A JSON document (RFC 8259, in UTF-8 without a byte order mark). Raises `ValueError`."""
    return _decode(_READING, content)


def _decode(decoder: json.JSONDecoder, content: bytes) -> Json:
    try:
        return decoder.decode(content.decode())
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER or not _INTEGER.fullmatch(text):
        raise ValueError("must be an integer")
    return int(text)


def _number(text: str) -> int | float:
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        raise ValueError("must be a number")
    value: int | float = json.loads(text)
    if math.isinf(value):
        raise ValueError("must be a number of ordinary size")
    return value


_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


def _boolean(text: str) -> bool:
    """Also as Python and forms write it: `True`, `1`."""
    value = _BOOLEANS.get(text.lower())
    if value is None:
        raise ValueError("must be true or false")
    return value


def _object(text: str) -> Json:
    value: JsonValue
    try:
        value = read_json(text.encode())
    except ValueError:
        value = None
    if isinstance(value, dict):
        return value
    raise ValueError("must be a JSON object")


def _string(text: str) -> str:
    return text


_READERS: Final[dict[str, Reader]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "object": _object,
}


def reader(type_: Type) -> Reader | None:
    """How text becomes a value of a scalar type; None where any text will do as it is."""
    read = _READERS.get(type_.name, _string)
    limit = _limits(type_)
    if limit is None:
        return None if read is _string else read

    def limited(text: str) -> Any:
        value = read(text)
        limit(value)
        return value

    return limited


def check(type_: Type) -> Check:
    """How a decoded JSON value of this type is checked."""
    limit = _limits(type_)
    name = type_.name

    def checked(value: Json) -> None:
        _check_type(name, value)
        if limit is not None:
            limit(value)

    return checked


def _check_type(name: str, value: Json) -> None:
    if name == "any":
        return
    if name == "integer":
        good = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    else:
        good = isinstance(value, _PYTHON_TYPES.get(name, (object,)))
    if not good or (isinstance(value, bool) and name != "boolean"):
        article = "an" if name[0] in "aio" else "a"
        raise ValueError(f"must be {article} {name}")


def _limits(type_: Type) -> Check | None:
    if type_.enum is None and type_.pattern is None:
        return None
    allowed = type_.enum
    pattern = type_.pattern
    if pattern is not None:
        pattern.prepare()

    def limited(value: Json) -> None:
        if allowed is not None and not any(_same(value, each) for each in allowed):
            raise ValueError("must be one of " + ", ".join(json.dumps(each) for each in allowed))
        if pattern is not None and isinstance(value, str) and not pattern.is_found_in(value):
            raise ValueError("does not match the pattern " + json.dumps(pattern.text))

    return limited


def _same(left: Json, right: Json) -> bool:
    # JSON knows booleans and numbers apart; Python does not (True == 1).
    return bool(left == right) and isinstance(left, bool) == isinstance(right, bool)
