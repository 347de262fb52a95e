"""A key that `tests/oracle/README.md` calls read is one without which the reading says something else of a made file.

The made files are held against packages by the other tests of this folder, so that what changes here changes there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, Final

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.oracle.loader import RefusedError
from tests.oracle.test_constructs import READ

from . import official, orchestrated, predicted, served, worlds
from .living_specs import text_of
from .taken_away import Key, keys_of, without

_SEVERAL: Final = settings(
    database=None,
    derandomize=True,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
_Case = tuple[dict[str, Any], Callable[[dict[str, Any]], str]]
"""A part of a made capability, and what the reading says where it is another one."""


NOT_SHOWN: Final[frozenset[Key]] = frozenset(
    (
        # What stands there is what is meant without it.
        ("consumedApi", "type"),
        # Only for what is no single value, which no made document has at that path.
        ("consumedOutput", "type"),
        # Flows are asked with values that they declare, under the names that they have.
        ("flow", "inputParameters"),
        ("flow", "with"),
        # Made too seldom for so few capabilities; `CAPWRIGHT_EXAMPLES=500` meets them.
        ("consumedParameter", "const"),
        ("typedBody", "type"),
        ("typedBody", "data"),
        ("part", "value"),
        ("part", "filename"),
        ("part", "contentType"),
    )
)
"""Keys whose rows are held by the names in the code alone."""


def _operations(spec: dict[str, Any]) -> Iterator[_Case]:
    yield spec, predicted.of_operations


def _flows(made: tuple[dict[str, Any], list[dict[str, Any]]]) -> Iterator[_Case]:
    spec, inputs = made
    yield spec, lambda changed: predicted.of_flows((changed, inputs))


def _served(case: served.Case) -> Iterator[_Case]:
    yield case.spec, lambda changed: predicted.of_served(dataclasses.replace(case, spec=changed))


def _worlds(world: worlds.World) -> Iterator[_Case]:
    for name, text in world.files.items():
        if name.endswith(".yaml") and text.startswith("ikanos"):
            yield (
                yaml.safe_load(text),
                lambda changed, name=name: predicted.of_world(
                    dataclasses.replace(world, files={**world.files, name: text_of(changed)})
                ),
            )


MADE: Final[dict[str, tuple[Any, Callable[[Any], Iterator[_Case]], int]]] = {
    "official": (official.capabilities(), _operations, 60),
    "orchestrated": (orchestrated.files(), _flows, 60),
    "served": (served.cases(), _served, 400),
    "worlds": (worlds.worlds(), _worlds, 40),
}


def _idle(
    claimed: set[Key],
    strategy: st.SearchStrategy[Any],
    parts: Callable[[Any], Iterator[_Case]],
    examples: int,
) -> set[Key]:
    """Those keys without which the same is said of every capability that is made."""
    left = set(claimed)

    @settings(_SEVERAL, max_examples=examples)
    @given(made=strategy)
    def gather(made: Any) -> None:
        for spec, say in parts(made) if left else ():
            places = [each for each in keys_of(spec) if each[0] in left]
            whole = say(spec) if places else ""
            for key, place in places:
                if key in left and _said(say, without(spec, place)) != whole:
                    left.remove(key)

    gather()
    return left


def _said(say: Callable[[dict[str, Any]], str], spec: dict[str, Any]) -> str | None:
    """None where the file is none of the language any more."""
    try:
        return say(spec)
    except (LookupError, TypeError, ValueError, AttributeError, RefusedError):
        return None


def test_taken_away_a_key_makes_another_prediction() -> None:
    left = {
        (thing, key): set(grammars)
        for thing, keys, (_, grammars) in READ
        for key in keys
        if set(grammars) & set(MADE)
    }
    for name, made in MADE.items():
        claimed = {key for key, grammars in left.items() if name in grammars}
        for key in claimed - _idle(claimed, *made):
            del left[key]
    # What these grammars do not decide may be decided by the others that make it.
    idle = {key for key, grammars in left.items() if grammars <= set(MADE)}
    assert sorted(idle - NOT_SHOWN) == []
