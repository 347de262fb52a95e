"""A call of every operation of a document, with values of each type, the same for both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from generator.openapi.model import (
    Api,
    ApiKey,
    ObjectBody,
    Operation,
    Parameter,
    Security,
    WholeBody,
)
from generator.openapi.names import operation_names

VALUES: Final[dict[str, Any]] = {
    "string": "a b/ä",
    "integer": 7,
    "number": 1.5,
    "boolean": True,
    "array": ["x", "y z"],
    "object": {"k": "v", "l": "w x"},
}
CREDENTIAL: Final = "a-made-up-one"
_SCALARS: Final = frozenset(("string", "integer", "number", "boolean"))
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Call:
    """An operation and its arguments."""

    name: str
    operation: Operation
    arguments: dict[str, Any]
    """Of our client, by the names of its parameters on the wire."""
    parameters: dict[str, Any]
    """Of the document's parameters, by place and name: `query.page`."""
    body: Any
    media_type: str = ""
    """Of a body that is no JSON."""


def calls(api: Api) -> list[Call]:
    """One for each operation; parameters whose form cannot be said are left out on both sides."""
    odd = {
        (each.pointer, each.text.split("`")[1])
        for each in api.remarks
        if "form of its own" in each.text or ("sent as text" in each.text and "`" in each.text)
    }
    names = operation_names(api.operations)
    return [
        _call(name, each, odd, api.schemes)
        for name, each in zip(names, api.operations, strict=True)
    ]


def _call(
    name: str,
    operation: Operation,
    odd: set[tuple[str, str]],
    schemes: Mapping[str, Security],
) -> Call:
    token = operation.path.replace("~", "~0").replace("/", "~1")
    pointer = f"/paths/{token}/{operation.method.lower()}"
    given = [
        (each, each.enum[0] if each.enum and each.type == "string" else VALUES[each.type])
        for each in operation.parameters
        if (pointer, each.name) not in odd
    ]
    if isinstance(key := schemes.get(operation.security), ApiKey):
        # Where a document has its credential as a parameter, too, the reference asks for it.
        given.append((Parameter(key.key, key.place, "string"), CREDENTIAL))
    arguments = {each.name: value for each, value in given if value != CREDENTIAL}
    parameters = {f"{each.place}.{each.name}": value for each, value in given}
    taken = {each.name for each in operation.parameters}
    match operation.body:
        case ObjectBody("json", fields):
            body: dict[str, Any] = {each.name: VALUES[each.type] for each in fields}
            return Call(name, operation, arguments | _named(body, taken), parameters, body)
        case ObjectBody("formUrlEncoded", fields):
            form = {each.name: VALUES[each.type] for each in fields if each.type in _SCALARS}
            named = arguments | _named(form, taken)
            return Call(name, operation, named, parameters, form or None, _FORM)
        case WholeBody("json", kind):
            arguments["body"] = VALUES[kind]
            return Call(name, operation, arguments, parameters, VALUES[kind])
        case _:
            return Call(name, operation, arguments, parameters, None)


def _named(fields: Mapping[str, Any], taken: set[str]) -> dict[str, Any]:
    """What our inputs of the fields are called: as they, unless a parameter is called so."""
    return {f"{key}_field" if key in taken else key: value for key, value in fields.items()}
