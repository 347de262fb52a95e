"""The units: REST operations and tools that do the same share one."""

from __future__ import annotations

from collections import Counter

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
        self._uses: Counter[str] = Counter()

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
                UnitInput(each.input, each.type, _is_required(each), each.description)
                for each in inputs
            ),
            program=program,
            output=output,
        )
        number = 1
        key = name
        while key in self._units:
            if _same(self._units[key], made):
                self._uses[key] += 1
                return key
            number += 1
            key = f"{name}-{number}"
        self._units[key] = Unit(key, made.description, made.inputs, made.program, made.output)
        self._uses[key] = 1
        return key

    def make_same_call(self, one: str, other: str) -> bool:
        """Whether two units make the same call of the same inputs, however these are checked."""
        first, second = self._units[one], self._units[other]
        return (
            {each.name for each in first.inputs} == {each.name for each in second.inputs}
            and first.program == second.program
            and first.output == second.output
        )

    def give_back(self, name: str) -> None:
        """One user less; a unit that nobody uses goes."""
        self._uses[name] -= 1
        if not self._uses[name]:
            del self._units[name]

    def named(self, name: str) -> Unit:
        return self._units[name]

    def all(self) -> tuple[Unit, ...]:
        return tuple(self._units.values())


def _is_required(exposed: ExposedInput) -> bool:
    """Whether callers of the unit never leave it out. A tool may ask for a body that REST does not ask for."""
    return exposed.is_needed if exposed.document else exposed.required


def _same(one: Unit, other: Unit) -> bool:
    """Whether two units behave alike; what they are called and described as may differ."""
    return (
        {(each.name, each.type, each.required) for each in one.inputs}
        == {(each.name, each.type, each.required) for each in other.inputs}
        and one.program == other.program
        and one.output == other.output
    )
