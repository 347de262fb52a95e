"""What adapters and aggregates ask of the resolver, and what they get."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TypeAlias

from ..model import Action, ExposedParameter, Flow, Hints, OutputMapping, Place, Placeholder
from ..plan import Argument, ExposedInput, Operation
from ..records import dataclass
from .exposures import Exposure

ExposureOf: TypeAlias = Callable[["Operation | KnownFlow | None"], Exposure]
"""The exposure of a unit that calls one operation, runs a flow, or does something else."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit that an adapter or an aggregate asks for."""

    name: str
    description: str | None
    action: Action
    outputs: tuple[OutputMapping, ...]
    exposure: ExposureOf
    variables: Sequence[Placeholder] = ()
    most_bytes: int | None = None
    """The adapter's limit for binary answers."""
    media_type: str | None = None
    """What the adapter says a binary answer is."""
    empty_object: bool = False
    """Outputs without a value answer an empty object, and are no mistake (docs/language.md, "Mocks")."""


@dataclass(frozen=True, slots=True)
class Made:
    """The unit that was made for it."""

    unit: str
    description: str
    inputs: tuple[ExposedInput, ...]
    methods: tuple[str, ...]
    """Of the requests that it may send."""
    binary: bool = False
    """The answer is bytes."""
    hints: Hints = field(default_factory=Hints)
    """Of the flow that it runs."""


@dataclass(frozen=True, slots=True)
class KnownFlow:
    """A flow that can be referred to."""

    flow: Flow
    made: Made | None
    """None where it could not be generated, which was reported."""
    maps: bool = False
    """Its answer is made by itself; outputs of whoever refers to it have no say."""
    last: Operation | None = None
    """What its answer comes from, where it does not map."""

    @property
    def hints(self) -> Hints:
        return self.flow.hints

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """What the flow takes, as whoever refers to it feeds it."""
        inputs = () if self.made is None else self.made.inputs
        return tuple(
            Argument(
                name=each.input,
                wire=each.name,
                place=Place.QUERY,
                type=each.type,
                required=each.required,
                description=each.description,
                declared=each.declared,
                origin=each.origin,
            )
            for each in inputs
        )

    @property
    def parameters(self) -> tuple[ExposedParameter, ...]:
        """The declared inputs, for whoever declares none of its own."""
        return self.flow.parameters
