"""Query values in other styles than the usual ones (OpenAPI 3.1, "Style Values").

Without a style a list repeats its name and an object is `name[key]=value`. Each value is encoded by itself,
so that the sign between two of them is never one of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ..errors import InvalidArgumentError
from ..values import OMIT, Json, JsonArgument, RawJson
from .encoding import Written, pair, percent_encoded
from .spelling import compact_json, plain, text


def commas(name: str, value: Json) -> Json:
    """`form` without `explode`: `ids=1,2`, `size=w,3,h,4`."""
    return _delimited(name, value, ",")


def spaces(name: str, value: Json) -> Json:
    """`spaceDelimited`: `ids=1%202`."""
    return _delimited(name, value, "%20")


def pipes(name: str, value: Json) -> Json:
    """`pipeDelimited`: `ids=1%7C2`."""
    return _delimited(name, value, "%7C")


def fields(name: str, value: Json) -> Json:
    """`form` with `explode`: the members of an object are pairs of their own, `w=3&h=4`."""
    value = plain(value)
    if not isinstance(value, Mapping):
        return value
    members = cast("Mapping[str, JsonArgument]", value).items()
    return Written(
        "&".join(pair(name, text(key, name), item) for key, item in members if item is not None)
    )


def as_json(name: str, value: Json) -> Json:
    """JSON text: `filter={"a":1}`, percent-encoded."""
    if value is OMIT or value is None or isinstance(value, str):
        return value
    content = value.content.decode() if isinstance(value, RawJson) else _json(name, value)
    return Written(pair(name, name, content))


def _json(name: str, value: Json) -> str:
    try:
        return compact_json(value)
    except (TypeError, ValueError, RecursionError):
        raise InvalidArgumentError(name, "cannot be written as JSON") from None


def _delimited(name: str, value: Json, sign: str) -> Json:
    value = plain(value)
    if not isinstance(value, (list, tuple, Mapping)):
        return value
    several = cast("Mapping[str, Json] | Sequence[Json]", value)
    parts = sign.join(percent_encoded(name, each) for each in _parts(several))
    return Written(f"{percent_encoded(name, name)}={parts}")


def _parts(value: Mapping[str, Json] | Sequence[Json]) -> Iterator[Json]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if item is not None:
                yield from (key, item)
    else:
        yield from value
