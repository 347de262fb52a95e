"""From the model to the data of a capability: `consumes`, and what is exposed of it as REST and as tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .. import regex
from .extracting import Extractor, variables
from .groups import Group, group_of, groups_of
from .model import (
    Api,
    ApiKey,
    Basic,
    Bearer,
    Field,
    ObjectBody,
    Operation,
    Parameter,
    Security,
    WholeBody,
)
from .names import kebab, namespace_of, operation_names
from .reading import Document, OpenApiError

LANGUAGE: Final = "1.0.0-beta5"
_VERSION: Final = regex.late(r"3\.[012](?:\.\d+.*)?")
"""With two numbers where a file has it without quotes, as a number."""
_BODY: Final = "body"


def capability_of(document: Document) -> tuple[dict[str, Any], Api]:
    """The capability of a document, and what was read of it.

    Raises:
        OpenApiError: it is no OpenAPI document, or one without an operation.
    """
    data = document.data
    if not isinstance(data, dict):
        raise OpenApiError("it is no OpenAPI document: it holds no mapping")
    written = str(data.get("swagger") or data.get("openapi") or "")
    if written != "2.0" and not _VERSION.fullmatch(written):
        said = (
            f"its version is `{written}`" if written else "it has neither `openapi` nor `swagger`"
        )
        raise OpenApiError(f"it is no OpenAPI document of 2.0 or 3.0 to 3.2: {said}")
    api = Extractor(document, written).api()
    if not api.operations:
        raise OpenApiError("it has no operation that could be imported")
    return _capability(api), api


def _capability(api: Api) -> dict[str, Any]:
    namespace = namespace_of(api.title)
    names = operation_names(api.operations)
    by_path: dict[str, list[tuple[str, Operation]]] = {}
    for name, operation in zip(names, api.operations, strict=True):
        by_path.setdefault(operation.path, []).append((name, operation))
    resources = _resource_names(by_path)
    groups = groups_of(api)
    consumes, keys = [], []
    for group, group_name in groups.items():
        consumed, own = _consumes(api, group, group_name, by_path, resources)
        consumes.append(consumed)
        keys += own
    rest, mcp = f"{namespace}-rest", f"{namespace}-mcp"
    called = {id(each): groups[group_of(each, api)] for each in api.operations}
    exposed = {
        resources[path]: {"path": _braced(path), "operations": routes}
        for path, found in by_path.items()
        if (routes := {n: _route(n, e, called[id(e)], rest) for n, e in found if e.has_route})
    }
    tools = {
        name: _tool(name, each, called[id(each)], mcp)
        for name, each in zip(names, api.operations, strict=True)
    }
    made: dict[str, Any] = {"ikanos": LANGUAGE, "info": _info(api)}
    if keys:
        made["binds"] = [{"namespace": f"{namespace}-env", "keys": {key: key for key in keys}}]
    made["capability"] = {
        "consumes": consumes,
        "exposes": [
            {**_adapter("rest", rest, 8080), "resources": exposed},
            {**_adapter("mcp", mcp, 9090), "tools": tools},
        ],
    }
    return made


def _adapter(kind: str, namespace: str, port: int) -> dict[str, Any]:
    return {"type": kind, "address": "localhost", "port": port, "namespace": namespace}


def _consumes(
    api: Api,
    group: Group,
    namespace: str,
    by_path: Mapping[str, list[tuple[str, Operation]]],
    resources: Mapping[str, str],
) -> tuple[dict[str, Any], list[str]]:
    """The operations of a group, as an API of their own; and the variables that it reads."""
    prefix = namespace.upper().replace("-", "_")
    scheme, base_uri = group
    authentication, keys = _authentication(api.schemes.get(scheme), prefix)
    consumed: dict[str, Any] = {"type": "http", "namespace": namespace}
    consumed["baseUri"] = base_uri or api.base_uri
    if authentication:
        consumed["authentication"] = authentication
    consumed["resources"] = {
        resources[path]: {"path": _braced(path), "operations": operations}
        for path, found in by_path.items()
        if (operations := {n: _consumed(each) for n, each in found if group_of(each, api) == group})
    }
    return consumed, keys


def _info(api: Api) -> dict[str, Any]:
    info = {"display": api.title, "description": api.description, "version": api.version}
    return {key: value for key, value in info.items() if value}


def _authentication(security: Security | None, prefix: str) -> tuple[dict[str, Any], list[str]]:
    """As the language writes it, and the variables that it reads."""
    match security:
        case Bearer():
            return {"type": "bearer", "token": f"{{{{{prefix}_TOKEN}}}}"}, [f"{prefix}_TOKEN"]
        case Basic(digest):
            user, password = f"{prefix}_USER", f"{prefix}_PASSWORD"
            made = {"type": "digest" if digest else "basic"}
            filled = {"username": f"{{{{{user}}}}}", "password": f"{{{{{password}}}}}"}
            return {**made, **filled}, [user, password]
        case ApiKey(key, place):
            name = f"{prefix}_KEY"
            return {"type": "apikey", "key": key, "value": f"{{{{{name}}}}}", "placement": place}, [
                name
            ]
        case None:
            return {}, []


def _resource_names(by_path: Mapping[str, object]) -> dict[str, str]:
    """One name for each path: its constant segments."""
    names: dict[str, str] = {}
    for path in by_path:
        words = [kebab(part.strip("{}")) for part in path.split("/") if part]
        name = "-".join(word for word in words if word)[:60].strip("-") or "root"
        number, base = 1, name
        while name in names.values():
            number += 1
            name = f"{base}-{number}"
        names[path] = name
    return names


def _braced(path: str) -> str:
    for name in variables(path):
        path = path.replace("{" + name + "}", "{{" + name + "}}")
    return path


# --- consumed ------------------------------------------------------------------------------------


def _consumed(operation: Operation) -> dict[str, Any]:
    made: dict[str, Any] = {"method": operation.method}
    description = operation.description or operation.summary
    if description:
        made["description"] = description
    if operation.parameters:
        made["inputParameters"] = {each.name: _placed(each) for each in operation.parameters}
    match operation.body:
        case ObjectBody(kind, fields):
            names = _field_names(operation, fields)
            made["body"] = {"type": kind, "data": _data(kind, names)}
        case WholeBody(kind):
            made["body"] = {"type": kind, "data": f"{{{{{_whole_name(operation)}}}}}"}
        case None:
            pass
    if operation.binary:
        made["outputRawFormat"] = "binary"
    return made


def _placed(parameter: Parameter) -> dict[str, Any]:
    """Where a parameter is, and how it is written there."""
    placed: dict[str, Any] = {"in": parameter.place}
    if parameter.style.style:
        placed["style"] = parameter.style.style
    if parameter.style.explode is not None:
        placed["explode"] = parameter.style.explode
    return placed


def _data(kind: str, names: Mapping[str, str]) -> Any:
    """What a body is made of: a mapping of fields, or a list of parts."""
    values = {name: f"{{{{{own}}}}}" for name, own in names.items()}
    if kind == "multipartForm":
        return [{"name": name, "value": value} for name, value in values.items()]
    return values


def _field_names(operation: Operation, fields: tuple[Field, ...]) -> dict[str, str]:
    """What the inputs of a body's fields are called: as the fields, unless a parameter is called so."""
    taken = {each.name for each in operation.parameters}
    return {each.name: f"{each.name}_field" if each.name in taken else each.name for each in fields}


def _whole_name(operation: Operation) -> str:
    name = _BODY
    while any(each.name == name for each in operation.parameters):
        name = f"request_{name}"
    return name


# --- exposed -------------------------------------------------------------------------------------


def _inputs(operation: Operation) -> list[tuple[str, str, str, bool, str]]:
    """Name, place, type, whether it is required, and description of every input."""
    found = [
        (each.name, each.place, each.type, each.required, _described(each))
        for each in operation.parameters
    ]
    match operation.body:
        case ObjectBody(_, fields):
            names = _field_names(operation, fields)
            found += [
                (names[each.name], "body", each.type, each.required, each.description or each.name)
                for each in fields
            ]
        case WholeBody(_, kind, required, description):
            name = _whole_name(operation)
            found.append((name, "body", kind, required, description or "The body of the request."))
        case None:
            pass
    return found


def _described(parameter: Parameter) -> str:
    description = parameter.description or parameter.name
    if not parameter.enum:
        return description
    values = ", ".join(f"`{each}`" for each in parameter.enum[:20])
    return f"{description.rstrip('.')}. One of {values}."


def _route(name: str, operation: Operation, namespace: str, rest: str) -> dict[str, Any]:
    made: dict[str, Any] = {"method": operation.method, "description": _about(operation, name)}
    inputs = _inputs(operation)
    if inputs:
        made["inputParameters"] = {
            each: {"in": place, "type": kind, "description": description, "required": required}
            for each, place, kind, required, description in inputs
        }
    made["call"] = f"{namespace}.{name}"
    if inputs:
        made["with"] = {each: f"{rest}.{each}" for each, *_ in inputs}
    return made


def _tool(name: str, operation: Operation, namespace: str, mcp: str) -> dict[str, Any]:
    made: dict[str, Any] = {"description": _about(operation, name)}
    if operation.summary:
        made["display"] = operation.summary
    is_read = operation.method == "GET"
    made["hints"] = {
        "readOnly": is_read,
        "destructive": operation.method == "DELETE",
        "idempotent": operation.method in ("GET", "PUT", "DELETE"),
        "openWorld": True,
    }
    inputs = _inputs(operation)
    if inputs:
        made["inputParameters"] = {
            each: {"type": kind, "description": description, "required": required}
            for each, _, kind, required, description in inputs
        }
    made["call"] = f"{namespace}.{name}"
    if inputs:
        made["with"] = {each: f"{mcp}.{each}" for each, *_ in inputs}
    return made


def _about(operation: Operation, name: str) -> str:
    parts = [operation.summary, operation.description]
    text = ". ".join(each.rstrip(".") for each in dict.fromkeys(parts) if each)
    return f"{text[:1021]}..." if len(text) > 1024 else text or name.replace("-", " ")
