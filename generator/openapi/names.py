"""Names of operations and tools: the same for the same document, and short enough for every client."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from .. import regex
from .model import Operation

LONGEST: Final = 45
"""Characters: with the name of a server before it a client may allow 64 (CAP503 asks for as many)."""
_WORD: Final = regex.late(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def kebab(text: str) -> str:
    """Words in small letters with hyphens between: `repos/getContent` is `repos-get-content`."""
    return "-".join(word.lower() for word in _WORD.findall(text))


def namespace_of(title: str) -> str:
    """A short name of the API."""
    words = [
        word
        for word in kebab(title).split("-")
        if word not in ("api", "the", "rest", "v", "openapi")
    ]
    return "-".join(words[:3]) or "api"


def operation_names(operations: tuple[Operation, ...]) -> list[str]:
    """One name for each: from `operationId`, else from method and path; a double one gets a mark of its own.

    A name does not depend on the operations beside it, unless they have the same one.
    """
    wanted = [_name(each) for each in operations]
    doubles = (
        {name for name in wanted if wanted.count(name) > 1}
        if len(set(wanted)) < len(wanted)
        else set()
    )
    return [
        _cut(name, each, marked=name in doubles)
        for name, each in zip(wanted, operations, strict=True)
    ]


def _name(operation: Operation) -> str:
    found = kebab(operation.identifier)
    if found:
        return found
    words = re.sub(r"\{([^{}]*)\}", r" by \1 ", operation.path)
    return kebab(f"{operation.method.lower()} {words}") or operation.method.lower()


def _cut(name: str, operation: Operation, *, marked: bool) -> str:
    if len(name) <= LONGEST and not marked:
        return name
    mark = hashlib.sha256(f"{operation.method} {operation.path}".encode()).hexdigest()[:6]
    kept: list[str] = []
    for word in name.split("-"):
        if len("-".join((*kept, word, mark))) > LONGEST:
            break
        kept.append(word)
    return "-".join((*kept, mark)) if kept else f"{name[: LONGEST - 7]}-{mark}"
