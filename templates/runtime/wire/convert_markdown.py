"""Markdown to JSON values: front matter, tables and sections (CommonMark, GFM tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ..errors import MissingDependencyError
from ..values import Json
from .convert_yaml import from_yaml

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER: Final = re.compile(
    r"---[ \t]*\r?\n(?P<yaml>.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)


def from_markdown(text: str, prefix: str) -> Json:
    """`{"frontMatter": {…}, "tables": [[{header: cell}]], "sections": [{heading, level, content}]}`.

    Sections are flat, one for each heading; of a document with a `prefix` those whose heading begins
    with it. Only what stands at the top level counts; text before the first heading is in none.

    Raises `MissingDependencyError` without markdown-it-py.
    """
    try:
        from markdown_it import MarkdownIt
    except ModuleNotFoundError:
        raise MissingDependencyError("markdown-it-py", "requirements.txt") from None
    front = _FRONT_MATTER.match(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    tables: list[Json] = []
    sections: list[_Section] = []
    for block in _blocks(tokens):
        kind = block[0].type
        if kind == "table_open":
            tables.append(_table(block))
        elif kind == "heading_open":
            sections.append(_Section(_text(block), int(block[0].tag[1:])))
        elif sections and (content := _text(block)):
            sections[-1].content.append(content)
    kept = [each.document() for each in sections if each.heading.startswith(prefix)]
    values = from_yaml(front["yaml"]) if front else None
    return {"frontMatter": values or {}, "tables": tables, "sections": kept}


@dataclass(slots=True)
class _Section:
    heading: str
    level: int
    content: list[str] = field(default_factory=list[str])

    def document(self) -> dict[str, Json]:
        content = "\n".join(self.content)
        return {"heading": self.heading, "level": self.level, "content": content}


def _blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    """The blocks of the top level, each with everything inside it."""
    block: list[Token] = []
    depth = 0
    for token in tokens:
        block.append(token)
        depth += token.nesting
        if depth == 0:
            yield block
            block = []


def _table(block: list[Token]) -> list[Json]:
    """The rows under the header line, cells by their header; missing cells are empty."""
    rows: list[list[str]] = []
    for token in block:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_inline(token).strip())
    header, *others = rows
    return [
        dict(zip(header, row + [""] * (len(header) - len(row)), strict=False)) for row in others
    ]


def _text(block: list[Token]) -> str:
    """The words of a block without any markup; blocks inside it follow each other directly."""
    return "".join(
        _inline(token) if token.type == "inline" else token.content.rstrip("\n")
        for token in block
        if token.type in ("inline", "code_block", "fence")
    )


def _inline(token: Token) -> str:
    return "".join(_word(child) for child in token.children or ())


def _word(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "\n"
    if token.type == "image":
        return _inline(token)
    return token.content if token.type in ("text", "code_inline", "text_special") else ""
