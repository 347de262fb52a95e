"""Rounds and medians: the machine is never quiet, so that only what ran in turn can be compared."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def interleaved(
    names: Iterable[str], measure: Callable[[str], T], rounds: int
) -> dict[str, list[T]]:
    """Measure each in turn, `rounds` times over.

    Every other round goes the other way round: what only grows or falls meanwhile favours none.
    """
    found: dict[str, list[T]] = {name: [] for name in names}
    for number in range(rounds):
        for name in reversed(found) if number % 2 else found:
            found[name].append(measure(name))
    return found


def beside(first: Callable[[], float], second: Callable[[], float], rounds: int) -> float:
    """How many times the first the second is: the middle one of the ratios of pairs.

    Every other pair is measured the other way round: what only grows or falls meanwhile favours neither.
    """
    ratios: list[float] = []
    for number in range(rounds):
        if number % 2:
            later = second()
            ratios.append(later / first())
        else:
            earlier = first()
            ratios.append(second() / earlier)
    return middle(ratios)


def of_rounds(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """How many times theirs ours is: the middle one of the ratios of the rounds.

    What is measured shortly after one another is held against one another: a machine that others use too has slow
    minutes, and the medians of two subjects may stem from different ones.

    Args:
        ours: a value for each round.
        theirs: the same; not 0.
    """
    return middle(one / other for one, other in zip(ours, theirs, strict=True))


def medians(found: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The middle value of each."""
    return {name: statistics.median(values) for name, values in found.items()}


def quickest(found: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The shortest of each: for a duration that only the rest of the machine makes longer."""
    return {name: min(values) for name, values in found.items()}


def middle(values: Iterable[float]) -> float:
    """The middle value."""
    return statistics.median(list(values))
