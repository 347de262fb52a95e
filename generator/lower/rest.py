"""`rest.py`: the routes of each REST adapter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .. import regex
from ..naming import Identifier
from ..plan import (
    Binary,
    ExposedInput,
    ForwardPlan,
    InputPlace,
    Pair,
    PassThrough,
    RestSurface,
    Route,
    RunFlow,
)
from .expressions import text_parts
from .output_schemas import undescribed
from .paths import lowered_steps
from .patterns import pattern_of
from .python import CallOf, Literal, Name, Python, TupleOf, call, literal
from .units import LoweredUnit

_MIXED: Final = regex.late(r"[^/]\{|\}[^/]")
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


def route_table(
    surface: RestSurface, units: Mapping[str, LoweredUnit], *, check_bodies: bool
) -> Python:
    """The table of an adapter's routes; with `check_bodies` whole bodies have their schemas."""
    return TupleOf(
        tuple(
            _route(route, units[route.unit], check_bodies=check_bodies) for route in surface.routes
        )
    )


def needs_any_router(surface: RestSurface) -> bool:
    """Whether a path has text and variables in one segment, or takes the rest: the usual router knows neither."""
    return any(route.takes_rest or _MIXED.search(route.path) for route in surface.routes)


def forward_table(surface: RestSurface) -> Python:
    """The table of what an adapter hands on."""
    return TupleOf(tuple(map(_forward, surface.forwards)))


def _forward(forward: ForwardPlan) -> Python:
    keywords: list[tuple[str, Python]] = [
        ("path", Literal(forward.path)),
        ("api", Literal(forward.api)),
        ("takes_rest", Literal(forward.takes_rest)),
    ]
    names = (("trusted", forward.trusted), ("owned", forward.owned))
    keywords += [(key, literal(found)) for key, found in names if found]
    for key, pairs in (("query", forward.query), ("headers", forward.headers)):
        if pairs:
            keywords.append((key, TupleOf(tuple(map(_pair, pairs)))))
    return call("Forward", keywords)


def _pair(fixed: Pair) -> Python:
    assert fixed.value is not None
    return TupleOf((Literal(fixed.name), text_parts(fixed.value)))


def _route(route: Route, unit: LoweredUnit, *, check_bodies: bool) -> Python:
    arguments: list[Python] = [
        Literal(route.method),
        Literal(route.path),
        Name(f"units.{unit.function.name}"),
    ]
    if route.inputs:
        arguments.append(TupleOf(tuple(_input(each, unit, check_bodies) for each in route.inputs)))
    keywords: list[tuple[Identifier, Python]] = []
    if route.conditions:
        keywords.append((Identifier("conditions"), literal(route.conditions)))
    runs_flow = any(isinstance(each, RunFlow) for each in unit.unit.program)
    if runs_flow or not isinstance(unit.unit.output, PassThrough | Binary):
        keywords.append((Identifier("onward"), Name("where_mapped")))
    if route.takes_rest:
        keywords.append((Identifier("takes_rest"), Literal(True)))
    return CallOf(Name("Route"), tuple(arguments), tuple(keywords))


def _input(exposed: ExposedInput, unit: LoweredUnit, check_bodies: bool) -> Python:
    arguments: list[Python] = [Literal(exposed.name)]
    if exposed.path is not None:
        arguments.append(lowered_steps(exposed.path))
    whole = exposed.place in (InputPlace.WHOLE_BODY, InputPlace.RAW_BODY)
    type_ = _type(exposed)
    keywords: list[tuple[Identifier, Python]] = []
    if not whole and type_ != Name("STRING"):
        arguments.append(type_)
    if exposed.required and exposed.place != InputPlace.PATH:
        keywords.append((Identifier("required"), Literal(True)))
    parameter = unit.inputs[exposed.input]
    if parameter != exposed.name:
        keywords.append((Identifier("into"), Literal(str(parameter))))
    class_ = "Part" if exposed.path is not None else _CLASSES[exposed.place]
    if check_bodies and exposed.place is InputPlace.WHOLE_BODY and exposed.schema:
        class_ = "DescribedBody"
        keywords.append((Identifier("schema"), literal(undescribed(exposed.schema))))
    return CallOf(Name(class_), tuple(arguments), tuple(keywords))


def _type(exposed: ExposedInput) -> Python:
    constant = Name(exposed.type.name)
    if exposed.enum is None and exposed.pattern is None:
        return constant
    keywords: list[tuple[Identifier, Python]] = []
    if exposed.enum is not None:
        keywords.append((Identifier("enum"), literal(tuple(exposed.enum))))
    if exposed.pattern is not None:
        keywords.append((Identifier("pattern"), pattern_of(exposed.pattern)))
    return CallOf(Name("limited"), (constant,), tuple(keywords))
