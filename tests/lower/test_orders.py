"""Orders that linters have an opinion on."""

from __future__ import annotations

from generator.lower.annotations import Annotation
from generator.lower.imports import exported_names, sorted_names
from generator.lower.signatures import annotation
from generator.model import ValueType


def test_all_has_capitals_before_small_letters_and_imports_have_not() -> None:
    names = ["ServicenowClient", "ServiceUnavailableError", "pick", "OMIT", "Ab10", "Ab9"]
    assert exported_names(names) == (
        *("OMIT", "Ab9", "Ab10", "ServiceUnavailableError", "ServicenowClient", "pick"),
    )
    assert sorted_names(names) == (
        *("OMIT", "Ab9", "Ab10", "ServicenowClient", "ServiceUnavailableError", "pick"),
    )


def test_none_is_the_last_of_a_union() -> None:
    found = annotation(ValueType.STRING, required=False, nullable=True)
    assert found == Annotation(("str", "Omit", "None"))
