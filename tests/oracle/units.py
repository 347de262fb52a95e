"""Which inputs an exposed unit has, where they come from, and what a call of it sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from .consumed import alike
from .holes import MISSING, Hole, UnresolvedError, fill, holes_of, is_environment_name, spell, walk
from .requests import Need, Refusal, Wire, build, needs
from .things import Operation, Parameter, Unit

READING = ("GET", "HEAD")
NO_BODY = ("GET", "HEAD", "DELETE")


@dataclass(frozen=True)
class Input:
    """An input of a unit, by the name that its caller uses.

    `place` of a REST input: `path`, `query`, `header`, `cookie`, `field` (of a JSON body),
    `query-or-field`, `whole` (the JSON body), `raw` (the body's bytes). None for a tool's argument.
    """

    name: str
    place: str | None
    type: str | None
    required: bool
    inside: str | None = None
    """The name that `with` and the operation have for it, where a variable of the route spells it in
    another way."""

    @property
    def inner(self) -> str:
        return self.inside or self.name


def inputs(unit: Unit) -> list[Input]:
    """Declared and implied inputs (docs/language.md, "Exposed under REST")."""
    collector = _Collector(unit)
    for need in needs(unit.operation):
        collector.need(need)
    collector.unknown_keys()
    collector.respelled()
    collector.left_over()
    return list(collector.found.values())


class _Collector:
    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.published = unit.operation.names.published
        self.declared = {p.name: p for p in unit.declared}
        self.route = [part.name for part in unit.route if isinstance(part, Hole)]
        self.found: dict[str, Input] = {}

    def need(self, need: Need) -> None:
        arguments = self.unit.arguments
        if arguments is not None and need.name in arguments:
            self._fed(need, arguments[need.name])
        elif _head(need.name) in self.declared and not self.published:
            is_part = "." in need.name and need.name not in self.declared
            whole = replace(need, type="object") if is_part else need
            self._take(_head(need.name) if is_part else need.name, None, whole)
        elif need.name in self.declared or self._implied(need):
            on_rest = self.unit.method is not None
            said = "whole" if on_rest and need.place == "document" else None
            self._take(need.name, said, need)

    def _implied(self, need: Need) -> bool:
        if not self.published:
            return need.required or need.name in self.route
        if self.unit.method is not None:
            return not (need.place in ("free", "raw") and self.unit.method in READING)
        return (
            self.unit.arguments is None
            or need.required
            or need.placeholder
            or need.place in ("path", "free", "document", "raw")
        )

    def _fed(self, need: Need, template: Any) -> None:
        for hole in self._callers(template):
            whole = (
                self.unit.method is not None
                and hole.name == "body"
                and hole.place is None
                and need.place == "body"
                and need.name != "body"
            )
            sole = len(holes_of(template)) == 1 and not _has_text(template)
            place = hole.place
            if need.place == "document" and sole and hole.name == "body" and place is None:
                whole = self.unit.method is not None
            elif need.place in ("document", "free") and not sole and self.unit.method is not None:
                place = place or "body"  # a part of a document is a field
            passed = need if sole else replace(need, type=None)
            if not _is_leaf(template):
                passed = replace(passed, required=False)
            self._take(hole.name, "whole" if whole else place, passed)

    def unknown_keys(self) -> None:
        known = {need.name for need in needs(self.unit.operation)}
        for key, template in (self.unit.arguments or {}).items():
            if key not in known and key not in self.unit.operation.silent:
                for hole in self._callers(template):
                    self._take(hole.name, hole.place, Need(key, "unknown", None, False))

    def _callers(self, template: Any) -> list[Hole]:
        names = self.unit.operation.names
        return [
            hole
            for hole in holes_of(template)
            if hole.kind == "input"
            or (
                hole.kind == "any"
                and (hole.name in self.declared or not is_environment_name(hole.name, names))
            )
        ]

    def respelled(self) -> None:
        """A variable of the route that feeds nothing is the one input of its letters and digits."""
        if not self.published:
            return
        for variable in self.route:
            same = [
                item
                for name, item in self.found.items()
                if name not in self.route
                and alike(name, variable)
                and item.place not in ("whole", "raw")
            ]
            if variable in self.found or len(same) != 1:
                continue
            old = same[0]
            kind = "string" if old.type in ("array", "object") else old.type
            made = Input(variable, "path", kind, True, old.name)
            self.found = {
                (variable if item is old else name): (made if item is old else item)
                for name, item in self.found.items()
            }

    def left_over(self) -> None:
        """Variables of the route and declared inputs that feed nothing."""
        for name in self.route:
            if name not in self.found:
                self.found[name] = Input(name, "path", "string", True)
        taken = {item.inner for item in self.found.values()}
        for parameter in self.unit.declared:
            if parameter.name not in {*self.found, *taken} and not _fixed(parameter):
                self._take(parameter.name, None, Need(parameter.name, "unknown", None, False))

    def _take(self, name: str, said: str | None, need: Need) -> None:
        declared = self.declared.get(name)
        if declared is not None and _fixed(declared):
            return
        place = self._place(name, said, need, declared)
        kind = (declared.type if declared else None) or self._type(need)
        made = Input(
            name,
            place,
            "string" if place == "path" and kind in ("array", "object") else kind,
            self._required(name, need, declared),
        )
        old = self.found.get(name)
        if old is None:
            self.found[name] = made
        elif made.required and not old.required:
            self.found[name] = replace(old, required=True)

    def _type(self, need: Need) -> str | None:
        """A tool's free body is an object (docs/language.md, "Choices"), for REST and the client it is any JSON."""
        if self.unit.method is None and need.place in ("free", "raw"):
            return "object" if need.place == "free" else "base64"
        return need.type

    def _required(self, name: str, need: Need, declared: Parameter | None) -> bool:
        if self.unit.method is not None:
            return (
                name in self.route
                or need.required
                or bool(declared is not None and declared.required)
            )
        if declared is not None and declared.required is not None:
            return declared.required
        if declared is not None and not self.published:
            return True
        return need.required

    def _place(
        self, name: str, said: str | None, need: Need, declared: Parameter | None
    ) -> str | None:
        method = self.unit.method
        if method is None:
            return None
        if said == "body":
            return "field"
        if said is not None and (said != "path" or name in self.route):
            return said
        if name in self.route:
            return "path"
        if declared is not None and declared.place and declared.place != "path":
            return "field" if declared.place == "body" else declared.place
        return self._natural(need, method)

    def _natural(self, need: Need, method: str) -> str:
        if need.place in ("free", "document"):
            return "whole"
        if need.place in ("raw", "header", "cookie"):
            return need.place
        if need.place == "body":
            return "query" if method in READING else "field"
        if method in NO_BODY or self._whole_body_taken():
            return "query"
        return "query-or-field"

    def _whole_body_taken(self) -> bool:
        body = self.unit.operation.body
        return body is not None and body.kind in ("free", "document", "binary")


def _head(name: str) -> str:
    """`order` of `order.id`, which is a part of it where no input has the whole name (2.2)."""
    return name.partition(".")[0]


def _fixed(parameter: Parameter) -> bool:
    return isinstance(parameter.value, str) and not parameter.value.startswith("$")


def _has_text(template: Any) -> bool:
    text = getattr(template, "text", None)
    return text is None or len(text) > 1


def _is_leaf(template: Any) -> bool:
    return hasattr(template, "text")


def call_unit(
    unit: Unit,
    given: Mapping[str, Any],
    binds: Mapping[str, str],
    *,
    raw_body: bytes | None = None,
) -> Wire | Refusal:
    """What upstream receives when a unit is called with values for its inputs.

    `raw_body` is the body that a REST caller sends where the body is passed on as it is.
    """
    known = inputs(unit)
    for item in known:
        is_body = item.place in ("whole", "raw") and raw_body is not None
        if item.required and given.get(item.name, MISSING) is MISSING and not is_body:
            return Refusal(f"required: {item.name}")
    caller = {item.inner: given[item.name] for item in known if item.name in given}
    caller = {**given, **caller}
    for parameter in unit.declared:
        if _fixed(parameter):
            caller[parameter.name] = parameter.value
    fed = _fed_values(unit, caller, binds)
    operation_needs = {need.name for need in needs(unit.operation)}
    valued = {p.name for p in unit.operation.parameters if p.value is not None}
    valued |= unit.operation.silent
    values = {name: value for name, value in caller.items() if value is not MISSING}
    for spelled, name in _two_spellings(unit):
        if values.get(name, MISSING) is MISSING and spelled in values:
            values[name] = values[spelled]
    for need in needs(unit.operation):
        head, *keys = need.name.split(".")
        if keys and need.name not in values and not unit.operation.names.published:
            values[need.name] = walk(values.get(head, MISSING), keys)
    extras = {}
    for key, value in fed.items():
        if key in operation_needs:
            values[key] = value
        elif key not in valued:
            extras[key] = value
    for need in needs(unit.operation):
        template = (unit.arguments or {}).get(need.name)
        callers = template is None or _callers_holes(unit, template)
        if need.place == "path" and callers and _leads_elsewhere(unit.operation, need.name, values):
            return Refusal(f"another operation: {need.name}")
        if need.type == "array" and need.place != "path" and _fed_by_single(unit, need, known):
            values[need.name] = _listed(values.get(need.name, MISSING))
    return build(unit.operation, values, extras, binds, raw_body=raw_body)


def _callers_holes(unit: Unit, template: Any) -> bool:
    names = unit.operation.names
    return any(
        hole.kind == "input" or (hole.kind == "any" and not is_environment_name(hole.name, names))
        for hole in holes_of(template)
    )


def _leads_elsewhere(operation: Operation, name: str, values: Mapping[str, Any]) -> bool:
    """REST and MCP take one segment for one value (design 4, "Path values and other operations")."""
    path = operation.path
    at = next((i for i, part in enumerate(path) if isinstance(part, Hole) and part.name == name), 0)
    around = [
        part if isinstance(part, str) else "x" for part in (*path[at - 1 : at], *path[at + 1 :])
    ]
    alone = "".join(around[:1]).endswith("/") and "".join(around[1:2])[:1] in ("", "/")
    value = values.get(name, MISSING)
    return value is not MISSING and names_another(spell(value), alone)


def names_another(value: str, alone: bool) -> bool:
    """A value with a slash (encoded at any depth) or a backslash, or a dot segment."""
    while True:
        if "/" in value or "\\" in value or (alone and value in (".", "..")):
            return True
        decoded = unquote(value)
        if decoded == value:
            return False
        value = decoded


def _two_spellings(unit: Unit) -> list[tuple[str, str]]:
    """(as the path spells it, as the parameter is called)."""
    return [(spelled, name) for name, spelled in unit.operation.other_names.items()]


def _fed_by_single(unit: Unit, need: Need, known: list[Input]) -> bool:
    """An input that is no list, by itself, feeds what is an array."""
    name = need.name
    if unit.arguments is not None and name in unit.arguments:
        holes = holes_of(unit.arguments[name])
        template = unit.arguments[name]
        if len(holes) != 1 or not _is_leaf(template) or _has_text(template):
            return False
        name = holes[0].name
    found = next((item for item in known if item.inner == name), None)
    return found is not None and found.type not in (None, "array", "any")


def _listed(value: Any) -> Any:
    return value if value is MISSING or value is None or isinstance(value, list) else [value]


def _fed_values(unit: Unit, caller: Mapping[str, Any], binds: Mapping[str, str]) -> dict[str, Any]:
    def lookup(hole: Hole) -> Any:
        if hole.kind != "bind":
            value = caller.get(hole.name, MISSING)
            if value is not MISSING or hole.kind == "input":
                return value
        return binds.get(hole.name, MISSING)

    fed = {}
    for key, template in (unit.arguments or {}).items():
        try:
            fed[key] = fill(template, lookup)
        except UnresolvedError:
            fed[key] = MISSING
    return fed


def call_operation(
    operation: Operation, given: Mapping[str, Any], binds: Mapping[str, str]
) -> Wire | Refusal:
    """What upstream receives when a client's method is called with arguments by consumed name."""
    return build(operation, given, {}, binds)


def client_inputs(operation: Operation) -> list[Input]:
    """The arguments of the client's method."""
    return [Input(need.name, need.place, need.type, need.required) for need in needs(operation)]
