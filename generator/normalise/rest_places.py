"""Where the inputs of an adapter are that do not say it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

from ..diagnostics.rules import shape as rules
from ..model import Place
from .meant_variables import meant_variable
from .node import Node
from .paths import WrittenPath
from .values import place

WITHOUT_BODY: Final = frozenset({"GET", "HEAD", "DELETE"})
Places: TypeAlias = Callable[[Node, str], Place | None]
"""Where a declared input of a name is."""


def rest_places(
    method: str, path: WrittenPath, names: AbstractSet[str], *, published: bool
) -> Places:
    """Where the inputs of a REST operation are, also of those that do not say it.

    In the published dialect that is where the operation has what they feed, which is found later.
    `names` are those of all declared inputs.
    """
    variables = path.variables

    def find(node: Node, name: str) -> Place | None:
        said = place(node)
        if said is Place.PATH and name not in variables and not published:
            said = Place.QUERY if method in WITHOUT_BODY else Place.BODY
            what = "the query" if said is Place.QUERY else "the JSON body"
            _report_no_variable(node, name, what, path, variables - names)
        if said is not None:
            return said
        inferred = Place.PATH if name in variables else _mapped_place(node)
        if inferred is None and published:
            node.note(rules.PLACE_MISSING, name=name, place="from where the operation has it")
            return None
        if inferred is None:
            inferred = Place.QUERY if method in WITHOUT_BODY else Place.BODY
        node.note(rules.PLACE_MISSING, name=name, place=f"as `in: {inferred.value}`")
        return inferred

    return find


def _report_no_variable(
    node: Node, name: str, place: str, path: WrittenPath, open_names: AbstractSet[str]
) -> None:
    """At the variable of the route that was meant, or else at the input."""
    meant = meant_variable(path.path, name, sorted(open_names), False, published=False)
    at = path.node if meant is not None else node.get("in") or node
    if node.findings.reported_at(at.origin):
        return
    node.findings.report(
        rules.NO_VARIABLE_IN_ROUTE,
        at.origin,
        within=None if meant is None else meant.written,
        hint=None if meant is None else meant.hint,
        instead=None if meant is None else meant.instead,
        name=name,
        place=place,
    )


def no_places(_node: Node, _name: str) -> Place | None:
    """The arguments of tools, prompts and flows have no place."""
    return None


def _mapped_place(node: Node) -> Place | None:
    """What a published `mapping: $.body.name` on an input says of its place."""
    mapping = node.value.get("mapping")
    if not isinstance(mapping, str):
        return None
    parts = mapping.split(".")
    known = {"path": Place.PATH, "query": Place.QUERY, "body": Place.BODY, "header": Place.HEADER}
    return known.get(parts[1]) if len(parts) > 2 and parts[0] == "$" else None
