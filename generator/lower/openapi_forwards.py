"""Requests that are handed on as they are, in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from .. import regex
from ..plan import ForwardPlan

METHODS: Final = ("get", "head", "post", "put", "patch", "delete", "options")
"""What is handed on (`rest/forwarding.py` of the runtime)."""
_WITH_BODY: Final = frozenset(("post", "put", "patch", "delete"))
_VARIABLE: Final = regex.late(r"\{([^{}]*)\}")
_REST: Final = (
    "What follows, below the base URI of the API. It may have slashes, which stay as they are; no segment is `.` or `..`."
)


def handed_on(
    forward: ForwardPlan,
    method: str,
    path: str,
    taken: set[str],
    responses: Callable[[bool, None], Mapping[str, Any]],
) -> dict[str, Any]:
    """An operation that goes on to an API: what the caller sends, and what the API answers.

    Args:
        forward: what is handed on.
        method: in small letters.
        path: as the document spells it.
        taken: identifiers of operations; the new one is added.
        responses: makes the responses of an operation, with a body or without.
    """
    operation: dict[str, Any] = {
        "operationId": _free(f"{forward.declaration.name}-{method}", taken),
        "summary": f"Handed on to {forward.api}",
        "description": "The query and the body go on as they are, and the answer comes back as it is.",
    }
    found = [_parameter(name, forward) for name in _VARIABLE.findall(path)]
    found += [
        {"name": name, "in": "header", "schema": {"type": "string"}}
        for name in forward.trusted
        if name not in _RESERVED
    ]
    if found:
        operation["parameters"] = found
    if method in _WITH_BODY:
        operation["requestBody"] = {"content": {"*/*": {"schema": {}}}}
    operation["responses"] = responses(method != "head", None)
    return operation


_RESERVED: Final = frozenset(("accept", "content-type", "authorization"))
"""Headers that no parameter may be called (OpenAPI 3.1, 4.8.12)."""


def _parameter(name: str, forward: ForwardPlan) -> dict[str, Any]:
    said: dict[str, Any] = {"name": name, "in": "path", "required": True}
    if name == "path" and forward.takes_rest:
        said["description"] = _REST
    return {**said, "schema": {"type": "string"}}


def _free(name: str, taken: set[str]) -> str:
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found)
    return found
