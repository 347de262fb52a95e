"""`rest.py`: the routes of each REST adapter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..naming import Identifier
from ..plan import Binary, ExposedInput, InputPlace, PassThrough, RestSurface, Route, RunFlow
from .patterns import pattern_of
from .python import CallOf, Literal, Name, Python, TupleOf, literal
from .units import LoweredUnit

_CLASSES: Final = {
    InputPlace.PATH: "PathVariable",
    InputPlace.QUERY: "Query",
    InputPlace.HEADER: "Header",
    InputPlace.COOKIE: "Cookie",
    InputPlace.FIELD: "Field",
    InputPlace.QUERY_OR_FIELD: "QueryOrField",
    InputPlace.WHOLE_BODY: "WholeBody",
    InputPlace.RAW_BODY: "RawBody",
}


def route_table(surface: RestSurface, units: Mapping[str, LoweredUnit]) -> Python:
    """The table of an adapter's routes."""
    return TupleOf(tuple(_route(route, units[route.unit]) for route in surface.routes))


def _route(route: Route, unit: LoweredUnit) -> Python:
    arguments: list[Python] = [
        Literal(route.method),
        Literal(route.path),
        Name(f"units.{unit.function.name}"),
    ]
    if route.inputs:
        arguments.append(TupleOf(tuple(_input(each, unit) for each in route.inputs)))
    keywords: list[tuple[Identifier, Python]] = []
    if route.conditions:
        keywords.append((Identifier("conditions"), literal(route.conditions)))
    runs_flow = any(isinstance(each, RunFlow) for each in unit.unit.program)
    if runs_flow or not isinstance(unit.unit.output, PassThrough | Binary):
        keywords.append((Identifier("mapped"), Literal(True)))
    return CallOf(Name("Route"), tuple(arguments), tuple(keywords))


def _input(exposed: ExposedInput, unit: LoweredUnit) -> Python:
    arguments: list[Python] = [Literal(exposed.name)]
    whole = exposed.place in (InputPlace.WHOLE_BODY, InputPlace.RAW_BODY)
    type_ = _type(exposed)
    if not whole and type_ != Name("STRING"):
        arguments.append(type_)
    keywords: list[tuple[Identifier, Python]] = []
    if exposed.required and exposed.place != InputPlace.PATH:
        keywords.append((Identifier("required"), Literal(True)))
    parameter = unit.inputs[exposed.input]
    if parameter != exposed.name:
        keywords.append((Identifier("into"), Literal(str(parameter))))
    return CallOf(Name(_CLASSES[exposed.place]), tuple(arguments), tuple(keywords))


def _type(exposed: ExposedInput) -> Python:
    constant = Name(exposed.type.name)
    if exposed.enum is None and exposed.pattern is None:
        return constant
    keywords: list[tuple[Identifier, Python]] = []
    if exposed.enum is not None:
        keywords.append((Identifier("enum"), literal(tuple(exposed.enum))))
    if exposed.pattern is not None:
        keywords.append((Identifier("pattern"), pattern_of(exposed.pattern)))
    return CallOf(Name(f"{constant.dotted}.limited"), (), tuple(keywords))
