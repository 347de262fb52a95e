"""The OpenAPI 3.1 document of a REST adapter: exactly the surface that it serves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from ..model import OAuth2Auth, ValueType
from ..naming import file_name
from ..options import Options
from ..plan import Binary, CallOperation, PassThrough, Plan, RestSurface, Route, RunFlow
from .authentication import security, security_schemes
from .docs import origin_of
from .openapi_forwards import METHODS, handed_on
from .openapi_parameters import PARAMETERS, parameters, renamed, request_body
from .openapi_paths import PathValue, path_values
from .output_schemas import answer_schema

_PROBLEM: Final = {"$ref": "#/components/responses/Problem"}


def openapi_path(namespace: str) -> str:
    """The place of an adapter's document inside the package."""
    return f"openapi/{file_name(namespace)}.json"


def openapi_document(plan: Plan, surface: RestSurface, options: Options) -> bytes:
    """The document as UTF-8 JSON, ready to be served."""
    info = plan.capability.info
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "x-origin": origin_of(plan.capability),
        "info": {
            "title": info.display or surface.namespace,
            "version": info.version or "unspecified",
        },
        "paths": _paths(plan, surface, options),
        "components": {
            "responses": {"Problem": _problem()},
            "schemas": {"Problem": _PROBLEM_SCHEMA, **_spellings(plan, surface, options)},
        },
    }
    schemes = security_schemes(surface.authentication)
    if schemes:
        document["components"]["securitySchemes"] = schemes
        document["security"] = [security(surface.authentication)]
    description = surface.declaration.description or info.description
    if description:
        document["info"]["description"] = description
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return (text + "\n").encode()


_PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "description": "RFC 9457: why the adapter itself refused the request.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


def _problem() -> dict[str, Any]:
    return {
        "description": "The adapter refused the request, or upstream could not be reached.",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }


def _paths(plan: Plan, surface: RestSurface, options: Options) -> dict[str, Any]:
    """Routes that share a path in one item; of two with one method the document shows the first."""
    paths: dict[str, dict[str, Any]] = {}
    operation_ids: set[str] = set()
    for route in surface.routes:
        item = paths.setdefault(renamed(route.path), {})
        method = route.method.lower()
        if method not in item:
            found = parameters(route, path_values(plan, route, options))
            item[method] = _operation(plan, route, _operation_id(route, operation_ids), found)
            item[method] |= _more_scopes(surface, route, options)
    for forward in surface.forwards:
        path = renamed(f"{forward.path}{'/{path}' if forward.takes_rest else ''}" or "/")
        item = paths.setdefault(path, {})
        for method in METHODS:
            if method not in item:
                item[method] = handed_on(forward, method, path, operation_ids, _responses)
    return paths


def _more_scopes(surface: RestSurface, route: Route, options: Options) -> dict[str, Any]:
    """Scopes that this route wants besides those of all (OpenAPI 3.1, 4.8.10, `security`)."""
    said = options.callers_of(surface.namespace)
    rule = None if said is None else said.rule_of(f"{route.method} {route.path}")
    needed = security(surface.authentication)
    if rule is None or not rule.scopes or not isinstance(surface.authentication, OAuth2Auth):
        return {}
    more = {name: [*dict.fromkeys((*own, *rule.scopes))] for name, own in needed.items()}
    return {"security": [more]}


def _spellings(plan: Plan, surface: RestSurface, options: Options) -> dict[str, Any]:
    """The schemas of values in paths that the parameters refer to."""
    found = (each for route in surface.routes for each in _spelled(plan, route, options))
    return {each.name: each.schema for each in sorted(found, key=lambda each: each.name)}


def _spelled(plan: Plan, route: Route, options: Options) -> Iterator[PathValue]:
    spellings = path_values(plan, route, options)
    text = (ValueType.ANY, ValueType.STRING)
    for each in route.inputs:
        if each.input in spellings and each.type in text and each.place in PARAMETERS:
            yield spellings[each.input]


def _operation_id(route: Route, taken: set[str]) -> str:
    name = route.declaration.name
    number = 1
    while name in taken:
        number += 1
        name = f"{route.declaration.name}-{number}"
    taken.add(name)
    return name


def _operation(
    plan: Plan, route: Route, operation_id: str, found: list[dict[str, Any]]
) -> dict[str, Any]:
    declaration = route.declaration
    operation: dict[str, Any] = {"operationId": operation_id}
    if declaration.display:
        operation["summary"] = declaration.display
    if declaration.description:
        operation["description"] = declaration.description
    if found:
        operation["parameters"] = found
    body = request_body(route)
    if body is not None:
        operation["requestBody"] = body
    mapped = answer_schema(plan.unit(route.unit).output)
    operation["responses"] = _responses(_has_body(plan, route), mapped)
    return operation


def _has_body(plan: Plan, route: Route) -> bool:
    """Whether an answer can have one: what is asked with HEAD has not, unless something is made of it."""
    unit = plan.unit(route.unit)
    if not isinstance(unit.output, PassThrough | Binary):
        return True
    if any(isinstance(each, RunFlow) for each in unit.program):
        return True
    calls = (each for each in unit.program if isinstance(each, CallOperation))
    return any(plan.operation(each.api, each.operation).method != "HEAD" for each in calls)


def _responses(has_body: bool, mapped: dict[str, Any] | None) -> dict[str, Any]:
    """Upstream answers pass through, so any status may come; ours are problem documents."""
    answer: dict[str, Any] = {
        "description": "The answer of upstream: its status, content type and body."
    }
    if has_body:
        answer["content"] = {"*/*": {"schema": {}}}
    responses: dict[str, Any] = {} if mapped is None else {"2XX": _mapped(mapped)}
    return {
        **responses,
        "default": answer,
        "400": _PROBLEM,
        "422": _PROBLEM,
        "502": _PROBLEM,
        "504": _PROBLEM,
    }


def _mapped(schema: dict[str, Any]) -> dict[str, Any]:
    """A success that something is made of; a body that cannot be read passes as it came."""
    return {
        "description": "What is made of the answer of upstream; its status.",
        "content": {"application/json": {"schema": schema}, "*/*": {"schema": {}}},
    }
