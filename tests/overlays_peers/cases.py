"""Overlays of our own on one document: each a question that the specification's versions leave to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DOCUMENT: Final = """\
openapi: 3.1.0
info: {title: Old, version: '1'}
paths: {}
x:
  list: [a, b]
  text: old
  none: null
  map: {a: 1, inner: {b: 2}, list: [1]}
  items:
  - {id: 1, keep: false}
  - {id: 2, keep: false}
  - {id: 3, keep: true}
"""


@dataclass(frozen=True)
class Case:
    """A question, the actions that ask it, and the part of the document that answers."""

    question: str
    actions: str
    part: str = "x"
    version: str = "1.1.0"
    more: str = ""

    def overlay(self) -> str:
        """The whole document."""
        head = f"overlay: {self.version}\ninfo: {{title: T, version: '1'}}\n{self.more}"
        return f"{head}actions:\n{self.actions}"


CASES: Final = (
    Case(
        "a list as update of a list `[a, b]`: `[c]`", "- {target: $.x.list, update: [c]}\n", "list"
    ),
    Case("the same under 1.0.0", "- {target: $.x.list, update: [c]}\n", "list", version="1.0.0"),
    Case(
        "a list inside a mapping: `{list: [c]}`", "- {target: $.x, update: {list: [c]}}\n", "list"
    ),
    Case(
        "a mapping as update of a list: `{c: 1}`", "- {target: $.x.list, update: {c: 1}}\n", "list"
    ),
    Case("a text as update of a list: `c`", "- {target: $.x.list, update: c}\n", "list"),
    Case("a text for the text `old`: `new`", "- {target: $.x.text, update: new}\n", "text"),
    Case("null for the text `old`", "- {target: $.x.text, update: null}\n", "text"),
    Case(
        "null inside a mapping: `{text: null}`", "- {target: $.x, update: {text: null}}\n", "text"
    ),
    Case("a text for null: `new`", "- {target: $.x.none, update: new}\n", "none"),
    Case("a text over a mapping: `{map: t}`", "- {target: $.x, update: {map: t}}\n", "map"),
    Case(
        "a mapping over a text: `{text: {a: 1}}`",
        "- {target: $.x, update: {text: {a: 1}}}\n",
        "text",
    ),
    Case("`remove: false` alone", "- {target: $.x.text, remove: false}\n", "text"),
    Case(
        "`remove: false` with `update: new`",
        "- {target: $.x.text, update: new, remove: false}\n",
        "text",
    ),
    Case(
        "a filter without parentheses, `[?@.id == 2]`",
        "- {target: '$.x.items[?@.id == 2]', update: {found: 1}}\n",
        "items",
    ),
    Case(
        "a filter with parentheses, `[?(@.id == 2)]`",
        "- {target: '$.x.items[?(@.id == 2)]', update: {found: 1}}\n",
        "items",
    ),
    Case(
        "two neighbours removed, `[?@.keep == false]`",
        "- {target: '$.x.items[?(@.keep == false)]', remove: true}\n",
        "items",
    ),
    Case(
        "a text of a list removed, `[?@ == 'a']`",
        "- {target: \"$.x.list[?(@ == 'a')]\", remove: true}\n",
        "list",
    ),
    Case("a value removed, `$.x.text`", "- {target: $.x.text, remove: true}\n", "text"),
    Case(
        "a copy, `$.x.map.inner` into `$.x.map`",
        "- {target: $.x.map, copy: $.x.map.inner}\n",
        "map",
    ),
    Case("a target that matches nothing", "- {target: $.x.nothing, update: {a: 1}}\n", "nothing"),
    Case(
        "a reusable action (1.2.0)",
        "- {$ref: '#/components/actions/n', target: $.x.map}\n",
        "map",
        version="1.2.0",
        more="components: {actions: {n: {fields: {update: {n: 1}}}}}\n",
    ),
)
