"""Names that are no identifiers, and numbers that a float would spell anew."""

from __future__ import annotations

import pytest

from tests.orchestration.conftest import Package
from tests.support.upstreams import Told

DOCUMENT = {"@type": "Letter", "$ref": "#1", "first name": {"last name": "Ann"}}


@pytest.fixture(autouse=True)
def _told(archive: Package) -> None:
    archive.tell(
        {
            "GET /documents": Told([]),
            "GET /documents/7": Told(DOCUMENT),
            "GET /documents/007": Told(DOCUMENT),
        }
    )


def test_arguments_under_the_names_of_the_spec(archive: Package) -> None:
    """The reference engine lists them so; the schema has names that every client takes."""
    spelled = {"$top": 5, "f[]": [1, "b"], "first name": "x", "ключ": "v"}
    offered = {"top": 5, "f": [1, "b"], "first_name": "x", "argument": "v"}
    for arguments in (spelled, offered):
        failed, _ = archive.call("list-documents", arguments)
        assert not failed
    first, second = archive.upstream.targets()
    assert first == second
    assert first == (
        "GET /documents?%24top=5&f%5B%5D=1&f%5B%5D=b&first%20name=x&%D0%BA%D0%BB%D1%8E%D1%87=v"
    )


def test_the_error_names_what_the_schema_has(archive: Package) -> None:
    failed, text = archive.call("list-documents", {"f[]": [None]})
    assert failed
    assert text == "Nothing was sent: f must not be null."


def test_keys_of_a_step_are_what_stands_between_the_dots(archive: Package) -> None:
    """Language, 2.14: the path is split on its dots and walked by keys."""
    failed, text = archive.call("read-document")
    assert not failed
    assert text == '{"kind":"Letter","author":"Ann","link":"#1"}'


@pytest.mark.parametrize("price", ["1.50", "1e3", "0.12345678901234567890123", "-0.0", "10"])
def test_numbers_keep_their_digits(archive: Package, price: str) -> None:
    assert archive.get(f"/documents?price={price}").status == 200
    assert archive.get("/documents/007").status == 200
    assert archive.upstream.targets() == [f"GET /documents?price={price}", "GET /documents/007"]
