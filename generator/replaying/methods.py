"""The methods of a package's clients, and the arguments that a recorded request was made with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .. import plan as p
from ..lower.clients import client_classes
from ..lower.declarations import declarations
from ..lower.operations import operation_functions
from ..options import Options
from ..records import dataclass
from . import matching
from .matching import NotMadeError, Values


@dataclass(frozen=True, slots=True)
class Method:
    """A method, and the operation that it calls."""

    api: p.Api
    operation: p.Operation
    client: str
    name: str
    parameters: Mapping[str, str]


def all_methods(plan: p.Plan, options: Options) -> Iterator[Method]:
    """Those of all clients."""
    functions = operation_functions(plan)
    by_operation = {(each.operation.api, each.operation.name): each for each in functions}
    for client in client_classes(plan, functions, declarations(plan, options).apis):
        for operation, method in zip(client.operations, client.methods, strict=True):
            lowered = by_operation[operation.api, operation.name]
            names = {argument: str(name) for argument, name in lowered.arguments.items()}
            yield Method(client.api, operation, client.class_names[0], str(method.name), names)


def methods_of(methods: Sequence[Method], exchange: Mapping[str, Any]) -> Sequence[Method]:
    """Those whose operation an exchange names."""
    return [
        each
        for each in methods
        if each.operation.name == exchange.get("op")
        and exchange.get("api") in (None, each.api.namespace)
    ]


def arguments(
    operation: p.Operation, exchange: Mapping[str, Any], several: Mapping[str, int]
) -> tuple[str, Values]:
    """The path of the base URI, and the arguments. Raises `NotMadeError`."""
    if exchange["method"] != operation.method:
        raise NotMadeError(f"the operation is {operation.method} now")
    values: Values = {}
    path, _, query = str(exchange["target"]).partition("?")
    base = matching.path(operation.path, path, several, values)
    matching.pairs(operation.query, query, values)
    sent = {name.lower(): value for name, value in (exchange.get("request_headers") or {}).items()}
    for pair in operation.headers:
        if pair.value is not None and pair.name.lower() in sent:
            matching.expression(pair.value, sent[pair.name.lower()], values)
    matching.body(operation.body, exchange.get("request_body"), exchange, values)
    known = {argument.name: argument for argument in operation.arguments}
    made = {
        name: matching.typed(known[name], value) for name, value in values.items() if name in known
    }
    lacking = [a.name for a in operation.arguments if a.must_be_given and a.name not in made]
    if lacking:
        raise NotMadeError(f"{lacking[0]} is required, and the request has no value of it")
    return base, made
