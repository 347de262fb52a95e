"""Paths as they are written: joined, cut at `?` and `#`, read as templates."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_plus

from .. import regex
from ..diagnostics.rules import shape as rules
from ..model import Template, route_text
from ..records import dataclass
from .node import Node
from .templates import Reader

_BRACES_OR: Final = {mark: regex.late(rf"\{{[^{{}}]*\}}|{re.escape(mark)}") for mark in "?#&="}
_SLASH_IN_SECTION: Final = regex.late(r"(?:\{\{\s*[#^!][^}]*\}\})+/")
_VARIABLE: Final = regex.late(r"\{\{\s*([^{}]+?)\s*\}\}|\{\s*([^{}]+?)\s*\}")


@dataclass(frozen=True, slots=True)
class WrittenPath:
    """A path before its placeholders are read."""

    path: str
    query: str
    node: Node
    """Where it stands; of two joined ones, where the operation's stands."""

    @property
    def variables(self) -> frozenset[str]:
        """The names in braces in the path proper."""
        return variables_in(self.path)


def variables_in(text: str) -> frozenset[str]:
    return frozenset(double or single for double, single in _VARIABLE.findall(text))


def split_at(text: str, mark: str) -> tuple[str, str, str]:
    """As `str.partition`, but never inside braces."""
    for match in _BRACES_OR[mark].finditer(text):
        if match.group() == mark:
            return text[: match.start()], mark, text[match.end() :]
    return text, "", ""


def join_paths(resource: Node, operation: Node) -> tuple[str, Node]:
    """The path of a resource and that of an operation in it, which may be the whole path."""
    stem_node, own_node = resource.get("path"), operation.get("path")
    stem = (stem_node.as_text() if stem_node else None) or ""
    own = (own_node.as_text() if own_node else None) or ""
    if not own or own_node is None:
        return stem, stem_node or resource
    base = stem.rstrip("/")
    if own in (stem, base) or own.startswith(base + "/"):
        own_node.report(rules.OPERATION_PATH, path=own)
        return own, own_node
    joined = f"{base}/{own.lstrip('/')}"
    first = base.strip("/").split("/")[0]
    if first and own.strip("/").split("/")[0] == first:
        own_node.report(rules.DOUBLED_PATH, path=joined)
    else:
        own_node.report(rules.OPERATION_PATH, path=joined)
    return joined, own_node


def with_slash(path: str, node: Node) -> str:
    """A path that is not empty begins with a slash, which may stand in a section: `{{#id}}/{{id}}{{/id}}`."""
    if not path or path.startswith("/") or _SLASH_IN_SECTION.match(path):
        return path
    node.report(rules.NO_SLASH, path=path, read_as=f"/{path}")
    return f"/{path}"


def query_pairs(query: str, node: Node, reader: Reader) -> list[tuple[str, Template | None]]:
    """The pairs of a constant query. Names are as written, texts of values decoded."""
    pairs: list[tuple[str, Template | None]] = []
    rest = query
    while rest:
        pair, _, rest = split_at(rest, "&")
        name, equals, value = split_at(pair, "=")
        if name or equals:
            pairs.append((name, _decoded(reader.parse(value, node)) if equals else None))
    return pairs


def _decoded(template: Template) -> Template:
    parts = tuple(unquote_plus(part) if isinstance(part, str) else part for part in template.parts)
    return Template(parts, template.origin)


def route_shape(path: Template) -> str:
    """A path with its variables unnamed: what decides whether two routes are the same.

    A trailing slash makes no other route.
    """
    text = "".join(part if isinstance(part, str) else "{}" for part in path.parts)
    return text.removesuffix("/")


def path_text(path: Template) -> str:
    """A path as people write it: `/items/{id}`."""
    return route_text(path)
