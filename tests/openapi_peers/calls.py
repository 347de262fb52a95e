"""A call of every operation of a document, with values of each type, the same for both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from generator.openapi.model import Api, ObjectBody, Operation, WholeBody
from generator.openapi.names import operation_names

VALUES: Final[dict[str, Any]] = {
    "string": "a b/ä",
    "integer": 7,
    "number": 1.5,
    "boolean": True,
    "array": ["x", "y z"],
    "object": {"k": "v"},
}


@dataclass(frozen=True)
class Call:
    """An operation and its arguments."""

    name: str
    operation: Operation
    arguments: dict[str, Any]
    """Of our client, by the names of its parameters on the wire."""
    parameters: dict[str, Any]
    """Of the document's parameters."""
    body: Any


def calls(api: Api) -> list[Call]:
    """One for each operation; parameters whose form cannot be said are left out on both sides."""
    odd = {
        (each.pointer, each.text.split("`")[1])
        for each in api.remarks
        if "form of its own" in each.text
    }
    names = operation_names(api.operations)
    return [_call(name, each, odd) for name, each in zip(names, api.operations, strict=True)]


def _call(name: str, operation: Operation, odd: set[tuple[str, str]]) -> Call:
    token = operation.path.replace("~", "~0").replace("/", "~1")
    pointer = f"/paths/{token}/{operation.method.lower()}"
    parameters = {
        each.name: each.enum[0] if each.enum and each.type == "string" else VALUES[each.type]
        for each in operation.parameters
        if (pointer, each.name) not in odd and each.place in ("path", "query")
    }
    arguments = dict(parameters)
    body: Any = None
    match operation.body:
        case ObjectBody("json", fields):
            body = {each.name: VALUES[each.type] for each in fields}
            taken = {each.name for each in operation.parameters}
            arguments |= {
                f"{each.name}_field" if each.name in taken else each.name: VALUES[each.type]
                for each in fields
            }
        case WholeBody("json", kind):
            body = VALUES[kind]
            arguments["body"] = body
        case _:
            pass
    return Call(name, operation, arguments, parameters, body)
