"""Text with placeholders, and data whose leaves are such text.

`{{x}}` is a placeholder everywhere. `{x}` is one in paths and base URIs, `${x}` in base URIs and
credentials. What a name means is left to stage 4, but for what its spelling says.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Final

from .. import regex
from ..diagnostics.rules import schema
from ..diagnostics.rules import templates as rules
from ..letters import letters
from ..model import (
    ArrayTemplate,
    Constant,
    DataTemplate,
    ObjectTemplate,
    Placeholder,
    Scope,
    Section,
    Template,
    TextPart,
)
from ..records import dataclass
from .half_references import bare_reference, with_dollar
from .node import DEEPEST, Node
from .placeholder_names import Names, Where
from .sections import TagError, has_tags, read_sections, settled

_PLACEHOLDER: Final = regex.late(
    r"\{\{\{(?P<triple>[^{}]*)\}\}\}"
    r"|\{\{(?P<double>[^{}]*)\}\}"
    r"|\$\{(?P<dollar>[^{}]*)\}"
    r"|\{(?P<single>[^{}]*)\}"
)
_WITHOUT_SECTIONS: Final = {
    "BASE_URI": "would let a caller change which host is asked: only a variable of `binds` can decide that",
    "CREDENTIAL": "would let a caller change a credential: only a variable of `binds` can decide that",
}
_NAME: Final = r"\s*[\w.$&-]+\s*"
_NOT_CLOSED: Final = regex.late(rf"\{{\{{{_NAME}(?:\}}(?!\}})|\Z)")
_NOT_OPENED: Final = regex.late(rf"(?<!\{{)\{{{_NAME}\}}\}}")
_MARKED_NAME: Final = regex.late(
    r"[$%]?[{(\[<]?(?:env\.)?(?P<name>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|(?<=[${%(<\[])[A-Z]\w+)[})\]>]?%?"
)
"""A name such as variables of the environment have; one of a single word has a mark before it."""
_ONE_BRACE: Final = regex.late(r"[$#%]?\{\s*(?P<name>[A-Za-z_][\w.-]*)\s*\}")


@dataclass(frozen=True, slots=True)
class Reader(Names):
    """Reads the templates of one place of the file."""

    variables: frozenset[str] = field(default=frozenset())
    """Declared path parameters: what single braces may mean in the official dialect."""

    # --- text ------------------------------------------------------------------------------------

    def template(self, node: Node) -> Template:
        """The text of a node. Anything that is no text is reported, and read as empty."""
        text = node.as_text()
        return Template((), node.origin) if text is None else self.parse(text, node)

    def parse(self, text: str, node: Node) -> Template:
        """A text that stands at a node, or is a part of what stands there."""
        if "{" not in text:
            self._look_at_name(text, node)
            return Template((text,) if text else (), node.origin)
        if has_tags(text):
            shell = with_dollar(text) if self.context.published else None
            if shell is not None:
                return Template((self.named(shell["name"], node),), node.origin)
            return self._with_sections(text, node)
        if self._broken(text, node):
            return Template((text,), node.origin)
        made = Template(self._parts(text, node), node.origin)
        if made.constant is not None:
            self._look_at_name(text, node)
        return made

    def _look_at_name(self, text: str, node: Node) -> None:
        """`$NAME`, `%NAME%`, `{NAME}` or `NAME` where a bind has that variable: no text that anybody sends."""
        found = _MARKED_NAME.fullmatch(text)
        if found is not None and found["name"] in self.context.bind_variables:
            name = found["name"]
            node.findings.report(
                *(rules.BIND_IS_TEXT, node.origin),
                within=text,
                instead=None,
                text=text,
                name=name,
            )

    def _is_bound(self, value: Placeholder) -> bool:
        """Whether the environment gives a value, and no caller."""
        return value.scope is Scope.BIND or value.name in self.context.bind_variables

    def _with_sections(self, text: str, node: Node) -> Template:
        def section(name: str, is_inverted: bool) -> Section:
            return Section(self.named(name, node), is_inverted, ())

        try:
            parts = read_sections(text, lambda between: self._parts(between, node), section)
            reason = _WITHOUT_SECTIONS.get(self.where.name)
            if reason is not None:
                parts = settled(parts, lambda name: self._is_bound(name), reason)
        except TagError as error:
            written = error.written
            node.fault(rules.SECTION, within=written, written=written, reason=error.reason)
            return Template((text,), node.origin)
        return Template(tuple(parts), node.origin)

    def _parts(self, text: str, node: Node) -> tuple[TextPart, ...]:
        """A text without sections: what stands between the placeholders, and these."""
        parts: list[TextPart] = []
        end = 0
        for match in _PLACEHOLDER.finditer(text):
            placeholder = self._placeholder(match, node)
            if placeholder is None:
                continue
            if match.start() > end:
                parts.append(text[end : match.start()])
            parts.append(placeholder)
            end = match.end()
        if end < len(text):
            parts.append(text[end:])
        return tuple(parts)

    def _broken(self, text: str, node: Node) -> bool:
        """Reports braces that were meant to be a placeholder and are none."""
        found = _NOT_CLOSED.search(text)
        if found is None and (
            self.where in (Where.PATH, Where.BASE_URI)
            or (self.where is not Where.BODY and text.count("{") == 1)
        ):
            found = _NOT_OPENED.search(text)
        if found is None:
            return False
        written = found.group()
        meant = "{{" + written.strip("{} \t\r\n") + "}}"
        node.fault(schema.OPEN_PLACEHOLDER, within=written, fragment=written, suggestion=meant)
        return True

    def _placeholder(self, match: re.Match[str], node: Node) -> Placeholder | None:
        kind = match.lastgroup
        name = (match.group(kind) if kind else "").strip()
        written = match.group()
        if kind == "single":
            return self._single(name, written, node)
        if kind == "dollar":
            return self._dollar(name, node)
        name = name.removeprefix("&").strip()
        if not name:
            node.fault(schema.EMPTY_PLACEHOLDER, within=written, fragment=written)
            return None
        return self.named(name, node)

    def _single(self, name: str, written: str, node: Node) -> Placeholder | None:
        if self.where not in (Where.PATH, Where.BASE_URI) or not name:
            return None
        literal = self.where is Where.PATH and not self.context.published
        if literal and name not in self.variables:
            node.report(rules.SINGLE_BRACES, within=written, written=written, name=name)
            return None
        if self.where is Where.BASE_URI or name in self.context.bind_variables:
            return self.named(name, node)
        return Placeholder(name, Scope.INPUT, node.origin)

    def _dollar(self, name: str, node: Node) -> Placeholder | None:
        if not name or self.where not in (Where.BASE_URI, Where.CREDENTIAL):
            return None
        return self.named(name, node)

    # --- data ------------------------------------------------------------------------------------

    def data(self, node: Node, depth: int = 0) -> DataTemplate:
        """Any data: its leaves are constants and templates."""
        value = node.value
        if isinstance(value, str):
            return self.leaf(value, node)
        if value is None or isinstance(value, (bool, int, float)):
            return Constant(value, node.origin)
        if depth >= DEEPEST or not isinstance(value, (dict, list)):
            node.wrong("data that JSON can hold")
            return Constant(None, node.origin)
        if isinstance(value, list):
            items = tuple(self.data(each, depth + 1) for each in node.elements())
            return ArrayTemplate(items, node.origin)
        return ObjectTemplate(self._entries(node, depth), node.origin)

    def _entries(self, node: Node, depth: int) -> tuple[tuple[str, DataTemplate], ...]:
        entries = []
        for key, child in node.children():
            if "{{" in key:
                child.report(rules.PLACEHOLDER_IN_KEY, at_key=True, key=key)
            entries.append((key, self.data(child, depth + 1)))
        return tuple(entries)

    def leaf(self, text: str, node: Node) -> DataTemplate:
        """A text of the data: a template where it holds a placeholder."""
        made = simplified(self.parse(text, node))
        if isinstance(made, Constant):
            self._look_at_braces(text, node)
        return made

    def _look_at_braces(self, text: str, node: Node) -> None:
        """`{name}` or `${tools.name}` as the whole of a field: one brace is no placeholder here."""
        braced = _ONE_BRACE.fullmatch(text.strip())
        found = braced or (bare_reference(text) if self._of_published_body else None)
        if found is None:
            return
        prefix, _, name = found["name"].rpartition(".")
        key = node.origin.pointer.rpartition("/")[2]
        own = {*self.own, "rest", "tools", self.adapter} if prefix else set[str | None]()
        if prefix in own or (not prefix and (letters(name) == letters(key) or name in self.inputs)):
            meant = f"{{{{{found['name']}}}}}"
            node.findings.report(
                *(rules.BRACES_ARE_TEXT, node.origin),
                within=text.strip(),
                instead=meant if braced else None,  # Without quotes it would be no YAML.
                text=text.strip(),
                meant=meant,
            )


def simplified(template: Template) -> Template | Constant:
    """A template without placeholders is a constant."""
    constant = template.constant
    return template if constant is None else Constant(constant, template.origin)
