"""The values of the stages are what `dataclasses` would have made of them."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest

from generator import records
from tests.support.modules import generator_modules

Made = Callable[[Any], Any]
BOTH = [records.dataclass(frozen=True, slots=True), dataclasses.dataclass(frozen=True, slots=True)]


def classes(made: Made) -> tuple[Any, Any]:
    @made
    class Point:
        """Where it is."""

        x: int
        y: int = 2
        names: list[str] = dataclasses.field(default_factory=list)
        note: str = dataclasses.field(default="", compare=False, repr=False)
        count: ClassVar[int] = 7
        twice: int = dataclasses.field(init=False, repr=False, compare=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "twice", 2 * self.x)

    @made
    class Named(Point):
        key: str = dataclasses.field(default="k", kw_only=True)

    return Point, Named


@pytest.mark.parametrize("made", BOTH, ids=["records", "dataclasses"])
def test_a_class(made: Made) -> None:
    point_class, named_class = classes(made)
    point = point_class(1, note="n")

    assert (point.x, point.y, point.names, point.note, point.twice) == (1, 2, [], "n", 2)
    assert repr(point).endswith("Point(x=1, y=2, names=[])")
    assert point == point_class(1)
    assert point != point_class(2)
    assert point != named_class(1)
    assert named_class(1, key="a") != named_class(1, key="b")
    assert point.names is not point_class(1).names
    assert [field.name for field in dataclasses.fields(named_class)][-1] == "key"
    assert dataclasses.replace(point, x=5).twice == 10
    assert point_class.__match_args__ == ("x", "y", "names", "note")
    assert copy.copy(point) == point


@pytest.mark.parametrize("made", BOTH, ids=["records", "dataclasses"])
def test_what_is_refused(made: Made) -> None:
    point_class, named_class = classes(made)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        point_class()
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        point_class(1, z=3)
    with pytest.raises(TypeError, match="positional argument"):
        named_class(1, 2, [], "", "key")
    point = point_class(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'x'"):
        point.x = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'x'"):
        del point.x
    with pytest.raises(TypeError, match="unhashable"):
        hash(point)  # It holds a list.


@pytest.mark.parametrize("made", BOTH, ids=["records", "dataclasses"])
def test_values_are_keys(made: Made) -> None:
    @made
    class Key:
        text: str

    @made
    class Other:
        text: str

    @made
    class Nothing:
        pass

    assert {Key("a"), Key("a"), Key("b")} == {Key("a"), Key("b")}
    assert Key("a") != Other("a")
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())


@records.dataclass(frozen=True, slots=True)
class Kept:
    """Pickled by the batch that works over several processes."""

    text: str


def test_a_value_is_pickled() -> None:
    assert pickle.loads(pickle.dumps(Kept("a"))) == Kept("a")


@pytest.mark.parametrize("made", [records.dataclass(slots=True), dataclasses.dataclass(slots=True)])
def test_a_class_whose_values_change(made: Made) -> None:
    @made
    class Counted:
        count: int = 0
        names: list[str] = dataclasses.field(default_factory=list)

    value = Counted()
    value.count += 1

    assert value == Counted(1)
    assert repr(value).endswith("Counted(count=1, names=[])")
    with pytest.raises(TypeError, match="unhashable"):
        hash(value)


def test_every_class_of_the_generator_can_be_made() -> None:
    """What is wrong with a class would else be seen by those who first make a value of it."""
    asked = [kind for kind in set(_classes()) if dataclasses.is_dataclass(kind)]

    assert len(asked) > 250
    for kind in asked:
        by_place = [
            each.name for each in dataclasses.fields(kind) if each.init and not each.kw_only
        ]
        assert kind.__match_args__ == tuple(by_place)


def _classes() -> Iterator[type[Any]]:
    for module in generator_modules():
        yield from (each for each in vars(module).values() if inspect.isclass(each))
