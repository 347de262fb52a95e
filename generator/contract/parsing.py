"""A contract out of `CONTRACT.json`, which somebody may have edited: read as any other input."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from .document import (
    FORMAT,
    LARGEST,
    NAME,
    Client,
    Contract,
    ContractError,
    ContractTool,
    Mcp,
    Method,
    Parameter,
    Rest,
    RestBody,
    RestParameter,
    RestRoute,
    ResultType,
    Schema,
)

_T = TypeVar("_T")
_SURFACES: Final = ("client", "types", "rest", "mcp")
"""What a contract has, be it empty."""


def from_bytes(content: bytes) -> Contract:
    """The contract that a file holds.

    Raises:
        ContractError: it is no contract, or one of a later format.
    """
    if len(content) > LARGEST:
        raise ContractError("it is too large")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise ContractError("it is not JSON") from None
    if not isinstance(document, dict) or "format" not in document:
        raise ContractError("it is no contract of a generated package")
    if document["format"] != FORMAT:
        raise ContractError(
            f"it has the format {document['format']!r}, this Capwright reads {FORMAT}"
        )
    if not any(key in document for key in _SURFACES):
        # `REACH.json` has a format as well, and would be a contract without promises.
        raise ContractError(f"it is no contract: {NAME} of a package has {', '.join(_SURFACES)}")
    whole = _At(document, "")
    return Contract(
        clients=whole.each("client", _client),
        types=whole.each("types", _type),
        rest=whole.each("rest", _rest),
        mcp=whole.each("mcp", _mcp),
    )


class _At:
    """An object of the document, and its place in it (a JSON pointer)."""

    def __init__(self, value: Any, pointer: str) -> None:
        if not isinstance(value, dict):
            raise ContractError(f"{pointer or 'the whole'} is no object")
        self._value: dict[str, Any] = value
        self._pointer = pointer

    def get(self, key: str, kind: type[_T]) -> _T:
        """A value that has to be there."""
        value = self._value.get(key)
        if not isinstance(value, kind):
            raise ContractError(f"{self._pointer}/{key} is missing or of another type")
        return value

    def optional(self, key: str, kind: type[_T]) -> _T | None:
        """A value that may be missing."""
        return self.get(key, kind) if key in self._value else None

    def inside(self, key: str) -> _At:
        return _At(self.get(key, dict), f"{self._pointer}/{key}")

    def each(self, key: str, made: Callable[[_At], _T]) -> Mapping[str, _T]:
        """The values of an object, each read by `made`; none where the key is missing."""
        values = self.optional(key, dict) or {}
        return {
            name: made(_At(value, f"{self._pointer}/{key}/{name}"))
            for name, value in values.items()
        }

    def all(self, key: str, made: Callable[[_At], _T]) -> tuple[_T, ...]:
        """The objects of a list, each read by `made`."""
        return tuple(
            made(_At(value, f"{self._pointer}/{key}/{index}"))
            for index, value in enumerate(self.get(key, list))
        )

    def whole(self) -> Schema:
        return self._value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.get(key, list)
        if not all(isinstance(value, str) for value in values):
            raise ContractError(f"{self._pointer}/{key} has something else than texts")
        return tuple(values)

    def mapping(self, key: str, kind: type[_T]) -> Mapping[str, _T]:
        values = self.optional(key, dict) or {}
        if not all(isinstance(value, kind) for value in values.values()):
            raise ContractError(f"{self._pointer}/{key} has a value of another type")
        return values


def _client(at: _At) -> Client:
    return Client(
        classes=at.texts("classes"),
        base_uri=at.get("base_uri", str),
        authentication=at.get("authentication", str),
        credentials=at.texts("credentials"),
        methods=at.each("methods", _method),
    )


def _method(at: _At) -> Method:
    return Method(
        request=at.get("request", str),
        positional=at.all("positional", _parameter),
        keywords={each.name: each for each in at.all("keywords", _parameter)},
        returns=at.get("returns", str),
    )


def _parameter(at: _At) -> Parameter:
    return Parameter(at.get("name", str), at.get("type", str), at.get("required", bool))


def _type(at: _At) -> ResultType:
    takes = at.optional("required", list) is not None
    return ResultType(
        at.mapping("keys", str),
        at.optional("stands_for", str) or "",
        at.texts("required") if takes else None,
    )


def _rest(at: _At) -> Rest:
    slash = at.optional("trailing_slash", str) or "same"
    return Rest(at.get("authentication", str), at.each("routes", _route), slash)


def _route(at: _At) -> RestRoute:
    return RestRoute(
        operation=at.get("operation", str),
        parameters=at.each(
            "parameters",
            lambda each: RestParameter(each.get("required", bool), each.get("schema", dict)),
        ),
        body=_body(at.inside("body")) if at.optional("body", dict) is not None else None,
        answer=at.optional("answer", dict),
        media_type=at.optional("media_type", str) or "",
        sends=_sends(at),
    )


def _body(at: _At) -> RestBody:
    return RestBody(at.get("required", bool), at.get("media_type", str), at.get("schema", dict))


def _mcp(at: _At) -> Mcp:
    return Mcp(
        authentication=at.get("authentication", str),
        instructions=at.optional("instructions", str) or "",
        tools=at.each("tools", _tool),
        resources=at.each("resources", _At.whole),
        prompts=at.each("prompts", _At.whole),
    )


def _tool(at: _At) -> ContractTool:
    return ContractTool(
        title=at.optional("title", str) or "",
        description=at.get("description", str),
        input_schema=at.get("input_schema", dict),
        output_schema=at.optional("output_schema", dict),
        hints=at.mapping("hints", bool),
        sends=_sends(at),
    )


def _sends(at: _At) -> tuple[str, ...] | None:
    return None if at.optional("sends", list) is None else at.texts("sends")
