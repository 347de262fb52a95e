"""CSS selectors of HTML answers: what is certainly none (Selectors level 4, as the runtime's library reads it)."""

from __future__ import annotations

from typing import Final

from .. import regex
from ..diagnostics.rules import formats as rules
from .node import Node

_NAME: Final = r"(?:--|-?(?:[A-Za-z_]|[^\x00-\x7f]|\\[^\n]))(?:[\w-]|[^\x00-\x7f]|\\[^\n])*"
_TEXT: Final = r"\"[^\"\n]*\"|'[^'\n]*'"
_PARTS: Final = regex.late(
    rf"(?P<element>(?:(?:{_NAME}|\*)?\|(?!=))?(?:{_NAME}|\*))"
    rf"|\#{_NAME}|\.{_NAME}"
    rf"|\[\s*(?:(?:{_NAME}|\*)?\|(?!=))?{_NAME}\s*(?:[~|^$*]?=\s*(?:{_NAME}|{_TEXT})\s*[iIsS]?\s*)?\]"
    r"|:nth-(?:last-)?(?:child|of-type)\(\s*(?:odd|even|[+-]?\d*n(?:\s*[+-]\s*\d+)?|[+-]?\d+)\s*\)"
    r"|:(?P<function>not|is|where|has)\((?P<open>)"
    rf"|::?(?P<pseudo>{_NAME}\(?)"
    r"|(?P<close>\))"
    r"|\s*(?P<comma>,)\s*|\s*(?P<join>[>+~])\s*|(?P<space>\s+)"
)
_STATES: Final = frozenset(
    {
        "active",
        "any-link",
        "blank",
        "checked",
        "disabled",
        "empty",
        "enabled",
        "first-child",
        "first-of-type",
        "focus",
        "hover",
        "last-child",
        "last-of-type",
        "link",
        "only-child",
        "only-of-type",
        "optional",
        "placeholder-shown",
        "read-only",
        "read-write",
        "required",
        "root",
    }
)


def check_selector(node: Node, selector: str) -> None:
    """Report a selector that no answer could be read by."""
    problem = _problem(selector.strip())
    if problem is not None:
        advice = (
            "write `:nth-child(2)` for `:eq(1)`"
            if problem.endswith("is none of CSS")
            else "write a selector such as `table.prices`, or leave it out for all tables"
        )
        node.note(rules.SELECTOR, selector=selector, problem=problem, advice=advice)


def _problem(text: str) -> str | None:
    """What is wrong with a selector; the empty one stands for all tables."""
    at, empty, functions = 0, True, [""]
    while at < len(text):
        found = _PARTS.match(text, at)
        if found is None or (found["element"] and not empty):
            return f"`{text[at:][:20]}` cannot stand there"
        at = found.end()
        state = found["pseudo"]
        if state is not None and state.lower() not in _STATES:
            return f"`:{state.rstrip('(')}` is none of CSS"
        if found["open"] is not None:
            functions.append(found["function"])
            empty = True
        elif found["close"] or found["comma"] or found["join"]:
            # Inside `:has` a selector may begin with what joins it to the element.
            if empty and not (found["join"] and functions[-1] == "has"):
                return "a part of it is empty"
            if found["close"] and len(functions) < 2:
                return "a parenthesis closes nothing"
            if found["close"]:
                functions.pop()
            empty = not found["close"]
        elif found["space"] is None:
            empty = False
        elif not empty:
            empty = True
            if at == len(text) or text[at] in "),":
                empty = False
    if len(functions) > 1:
        return "a parenthesis is not closed"
    return "it ends where another part has to follow" if empty and text else None
