"""Names that are given out: who takes one says so, and to look one up changes nothing.

Source: "a look-up that mutates" of the issue about packages that are cheap to own.
"""

from __future__ import annotations

from generator.naming import Names


def test_a_name_is_claimed_once() -> None:
    names = Names(("client",))
    assert names.claim("list-repos") == "list_repos"
    assert names.claim("list-repos") == "list_repos"
    assert names.claim("list_repos") == "list_repos_"
    assert names.claim("client") == "client_"


def test_a_fresh_name_is_another_one_at_every_call() -> None:
    names = Names()
    assert [names.fresh("item") for _ in range(3)] == ["item", "item_", "item__"]
    names.reserve("other")
    assert names.fresh("other") == "other_"


def test_nothing_is_taken_by_looking() -> None:
    assert not {"__getitem__", "__contains__", "get", "__missing__"} & set(dir(Names))
