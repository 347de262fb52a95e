"""Tools: what they are called, what they take, and their arguments bound to a unit's parameters."""

from __future__ import annotations

import fnmatch
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from ..values import Json, JsonValue, Omit
from .lenient import meant
from .schema import Faults, Plain, Rules, Schema, is_left_out

Unit: TypeAlias = Callable[..., Awaitable[Any]]
"""`async def unit(send, *, keywords) -> AsyncReply`, generated in `units.py`."""

Fit: TypeAlias = "Callable[[Tool, str, JsonValue | Omit], dict[str, Json]]"
"""The tool, the text of a result, and what was read of it already → structured content."""

_NONE: Final[Mapping[str, str]] = {}
_BY_TYPE: Final = Rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """The four hints of a tool (MCP `ToolAnnotations`), always all of them."""

    read_only: bool
    destructive: bool
    idempotent: bool
    open_world: bool

    def wire(self) -> dict[str, bool]:
        """The hints as `tools/list` spells them."""
        return {
            "readOnlyHint": self.read_only,
            "destructiveHint": self.destructive,
            "idempotentHint": self.idempotent,
            "openWorldHint": self.open_world,
        }


_KINDS: Final = frozenset(("type", "enum", "const", "anyOf", "oneOf", "allOf", "not", "$ref"))
"""What a schema says of the kinds of its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool as the generator declares it."""

    name: str
    """Within `[A-Za-z0-9_-]{1,64}`."""
    description: str | None
    unit: Unit
    input_schema: Schema
    annotations: Annotations
    title: str | None = None
    into: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Property name -> parameter of the unit, where they differ."""
    written: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Name in the spec -> property name, where clients refuse the former; callers may give either."""
    output_schema: Schema | None = None
    """An object at the root; see `output.wrapped` for results that are none."""
    fit: Fit | None = None
    """With an output schema: puts a result into its shape (`output`)."""
    binary: bool = False
    """The unit's result is bytes, whatever its content type says."""
    rules: Rules = _BY_TYPE
    """`deep_schema.DeepRules` where the input schema says more of its properties than their types."""
    documents: tuple[str, ...] = ()
    """Properties that are a request body of any JSON."""
    tags: tuple[str, ...] = ()
    """The spec's own words for what it belongs to; they are not listed."""
    unlisted: tuple[str, ...] = ()
    """Arguments that the schema does not name and that go on as they came."""
    _plain: Plain | None = field(init=False, repr=False, compare=False, default=None)
    """Of the properties; made at the first call."""

    def wire(self) -> dict[str, Any]:
        """The entry of `tools/list`; what is None is left out."""
        entry: dict[str, Any] = {"name": self.name}
        if self.title is not None:
            entry["title"] = self.title
        if self.description is not None:
            entry["description"] = self.description
        entry["inputSchema"] = self.input_schema
        if self.output_schema is not None:
            entry["outputSchema"] = self.output_schema
        entry["annotations"] = self.annotations.wire()
        return entry

    def bind(
        self,
        arguments: Mapping[str, Json],
        *,
        ignore_unknown: bool = False,
        lenient: bool = True,
    ) -> dict[str, Json]:
        """The keywords of the unit.

        Raises `ArgumentError` with everything that does not fit the input schema. With
        `ignore_unknown` arguments that the schema does not name are dropped; with `lenient` those that
        say the right thing in the wrong type are taken.
        """
        if self.written:
            arguments = self._renamed(arguments)
        if (self._plain or self._planned()).are_right(arguments):
            # Which is most calls: nothing to convert, nothing to say.
            into = self.into
            if not into:
                return dict(arguments)
            return {into.get(name, name): value for name, value in arguments.items()}
        properties: Mapping[str, Schema] = self.input_schema.get("properties", _NONE)
        required = self.input_schema.get("required", ())
        closed = self.input_schema.get("additionalProperties") is False
        faults = Faults()
        for name in required:
            if name not in arguments:
                faults.add(
                    name,
                    f"is required ({self.rules.expected(properties.get(name, {}))}) and missing",
                )
        keywords: dict[str, Json] = {}
        for name, value in arguments.items():
            schema = properties.get(name)
            if schema is not None:
                if value is None and name not in required and self._is_left_out(name, schema):
                    continue
                if lenient and name in self.documents:
                    value = meant(("object", "array"), value)
                keyword = self.into.get(name, name)
                keywords[keyword] = self.rules.checked(schema, value, name, faults, lenient=lenient)
            elif name in self.unlisted:
                if value is not None:
                    keywords[self.into.get(name, name)] = value
            elif closed and not ignore_unknown:
                faults.add(name, _unknown(properties))
        if faults:
            raise ArgumentError(self.name, faults)
        return keywords

    def _planned(self) -> Plain:
        """What arguments are right at a glance; a request body is looked at closely."""
        schema = self.input_schema
        plain = Plain({} if self.documents else schema.get("properties", _NONE), schema)
        object.__setattr__(self, "_plain", plain)
        return plain

    def _renamed(self, arguments: Mapping[str, Json]) -> Mapping[str, Json]:
        """The same under the names of the schema; of an argument that is given twice, as it stands there."""
        written = self.written
        if written.keys().isdisjoint(arguments):
            return arguments
        renamed: dict[str, Json] = {}
        for name, value in arguments.items():
            meant = written.get(name, name)
            renamed[name if meant != name and meant in arguments else meant] = value
        return renamed

    def _is_left_out(self, name: str, schema: Schema) -> bool:
        """Whether null for an optional argument says that there is none; no client means it as a body."""
        if name in self.documents or is_left_out(schema, None):
            return True
        # One that says nothing of kinds does not ask for null: clients that send all arguments send it too.
        return _KINDS.isdisjoint(schema)

    def argument(self, parameter: str) -> str:
        """The property that fills a parameter of the unit (the parameter itself if none does)."""
        meant = self.written.get(parameter, parameter)
        return next((name for name, into in self.into.items() if into == parameter), meant)


class ArgumentError(ValueError):
    """The arguments of a call do not fit the tool's input schema; nothing was sent."""

    def __init__(self, tool: str, faults: Faults) -> None:
        more = f"\n- and {faults.unnamed} more" if faults.unnamed else ""
        lines = "\n- ".join(faults.lines)
        super().__init__(
            f"Nothing was sent: the arguments of {tool} do not fit its input schema.\n- {lines}{more}"
        )


def _unknown(properties: Mapping[str, Schema]) -> str:
    if not properties:
        return "is unknown; the tool takes no arguments"
    return "is unknown; the tool takes " + ", ".join(properties)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of an adapter's tools are served; patterns are those of a shell (`*`, `?`, `[…]`)."""

    read_only: bool = False
    """Only tools whose `readOnlyHint` is true."""
    include: tuple[str, ...] = ()
    """Only tools that match one of these; empty means all."""
    exclude: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Only tools with one of these tags; empty means all."""

    def of(self, tools: Iterable[Tool]) -> tuple[Tool, ...]:
        """The tools that are served, in their order."""
        return tuple(tool for tool in tools if self._admits(tool))

    def _admits(self, tool: Tool) -> bool:
        if self.read_only and not tool.annotations.read_only:
            return False
        if self.include and not _matches(tool.name, self.include):
            return False
        if self.tags and not any(_matches(tag, self.tags) for tag in tool.tags):
            return False
        return not _matches(tool.name, self.exclude)

    def unmatched(self, tools: Iterable[Tool]) -> tuple[str, ...]:
        """Patterns that fit no tool: most likely a slip of the pen, so the caller says so."""
        names = [tool.name for tool in tools]
        patterns = (*self.include, *self.exclude)
        return tuple(one for one in patterns if not any(_matches(name, (one,)) for name in names))


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
