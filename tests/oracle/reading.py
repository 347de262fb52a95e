"""Plain data to the few things that a prediction needs: APIs, operations, exposed units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .bodies import Body, read_body
from .holes import (
    Names,
    Text,
    body_leaf,
    parse,
    parse_data,
    parse_path,
    with_leaf,
)
from .loader import RefusedError

WRITING = ("POST", "PUT", "PATCH")


@dataclass(frozen=True)
class Parameter:
    """A consumed or an exposed parameter; `value` is a template, or None where the caller gives it."""

    name: str
    place: str | None
    type: str | None
    required: bool | None
    value: Any = None


@dataclass(frozen=True)
class Credential:
    """One thing that authentication adds to a request."""

    place: str
    name: str
    value: Text
    form: str = "plain"
    """`plain`, `bearer` or `basic`."""
    second: Text = ()
    """The password of `basic`."""


@dataclass(frozen=True)
class Operation:
    namespace: str
    name: str
    method: str
    path: Text
    query: tuple[tuple[str, Text | None], ...]
    parameters: tuple[Parameter, ...]
    body: Body | None
    format: str | None
    media_type: str | None
    credentials: tuple[Credential, ...]
    unsupported: str | None
    names: Names
    written_path: str = ""

    @property
    def label(self) -> str:
        return f"{self.namespace}.{self.name}"


@dataclass(frozen=True)
class Unit:
    """An exposed REST operation or tool."""

    adapter: str
    name: str
    method: str | None
    """None for a tool."""
    route: Text
    conditions: tuple[tuple[str, str | None], ...]
    declared: tuple[Parameter, ...]
    arguments: dict[str, Any] | None
    """The templates of `with`; None where there is no `with`."""
    operation: Operation
    outputs: tuple[dict[str, Any], ...]

    @property
    def label(self) -> str:
        return f"{self.adapter}.{self.name}"


@dataclass
class Spec:
    dialect: str
    operations: list[Operation] = field(default_factory=list)
    rest: list[Unit] = field(default_factory=list)
    tools: list[Unit] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)
    """Units whose `call` resolves to nothing, and units that do more than one call."""
    binds: dict[str, str] = field(default_factory=dict)
    """Variable → name in the environment."""


def read(data: dict[str, Any], dialect: str | None = None) -> Spec:
    """A capability file. Raises `RefusedError` for another shape."""
    capability = data.get("capability")
    if not isinstance(capability, dict):
        raise RefusedError("no capability")
    if not capability.get("consumes") and not capability.get("exposes"):
        raise RefusedError("neither consumes nor exposes")
    spec = Spec(dialect or detect(data))
    names = _names(data, spec)
    for block in _mappings(capability.get("consumes")):
        spec.operations.extend(_operations(block, names))
    for adapter, block in _adapters(capability):
        own = replace(names, expose_namespace=adapter)
        for unit, call in _units(adapter, block, own):
            _add(spec, unit, call)
    _number_doubles(spec)
    return spec


def detect(data: dict[str, Any]) -> str:
    """Design 4, "The dialect is explicit"."""
    if "ikanos" in data:
        return "official"
    capability = data.get("capability")
    if not isinstance(capability, dict):
        return "official"
    return "published" if any(_published_forms(capability)) else "official"


def _published_forms(capability: dict[str, Any]) -> Iterator[bool]:
    for block in _mappings(capability.get("consumes")):
        for resource in _named(block.get("resources")):
            for operation in _named(resource.get("operations")):
                path = f"{resource.get('path') or ''}{operation.get('path') or ''}"
                yield re.search(r"(?<!\{)\{[^{}]+\}(?!\})", path) is not None
                yield "tools." in str(operation.get("body"))
                for item in _named(operation.get("inputParameters")):
                    yield "type" in item or "required" in item
                    yield "tools." in str(item.get("value"))
    for block in _mappings(capability.get("exposes")):
        for item in _exposed_items(block):
            yield _has_reference(item.get("with"))
            for output in _named(item.get("outputParameters")):
                yield is_identity(output)


def _exposed_items(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from _named(block.get("tools"))
    for resource in _named(block.get("resources")):
        yield resource
        yield from _named(resource.get("operations"))


def _has_reference(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_reference(item) for item in value.values())
    if isinstance(value, list):
        return any(_has_reference(item) for item in value)
    return isinstance(value, str) and value.startswith(("rest.", "tools."))


def is_identity(output: dict[str, Any]) -> bool:
    """An output that leaves the document as it is (language 4.12)."""
    return (
        output.get("type") in ("object", "array")
        and str(output.get("mapping", "$")).strip() in ("$", "$.")
        and not output.get("properties")
        and not output.get("items")
        and not output.get("values")
        and "value" not in output
    )


# --- helpers of shape --------------------------------------------------------------------------


def _mappings(value: Any) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]


def _named(value: Any) -> list[dict[str, Any]]:
    """A list of items with names, or a mapping whose keys are the names (language 1.2)."""
    if isinstance(value, dict):
        return [
            {"name": key, **item} if isinstance(item, dict) else {"name": key}
            for key, item in value.items()
        ]
    return _mappings(value)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _name(item: dict[str, Any]) -> str | None:
    return _text(item.get("name")) or _text(item.get("id"))


def _names(data: dict[str, Any], spec: Spec) -> Names:
    namespaces: set[str] = set()
    for bind in [*_mappings(data.get("binds")), *_mappings(data["capability"].get("binds"))]:
        if isinstance(bind.get("keys"), dict):
            spec.binds.update({str(k): str(v) for k, v in bind["keys"].items()})
        if namespace := _text(bind.get("namespace")):
            namespaces.add(namespace)
    return Names(frozenset(spec.binds), frozenset(namespaces), spec.dialect == "published")


# --- the consumed side -------------------------------------------------------------------------


def _operations(block: dict[str, Any], names: Names) -> Iterator[Operation]:
    namespace = _text(block.get("namespace"))
    if namespace is None or block.get("type", "http") != "http":
        return
    credentials, unsupported = _authentication(block, names)
    shared = _named(block.get("inputParameters"))
    for resource in _named(block.get("resources")):
        for item in _named(resource.get("operations")):
            written = joined(_text(resource.get("path")) or "", _text(item.get("path")) or "")
            raw = [
                *shared,
                *_named(resource.get("inputParameters")),
                *_named(item.get("inputParameters")),
            ]
            yield _operation(namespace, item, written, raw, (credentials, unsupported), names)


def joined(resource: str, operation: str) -> str:
    """Resource path and operation path, unless the operation's begins with the resource's (4.6)."""
    if operation:
        stem = resource.rstrip("/")
        if operation in (resource, stem) or operation.startswith(stem + "/"):
            whole = operation
        else:
            whole = stem + "/" + operation.lstrip("/")
    else:
        whole = resource
    return whole


def split_query(path: str) -> tuple[str, list[tuple[str, str | None]]]:
    """A written path without its fragment, and the pairs of its query."""
    path, _, query = path.partition("#")[0].partition("?")
    if path and not path.startswith("/") and not path.startswith("${//}"):
        path = "/" + path
    pairs: list[tuple[str, str | None]] = []
    for piece in query.split("&") if query else []:
        if piece:
            name, equals, value = piece.partition("=")
            pairs.append((name, value if equals else None))
    return path, pairs


def _operation(
    namespace: str,
    item: dict[str, Any],
    written: str,
    raw: list[dict[str, Any]],
    authentication: tuple[tuple[Credential, ...], str | None],
    names: Names,
) -> Operation:
    credentials, unsupported = authentication
    method = str(item.get("method") or "GET").upper()
    path, pairs = split_query(written)
    variables = {part.name for part in parse_path(path, names) if not isinstance(part, str)}
    parameters = _parameters(raw, variables, method, names, credentials)
    placeless = [p for p in parameters if p.place == "path" and p.name not in variables]
    for parameter in placeless:
        path = path.rstrip("/") + "/{" + parameter.name + "}"
    return Operation(
        namespace=namespace,
        name=_name(item) or "",
        method=method,
        path=parse_path(path, names),
        query=tuple((n, None if v is None else parse_path(v, names)) for n, v in pairs),
        parameters=parameters,
        body=read_body(item.get("body"), method, parameters, names),
        format=_text(item.get("outputRawFormat")),
        media_type=_text(item.get("outputMediaType")),
        credentials=credentials,
        unsupported=unsupported,
        names=names,
        written_path=written,
    )


def _parameters(
    raw: list[dict[str, Any]],
    variables: set[str],
    method: str,
    names: Names,
    credentials: tuple[Credential, ...],
) -> tuple[Parameter, ...]:
    found: dict[tuple[str, str], Parameter] = {}
    for item in raw:
        name = _text(item.get("name"))
        if name is None:
            continue
        place = _text(item.get("in")) or _guessed_place(name, variables, method, names)
        if _filled_by_authentication(name, place, credentials):
            continue
        value = next((item[key] for key in ("value", "template", "const") if key in item), None)
        required = item["required"] if isinstance(item.get("required"), bool) else None
        if place == "header" and name.lower() == "authorization":
            required = False
        found[(place, name)] = Parameter(
            name,
            place,
            _text(item.get("type")),
            required,
            None if value is None else parse_data(value, body_leaf(names)),
        )
    return tuple(found.values())


def _guessed_place(name: str, variables: set[str], method: str, names: Names) -> str:
    if name in variables:
        return "path"
    if names.published and method not in WRITING:
        return "query"
    return "body"


def _filled_by_authentication(name: str, place: str, credentials: tuple[Credential, ...]) -> bool:
    for credential in credentials:
        if credential.place == place == "header" and credential.name.lower() == name.lower():
            return True
        if credential.place == place and credential.name == name:
            return True
    return bool(credentials) and place == "header" and name.lower() == "authorization"


def _authentication(
    block: dict[str, Any], names: Names
) -> tuple[tuple[Credential, ...], str | None]:
    raw = block.get("authentication") or block.get("auth")
    if not isinstance(raw, dict):
        return (), None
    kind = str(raw.get("type", "")).lower()

    def text(*keys: str) -> Text:
        found = next((raw[key] for key in keys if raw.get(key) is not None), "")
        return parse(str(found), names)

    if kind == "bearer":
        token = Credential("header", "Authorization", text("token", "value"), "bearer")
        return (token,), None
    if kind == "basic":
        pair = (text("username"), text("password"))
        return (Credential("header", "Authorization", pair[0], "basic", pair[1]),), None
    if kind in ("apikey", "header", "query"):
        return tuple(_api_keys(raw, kind, names)), None
    return (), kind or "none"


def _api_keys(raw: dict[str, Any], kind: str, names: Names) -> Iterator[Credential]:
    place = str(raw.get("placement") or raw.get("in") or ("query" if kind == "query" else "header"))
    several = raw.get("headers") or raw.get("parameters")
    if isinstance(several, dict):
        several = [{"name": key, "value": value} for key, value in several.items()]
    if isinstance(several, list):
        for item in _mappings(several):
            name = _text(item.get("name")) or _text(item.get("key")) or ""
            yield Credential(place, name, parse(str(item.get("value") or ""), names))
        return
    header, key = raw.get("header"), raw.get("key")
    name = str(header or raw.get("name") or key or "")
    value = raw.get("value") or raw.get("token") or (key if header else "") or ""
    yield Credential(place, name, parse(str(value), names))


# --- the exposed side --------------------------------------------------------------------------


def _adapters(capability: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    seen: dict[str, int] = {}
    for block in _mappings(capability.get("exposes")):
        if block.get("type") not in ("rest", "mcp", "api"):
            continue
        namespace = _text(block.get("namespace")) or str(block["type"])
        seen[namespace] = seen.get(namespace, 0) + 1
        count = seen[namespace]
        yield (namespace if count == 1 else f"{namespace}-{count}"), block


def _units(
    adapter: str, block: dict[str, Any], names: Names
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each unit as far as it stands on the exposed side, and the item that it was written as."""
    shared = _named(block.get("inputParameters"))
    if block.get("type") == "mcp":
        for item in _named(block.get("tools")):
            yield _half(
                adapter, item, None, "", [*_named(item.get("inputParameters"))], names
            ), item
        return
    for resource in _named(block.get("resources")):
        for item in _named(resource.get("operations")):
            written = joined(_text(resource.get("path")) or "", _text(item.get("path")) or "")
            declared = [
                *shared,
                *_named(resource.get("inputParameters")),
                *_named(item.get("inputParameters")),
            ]
            method = str(item.get("method") or "GET").upper()
            yield _half(adapter, item, method, written or "/", declared, names), item


def _half(
    adapter: str,
    item: dict[str, Any],
    method: str | None,
    written: str,
    declared: list[dict[str, Any]],
    names: Names,
) -> dict[str, Any]:
    call = item.get("call")
    inner = call.get("with") if isinstance(call, dict) else None
    arguments = item.get("with")
    if isinstance(arguments, dict) or isinstance(inner, dict):
        merged = {**(arguments or {}), **(inner or {})}
        templates = {str(k): parse_data(v, with_leaf(names)) for k, v in merged.items()}
    else:
        templates = None
    path, conditions = split_exposed(written)
    parameters: dict[str, Parameter] = {}
    for entry in declared:
        name = _text(entry.get("name"))
        if name is None:
            continue
        value = entry.get("value", entry.get("const"))
        parameters[name] = Parameter(
            name,
            _text(entry.get("in")),
            _text(entry.get("type")),
            entry["required"] if isinstance(entry.get("required"), bool) else None,
            value,
        )
    return {
        "adapter": adapter,
        "name": _name(item) or "",
        "method": method,
        "route": parse_path(path, names),
        "conditions": tuple(conditions),
        "declared": tuple(parameters.values()),
        "arguments": templates,
        "outputs": tuple(_named(item.get("outputParameters"))),
    }


def split_exposed(written: str) -> tuple[str, list[tuple[str, str | None]]]:
    """An exposed path and its query conditions; `#` is matched as `%23`."""
    path, pairs = split_query(written.replace("#", "%23"))
    return path or "/", pairs


def _add(spec: Spec, half: dict[str, Any], item: dict[str, Any]) -> None:
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
    unit = Unit(operation=operation, **half)
    (spec.tools if unit.method is None else spec.rest).append(unit)


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
    template = _shape(half["route"])
    same_method = [op for op in candidates if op.method == half["method"]]
    for op in same_method:
        if _shape(op.path) == template:
            return op
    return (same_method or candidates)[0]


def _shape(path: Text) -> tuple[str, ...]:
    """A path without the names of its variables and without a trailing slash."""
    text = "".join(part if isinstance(part, str) else "{}" for part in path)
    return tuple(text.rstrip("/").split("/"))


def _number_doubles(spec: Spec) -> None:
    """The same route and method twice: the later ones move to `path/<name>` (language 4.11)."""
    seen: set[tuple[Any, ...]] = set()
    for index, unit in enumerate(spec.rest):
        key = (unit.adapter, unit.method, _shape(unit.route), unit.conditions)
        if key in seen:
            last = unit.route[-1] if unit.route else ""
            slash = "" if isinstance(last, str) and last.endswith("/") else "/"
            moved = replace(unit, route=(*unit.route, f"{slash}{unit.name}"))
            spec.rest[index] = moved
            key = (moved.adapter, moved.method, _shape(moved.route), moved.conditions)
        seen.add(key)
