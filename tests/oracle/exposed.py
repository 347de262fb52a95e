"""The exposed side: units, and the operation that each calls (4.3, 4.11, 4.12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .consumed import joined, split_query
from .holes import Names, Text, parse_data, parse_path, with_leaf
from .shape import mappings, name_of, named, text_of
from .things import Operation, Parameter, Spec, Unit


def adapters_of(capability: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    seen: dict[str, int] = {}
    for block in mappings(capability.get("exposes")):
        if block.get("type") not in ("rest", "mcp", "api"):
            continue
        namespace = text_of(block.get("namespace")) or str(block["type"])
        seen[namespace] = seen.get(namespace, 0) + 1
        count = seen[namespace]
        yield (namespace if count == 1 else f"{namespace}-{count}"), block


def units_of(
    adapter: str, block: dict[str, Any], names: Names
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each unit as far as it stands on the exposed side, and the item that it was written as."""
    shared = named(block.get("inputParameters"))
    largest = text_of(block.get("maxBinarySize"))
    if block.get("type") == "mcp":
        for item in named(block.get("tools")):
            yield (
                half_of(
                    adapter, item, None, "", [*named(item.get("inputParameters"))], names, largest
                ),
                item,
            )
        return
    for resource in named(block.get("resources")):
        for item in named(resource.get("operations")):
            written = joined(text_of(resource.get("path")) or "", text_of(item.get("path")) or "")
            declared = [
                *shared,
                *named(resource.get("inputParameters")),
                *named(item.get("inputParameters")),
            ]
            method = str(item.get("method") or "GET").upper()
            yield half_of(adapter, item, method, written or "/", declared, names, largest), item


def half_of(
    adapter: str,
    item: dict[str, Any],
    method: str | None,
    written: str,
    declared: list[dict[str, Any]],
    names: Names,
    largest: str | None,
) -> dict[str, Any]:
    call = item.get("call")
    inner = call.get("with") if isinstance(call, dict) else None
    arguments = item.get("with")
    if isinstance(arguments, dict) or isinstance(inner, dict):
        merged = {**(arguments or {}), **(inner or {})}
        templates = {str(k): parse_data(v, with_leaf(names)) for k, v in merged.items()} or None
    else:
        templates = None
    path, conditions = split_exposed(written)
    parameters: dict[str, Parameter] = {}
    for entry in declared:
        name = text_of(entry.get("name"))
        if name is None:
            continue
        value = entry.get("value", entry.get("const"))
        parameters[name] = Parameter(
            name,
            text_of(entry.get("in")) or mapped_place(entry.get("mapping")),
            text_of(entry.get("type")),
            entry["required"] if isinstance(entry.get("required"), bool) else None,
            value,
        )
    return {
        "adapter": adapter,
        "name": name_of(item) or "",
        "method": method,
        "route": parse_path(path, names),
        "conditions": tuple(conditions),
        "declared": tuple(parameters.values()),
        "arguments": templates,
        "outputs": tuple(named(item.get("outputParameters"))),
        "binary_type": binary_type(item),
        "largest": largest,
    }


def binary_type(item: dict[str, Any]) -> str | None:
    """The first of `responses` that is binary, or that of `responseBinary` (2.13)."""
    responses = item.get("responses")
    for response in responses.values() if isinstance(responses, dict) else ():
        for media, said in (response.get("content") or {}).items():
            if said and said.get("binary") is True:
                return str(media)
    single = item.get("responseBinary")
    return text_of(single.get("mediaType")) if isinstance(single, dict) else None


def mapped_place(mapping: Any) -> str | None:
    """What `mapping: $.body.name` on an input says of its place."""
    found = re.fullmatch(r"\$\.(path|query|body|header)\..+", str(mapping))
    return found.group(1) if found else None


def split_exposed(written: str) -> tuple[str, list[tuple[str, str | None]]]:
    """An exposed path and its query conditions; `#` is matched as `%23`."""
    path, pairs = split_query(written.replace("#", "%23"))
    return path or "/", pairs


def add_unit(spec: Spec, half: dict[str, Any], item: dict[str, Any]) -> None:
    call = item.get("call")
    target = call.get("operation") if isinstance(call, dict) else call
    complex_keys = ("ref", "steps", "forward")
    if not isinstance(target, str) or any(key in item for key in complex_keys):
        spec.unresolved.append(f"{half['adapter']}.{half['name']}")
        return
    operation = find_operation(spec, target, half)
    if operation is None:
        spec.unresolved.append(f"{half['adapter']}.{half['name']}")
        return
    arguments = half["arguments"]
    if arguments is not None:  # A key may be the path's own spelling of a parameter.
        for name, spelled in operation.other_names.items():
            if spelled in arguments and name not in arguments:
                arguments = {**arguments, name: arguments[spelled]}
                del arguments[spelled]
    unit = Unit(operation=operation, **{**half, "arguments": arguments})
    if unit.method is None and any(_same_tool(unit, other) for other in spec.tools):
        return  # Published files repeat tools: the same call is there once.
    (spec.tools if unit.method is None else spec.rest).append(unit)


def _same_tool(one: Unit, other: Unit) -> bool:
    return (
        one.operation.names.published
        and (one.adapter, one.name) == (other.adapter, other.name)
        and one.operation is other.operation
        and one.arguments == other.arguments
        and one.outputs == other.outputs
        and {each.name for each in one.declared} == {each.name for each in other.declared}
    )


def find_operation(spec: Spec, call: str, half: dict[str, Any]) -> Operation | None:
    """The operation that a `call` names: the longest namespace that begins it, then the name."""
    namespaces = {op.namespace for op in spec.operations if call.startswith(op.namespace + ".")}
    if not namespaces:
        return None
    namespace = max(namespaces, key=len)
    wanted = call[len(namespace) + 1 :]
    mine = [op for op in spec.operations if op.namespace == namespace]
    named = [op for op in mine if op.name == wanted]
    if not named and spec.dialect == "published":
        loose = [op for op in mine if _loose(op.name) == _loose(wanted)]
        named = loose if len({op.name for op in loose}) == 1 else []
    if len(named) > 1:
        return _closest(named, half)
    return named[0] if named else None


def _loose(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _closest(candidates: list[Operation], half: dict[str, Any]) -> Operation:
    """Of operations with one name: method and path of the exposed side decide, else the first."""
    template = shape_of(half["route"])
    same_method = [op for op in candidates if op.method == half["method"]]
    for op in same_method:
        if shape_of(op.path) == template:
            return op
    return (same_method or candidates)[0]


def shape_of(path: Text) -> tuple[str, ...]:
    """A path without the names of its variables and without a trailing slash."""
    text = "".join(part if isinstance(part, str) else "{}" for part in path)
    return tuple(text.rstrip("/").split("/"))


def number_doubles(spec: Spec) -> None:
    """The same route and method twice: the later ones move to `path/<name>` (docs/language.md, "Exposed under REST")."""
    seen: set[tuple[Any, ...]] = set()
    for index, unit in enumerate(spec.rest):
        key = (unit.adapter, unit.method, shape_of(unit.route), unit.conditions)
        if key in seen:
            last = unit.route[-1] if unit.route else ""
            slash = "" if isinstance(last, str) and last.endswith("/") else "/"
            moved = replace(unit, route=(*unit.route, f"{slash}{unit.name}"))
            spec.rest[index] = moved
            key = (moved.adapter, moved.method, shape_of(moved.route), moved.conditions)
        seen.add(key)
