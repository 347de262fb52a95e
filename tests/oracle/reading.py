"""Plain data to what a prediction needs: dialect, operations, exposed units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from . import secrets
from .consumed import operations_of
from .exposed import adapters_of, add_unit, number_doubles, units_of
from .holes import Names
from .loader import RefusedError
from .shape import mappings, named, text_of
from .things import Spec


def read(data: dict[str, Any], dialect: str | None = None) -> Spec:
    """A capability file. Raises `RefusedError` for another shape."""
    capability = data.get("capability")
    if not isinstance(capability, dict):
        raise RefusedError("no capability")
    if not capability.get("consumes") and not capability.get("exposes"):
        raise RefusedError("neither consumes nor exposes")
    spec = Spec(dialect or detect(data))
    spec.binds.update(secrets.variables(data))
    names = _names(data, spec)
    for block in mappings(capability.get("consumes")):
        spec.operations.extend(operations_of(block, names))
    for adapter, block in adapters_of(capability):
        own = replace(names, expose_namespace=adapter)
        for unit, call in units_of(adapter, block, own):
            add_unit(spec, unit, call)
    number_doubles(spec)
    return spec


def detect(data: dict[str, Any]) -> str:
    """docs/language.md, "Choices", "The dialect is explicit"."""
    if "ikanos" in data:
        return "official"
    capability = data.get("capability")
    if not isinstance(capability, dict):
        return "official"
    return "published" if any(_published_forms(capability)) else "official"


def _published_forms(capability: dict[str, Any]) -> Iterator[bool]:
    for block in mappings(capability.get("consumes")):
        for resource in named(block.get("resources")):
            for operation in named(resource.get("operations")):
                path = f"{resource.get('path') or ''}{operation.get('path') or ''}"
                yield re.search(r"(?<!\{)\{[^{}]+\}(?!\})", path) is not None
                yield isinstance(operation.get("path"), str)
                yield "tools." in str(operation.get("body"))
                for item in named(operation.get("inputParameters")):
                    yield "type" in item or "required" in item
                    yield "tools." in str(item.get("value"))
    for block in mappings(capability.get("exposes")):
        for resource in named(block.get("resources")):
            for operation in named(resource.get("operations")):
                yield isinstance(operation.get("path"), str)
        for item in _exposed_items(block):
            yield _has_reference(item.get("with"))
            for output in named(item.get("outputParameters")):
                yield is_identity(output)


def _exposed_items(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from named(block.get("tools"))
    for resource in named(block.get("resources")):
        yield resource
        yield from named(resource.get("operations"))


def _has_reference(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_reference(item) for item in value.values())
    if isinstance(value, list):
        return any(_has_reference(item) for item in value)
    return isinstance(value, str) and value.startswith(("rest.", "tools."))


def is_identity(output: dict[str, Any]) -> bool:
    """An output that leaves the document as it is (docs/language.md, "Outputs")."""
    return (
        (output.get("type") in ("object", "array") or output.get("mapping") is not None)
        and str(output.get("mapping", "$")).strip() in ("$", "$.")
        and not output.get("properties")
        and not output.get("items")
        and not output.get("values")
        and output.get("maxLength") is None
        and "value" not in output
    )


def _names(data: dict[str, Any], spec: Spec) -> Names:
    namespaces: set[str] = set()
    for bind in [*mappings(data.get("binds")), *mappings(data["capability"].get("binds"))]:
        if isinstance(bind.get("keys"), dict):
            spec.binds.update({str(k): str(v) for k, v in bind["keys"].items()})
        if namespace := text_of(bind.get("namespace")):
            namespaces.add(namespace)
    return Names(frozenset(spec.binds), frozenset(namespaces), spec.dialect == "published")
