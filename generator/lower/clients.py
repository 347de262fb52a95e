"""`client.py`: one pair of classes for each consumed API, one method for each operation."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from ..model import Place, route_text
from ..naming import TYPE_NAMES, ClassName, Identifier, Names, class_name
from ..plan import Api, Argument, Operation, Plan, description_of
from ..records import dataclass
from .annotations import Annotation
from .authentication import Secret, secrets, takes_hook
from .declarations import Entry
from .docs import sentence
from .operations import LoweredOperation
from .python import CallOf, Function, Literal, Name, Parameter, Python, Signature
from .results import JSON, ResultTypes
from .signatures import argument_annotation, parameter

_CLIENT_NAMES = (
    "close",
    "aclose",
    "with_raw_response",
    "with_streaming_response",
    "operations",
    "Raw",
    "AsyncRaw",
    "Streamed",
    "AsyncStreamed",
    "Json",
    "JsonArray",
    "JsonObject",
    "OMIT",
    "Omit",
    "RequestOptions",
)
"""What the classes have, and what their bodies read: a method of that name would hide it."""
VIEWS = ("Raw", "Streaming")
"""What is appended to a client's name for its views."""
IMPORTED = (
    "TYPE_CHECKING",
    "Style",
    "AsyncClient",
    "AsyncTransport",
    "Authenticate",
    "ClientOptions",
    "Credential",
    "Json",
    "JsonArray",
    "JsonObject",
    "Omit",
    "RequestOptions",
    "SyncClient",
    "Timeout",
    "Transport",
)
"""What `client.py` imports and no type may be called."""
_BASES = ("SyncClient", "AsyncClient")
_PARAMETER_NAMES = ("self", "options", "operations")


@dataclass(frozen=True, slots=True)
class LoweredClient:
    """The client of an API; the synchronous and the asynchronous class are rendered from it."""

    api: Api
    name: ClassName
    settings: Identifier
    doc: str
    credentials: tuple[Secret, ...]
    takes_hook: bool
    operations: tuple[Operation, ...]
    methods: tuple[Function, ...]
    """One for each operation."""

    @property
    def class_names(self) -> tuple[str, str]:
        return _pair(self.name)

    @property
    def view_names(self) -> tuple[str, ...]:
        return tuple(f"{name}{kind}" for name in self.class_names for kind in VIEWS)

    @property
    def names(self) -> frozenset[str]:
        """Every name of the spec that a type would hide, or be hidden by."""
        parameters = (
            each.name
            for method in self.methods
            for each in (*method.signature.positional, *method.signature.keyword_only)
        )
        methods = (method.name for method in self.methods)
        return frozenset(
            (self.settings, *self.class_names, *self.view_names, *methods, *parameters)
        )


def client_classes(
    plan: Plan, operations: tuple[LoweredOperation, ...], entries: Sequence[Entry]
) -> tuple[LoweredClient, ...]:
    """The clients of all APIs."""
    settings = {entry.namespace: entry.declaration.name for entry in entries}
    taken = set(_BASES)
    clients: list[LoweredClient] = []
    for api in plan.apis:
        name = _free(class_name(api.namespace), taken)
        taken.update(_pair(name))
        own = [each for each in operations if each.operation.api == api.namespace]
        clients.append(_client(api, name, settings[api.namespace], own))
    return tuple(clients)


def _free(base: ClassName, taken: AbstractSet[str]) -> ClassName:
    """The name, with a number if one of the two classes would be called as another."""
    numbered = (ClassName(f"{base}{number}") for number in itertools.count(2))
    return next(name for name in itertools.chain([base], numbered) if taken.isdisjoint(_pair(name)))


def _pair(name: ClassName) -> tuple[str, str]:
    return (f"{name}Client", f"Async{name}Client")


def _client(
    api: Api, name: ClassName, settings: Identifier, operations: list[LoweredOperation]
) -> LoweredClient:
    methods = Names((*_CLIENT_NAMES, *TYPE_NAMES))
    return LoweredClient(
        api=api,
        name=name,
        settings=settings,
        doc=api.declaration.description or f"The API `{api.namespace}`.",
        credentials=secrets(api.authentication),
        takes_hook=takes_hook(api.authentication),
        operations=tuple(each.operation for each in operations),
        methods=tuple(_method(each, methods.claim(each.operation.name)) for each in operations),
    )


def typed(clients: Sequence[LoweredClient], types: ResultTypes) -> tuple[LoweredClient, ...]:
    """The clients, each method with the types of its result and of the documents that it takes."""
    return tuple(
        replace(
            client,
            methods=tuple(
                _giving(types.of(operation), _taking(types, operation, method))
                for operation, method in zip(client.operations, client.methods, strict=True)
            ),
        )
        for client in clients
    )


def _taking(types: ResultTypes, operation: Operation, method: Function) -> Function:
    own = {name: argument for argument, name in _own_names(operation)}
    signature = method.signature
    keywords = tuple(
        (
            replace(each, annotation=types.taken(operation, own[each.name], each.annotation))
            if each.name in own
            else each
        )
        for each in signature.keyword_only
    )
    return replace(method, signature=replace(signature, keyword_only=keywords))


def _own_names(operation: Operation) -> list[tuple[Argument, Identifier]]:
    """What a method calls the arguments of its operation."""
    names = Names(_PARAMETER_NAMES)
    return [(each, names.claim(each.name)) for each in operation.arguments]


def _giving(result: Annotation, method: Function) -> Function:
    if result == JSON:
        return replace(method, returns=JSON)
    signature = method.signature
    names = Names(each.name for each in (*signature.positional, *signature.keyword_only))
    return replace(method, returns=result, holder=names.fresh("result"))


def _method(lowered: LoweredOperation, name: Identifier) -> Function:
    """A method with the parameters of its operation; variables come from the settings."""
    own = {argument.name: name for argument, name in _own_names(lowered.operation)}
    positional: list[Python] = []
    keywords: list[tuple[Identifier, Python]] = [
        (argument, CallOf(Name("self._variable"), (Literal(variable),)))
        for variable, argument in lowered.variables.items()
    ]
    for argument in lowered.operation.arguments:
        value = Name(own[argument.name])
        if argument.place is Place.PATH:
            positional.append(value)
        else:
            keywords.append((lowered.arguments[argument.name], value))
    function = Name(f"operations.{lowered.function.name}")
    request = CallOf(function, tuple(positional), tuple(keywords))
    return Function(
        name=name,
        signature=_signature(lowered.operation.arguments, own),
        doc=_doc(lowered, own),
        value=CallOf(Name("self._call"), (request, Name("options"))),
    )


def _signature(arguments: tuple[Argument, ...], names: dict[str, Identifier]) -> Signature:
    positional: list[Parameter] = []
    keywords: list[Parameter] = []
    for argument in sorted(arguments, key=lambda each: not each.must_be_given):
        note = _public(argument)
        made = parameter(names[argument.name], note, required=argument.must_be_given)
        (positional if argument.place is Place.PATH else keywords).append(made)
    options = Parameter(
        Identifier("options"), Annotation(("RequestOptions", "None")), Literal(None)
    )
    return Signature(tuple(positional), (*keywords, options))


def _public(argument: Argument) -> Annotation:
    """As in the operation, but `RawJson`, which only the adapters use."""
    note = argument_annotation(argument)
    return Annotation(tuple(each for each in note.names if each != "RawJson"))


def _doc(lowered: LoweredOperation, names: dict[str, Identifier]) -> str:
    """The summary, the request line, and what is worth knowing of each parameter."""
    operation = lowered.operation
    text = f"{sentence(description_of(None, operation))}\n\n`{operation.method} {route_text(operation.declaration.path) or '/'}`"
    described = [
        f"    {names[each.name]}: {' '.join(each.description.split())}"
        for each in operation.arguments
        if each.description
    ]
    if described:
        text += "\n\nArgs:\n" + "\n".join(described)
    return text
