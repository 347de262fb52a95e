"""Which of the two dialects a file is written in (docs/language.md, "Choices")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from .. import regex
from ..model import Dialect
from ..source.sources import SourceSet

_SINGLE_BRACES: Final = regex.late(r"(?<!\{)\{[^{}]+\}(?!\})")
_REFERENCE: Final = regex.late(r"(?:rest|tools)\.[^\s{}]+\Z")
_BRACED_REFERENCE: Final = regex.late(r"\{\{\s*(?:rest|tools)\.")
_IDENTITY: Final = ("$", "$.")
_DEEPEST: Final = 100


def detect_dialect(sources: SourceSet) -> Dialect:
    """The dialect of the main file.

    A file with the root key `ikanos` is official. Any other is published when it uses a form that
    only the published dialect has, and official when it uses none.
    """
    data = sources.main.data
    if not isinstance(data, dict) or "ikanos" in data:
        return Dialect.OFFICIAL
    capability = data.get("capability")
    if isinstance(capability, dict) and (_consumes(capability) or _exposes(capability)):
        return Dialect.PUBLISHED
    return Dialect.OFFICIAL


# --- the consumed side -------------------------------------------------------------------------


def _consumes(capability: dict[str, Any]) -> bool:
    for api in _items(capability.get("consumes")):
        if _stands_elsewhere(api) or _parameters(api):
            return True
        for resource in _items(api.get("resources")):
            if _single_braces(resource.get("path")) or _parameters(resource):
                return True
            if any(_operation(each) for each in _items(resource.get("operations"))):
                return True
    return False


def _stands_elsewhere(api: dict[str, Any]) -> bool:
    return "baseUri" not in api and ("ref" in api or "openapi" in api)


def _operation(operation: dict[str, Any]) -> bool:
    return (
        _has_path(operation)
        or _parameters(operation)
        or any(_BRACED_REFERENCE.search(text) for text in _texts(operation.get("body")))
    )


def _parameters(owner: dict[str, Any]) -> bool:
    return any(
        "type" in parameter
        or "required" in parameter
        or any(_BRACED_REFERENCE.search(text) for text in _texts(parameter.get("value")))
        for parameter in _items(owner.get("inputParameters"))
    )


def _has_path(operation: dict[str, Any]) -> bool:
    """Official operations have the path of their resource (docs/language.md, "Choices")."""
    return isinstance(operation.get("path"), str)


def _single_braces(path: Any) -> bool:
    return isinstance(path, str) and _SINGLE_BRACES.search(path) is not None


# --- the exposed side --------------------------------------------------------------------------


def _exposes(capability: dict[str, Any]) -> bool:
    adapters = _items(capability.get("exposes"))
    # `rest.x` is a reference of the official language where an adapter is called `rest`.
    own = {f"{adapter.get('namespace')}." for adapter in adapters}
    return any(_unit(unit, own) for adapter in adapters for unit in _units(adapter)) or any(
        _has_path(operation)
        for adapter in adapters
        for resource in _items(adapter.get("resources"))
        for operation in _items(resource.get("operations"))
    )


def _units(adapter: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from _items(adapter.get("tools"))
    for resource in _items(adapter.get("resources")):
        yield resource
        yield from _items(resource.get("operations"))


def _unit(unit: dict[str, Any], own: set[str]) -> bool:
    for text in _texts(unit.get("with")):
        if _BRACED_REFERENCE.search(text):
            return True
        if _REFERENCE.match(text) and not text.startswith(tuple(own)):
            return True
    return any(_identity(output) for output in _items(unit.get("outputParameters")))


def _identity(output: dict[str, Any]) -> bool:
    mapping = output.get("mapping")
    shape = {"object": ("properties", "values"), "array": ("items",)}.get(str(output.get("type")))
    return (
        shape is not None
        and isinstance(mapping, str)
        and mapping.strip() in _IDENTITY
        and not any(output.get(key) for key in shape)
    )


# --- plain data --------------------------------------------------------------------------------


def _items(value: Any) -> list[dict[str, Any]]:
    """The mappings of a list or of a named map."""
    if isinstance(value, dict):
        value = list(value.values())
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _texts(value: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < _DEEPEST and isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each, depth + 1)
