"""Names: words in small letters, short enough, the same whatever stands beside them."""

from __future__ import annotations

import pytest

from generator.openapi.model import Operation
from generator.openapi.names import LONGEST, kebab, namespace_of, operation_names
from generator.openapi.schemas import LONGEST as LONGEST_DESCRIPTION
from generator.openapi.schemas import short_text_of


def _operation(identifier: str, method: str = "GET", path: str = "/a") -> Operation:
    return Operation(method, path, identifier, "", "", (), None)


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("repos/get-content", "repos-get-content"),
        ("getPetById", "get-pet-by-id"),
        ("listHTTPRoutes", "list-http-routes"),
        ("readCoreV1NamespacedPod", "read-core-v-1-namespaced-pod"),
        ("", "get-a"),
        ("äöü", "get-a"),
    ],
)
def test_a_name(identifier: str, name: str) -> None:
    assert operation_names((_operation(identifier),)) == [name]


def test_without_identifier_the_path_tells() -> None:
    assert operation_names((_operation("", "DELETE", "/ships/{imo}/crew"),)) == [
        "delete-ships-by-imo-crew"
    ]


def test_long_names_are_cut_at_a_word_and_stay_different() -> None:
    long = "a" + "VeryLongName" * 12
    names = operation_names(
        (_operation(long + "One", path="/1"), _operation(long + "Two", path="/2"))
    )
    assert all(len(name) <= LONGEST for name in names)
    assert len(set(names)) == 2
    assert names[:1] == operation_names((_operation(long + "One", path="/1"),))


def test_double_names_get_a_mark_of_their_own() -> None:
    one, two = _operation("same", path="/1"), _operation("same", path="/2")
    names = operation_names((one, two))
    assert len(set(names)) == 2
    assert names[::-1] == operation_names((two, one))


def test_of_a_title() -> None:
    assert namespace_of("The Harbour API") == "harbour"
    assert namespace_of("日本") == "api"
    assert kebab("") == ""


def test_descriptions_of_inputs_are_their_first_sentences() -> None:
    text = "The name. " + "More of it that goes on. " * 40
    short = short_text_of({"d": text}, "d")
    assert short.startswith("The name. More")
    assert len(short) <= LONGEST_DESCRIPTION
    assert short.endswith(".")
    assert short_text_of({"d": "x" * 200 + " " + "y" * 200}, "d") == "x" * 200 + " …"
    assert short_text_of({}, "d") == ""
