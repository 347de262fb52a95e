"""`CONTRACT.json`: the three surfaces of a package in an order that does not depend on the spec's.

It is made for review: no hashes, no version of the generator, no place in a file. Everything that
callers can see stands in it, and nothing else, so that a difference is one that they can see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Final, TypeAlias

from ..records import dataclass

NAME: Final = "CONTRACT.json"
FORMAT: Final = 1
"""Raised when an older Capwright could misread the file."""
LARGEST: Final = 64 * 1024 * 1024
"""Bytes; a larger file is not read."""

Schema: TypeAlias = Mapping[str, Any]
"""A JSON Schema (2020-12), as OpenAPI 3.1 and MCP have it."""


class ContractError(Exception):
    """It is no contract that can be read; the message says why, to stand after a colon."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a client's method."""

    name: str
    type: str
    """The annotation without `Omit`."""
    required: bool


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a client, of the blocking class and of the other alike."""

    request: str
    """Method and path template: `GET /repository/{repository}`."""
    positional: tuple[Parameter, ...]
    keywords: Mapping[str, Parameter]
    returns: str


@dataclass(frozen=True, slots=True)
class Client:
    """The client of a consumed API."""

    classes: tuple[str, ...]
    base_uri: str
    """Empty where the environment must give it."""
    authentication: str
    """The kind: `bearer`, `basic`, `apikey`, `none` …"""
    credentials: tuple[str, ...]
    """Arguments of the constructor."""
    methods: Mapping[str, Method]


@dataclass(frozen=True, slots=True)
class ResultType:
    """A type of `types.py`: the keys of a `TypedDict`, or what a name stands for.

    Results are such types, and so are bodies whose fields the spec describes.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    stands_for: str = ""
    required: tuple[str, ...] | None = None
    """Of what callers give: the keys that they may not leave out. None: it is what they get."""


@dataclass(frozen=True, slots=True)
class RestParameter:
    """A parameter of a route; its key in the route is place and name: `query namespace`."""

    required: bool
    schema: Schema


@dataclass(frozen=True, slots=True)
class RestBody:
    """The body that a route takes."""

    required: bool
    media_type: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class RestRoute:
    """A route of a REST adapter; its key is method and path: `GET /repository`."""

    operation: str
    """The `operationId`."""
    parameters: Mapping[str, RestParameter]
    body: RestBody | None
    answer: Schema | None
    """Of a success that is mapped, as the spec tells it; None: what upstream answers passes as it is."""
    media_type: str = ""
    """Of a success that is not mapped, where the package says it; empty: upstream does."""
    sends: tuple[str, ...] | None = None
    """The requests to APIs behind it, such as `GET quay /repository`; None: it is not known."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A REST adapter."""

    authentication: str
    routes: Mapping[str, RestRoute]
    trailing_slash: str = "same"
    """What becomes of a path with another slash at its end than its route: `same`, `redirect`, `strict`."""


@dataclass(frozen=True, slots=True)
class ContractTool:
    """A tool of an MCP server, as `tools/list` shows it."""

    title: str
    description: str
    input_schema: Schema
    output_schema: Schema | None
    hints: Mapping[str, bool]
    """`readOnlyHint`, `destructiveHint`, `idempotentHint`, `openWorldHint`."""
    sends: tuple[str, ...] | None = None
    """The requests to APIs behind it; None: it is not known."""


@dataclass(frozen=True, slots=True)
class Mcp:
    """An MCP server."""

    authentication: str
    instructions: str
    tools: Mapping[str, ContractTool]
    resources: Mapping[str, Schema] = field(default_factory=dict)
    """Resources and templates by URI, as they are listed."""
    prompts: Mapping[str, Schema] = field(default_factory=dict)
    """Prompts by name, as they are listed."""


@dataclass(frozen=True, slots=True)
class Contract:
    """The three surfaces, each by the namespace of its API or adapter."""

    clients: Mapping[str, Client] = field(default_factory=dict)
    types: Mapping[str, ResultType] = field(default_factory=dict)
    rest: Mapping[str, Rest] = field(default_factory=dict)
    mcp: Mapping[str, Mcp] = field(default_factory=dict)


def sent(requests: tuple[str, ...] | None) -> str:
    """Requests as people read them."""
    return ", ".join(f"`{each}`" for each in requests or ()) or "nothing"
