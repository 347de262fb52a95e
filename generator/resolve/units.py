"""The units: REST operations and tools that do the same share one."""

from __future__ import annotations

from ..plan import (
    ExposedInput,
    Output,
    Unit,
    UnitInput,
    UnitStep,
)


class UnitPool:
    """Every unit of a capability, each under a name of its own."""

    def __init__(self) -> None:
        self._units: dict[str, Unit] = {}

    def unit(
        self,
        name: str,
        description: str | None,
        inputs: tuple[ExposedInput, ...],
        program: tuple[UnitStep, ...],
        output: Output,
    ) -> str:
        """The name of the unit that does this: one that is there, or a new one."""
        made = Unit(
            name=name,
            description=description,
            inputs=tuple(
                UnitInput(each.input, each.type, each.required, each.description) for each in inputs
            ),
            program=program,
            output=output,
        )
        number = 1
        key = name
        while key in self._units:
            if _same(self._units[key], made):
                return key
            number += 1
            key = f"{name}-{number}"
        self._units[key] = Unit(key, made.description, made.inputs, made.program, made.output)
        return key

    def all(self) -> tuple[Unit, ...]:
        return tuple(self._units.values())


def _same(one: Unit, other: Unit) -> bool:
    """Whether two units behave alike; what they are called and described as may differ."""
    return (
        {(each.name, each.type, each.required) for each in one.inputs}
        == {(each.name, each.type, each.required) for each in other.inputs}
        and one.program == other.program
        and one.output == other.output
    )
