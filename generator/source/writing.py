"""Plain data as YAML 1.2 that the loader reads as the same data."""

from __future__ import annotations

from typing import Any

import yaml

from . import scalars


class _Dumper(yaml.SafeDumper):
    """Block style, and quotes around every text that would be something else without them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Items of a list stand further in than its key."""
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if "\n" in text.strip("\n") and _may_be_block(text):
        style = "|"
    elif _is_no_text(text) or "{{" in text:
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


def _may_be_block(text: str) -> bool:
    lines = text.split("\n")
    return text.isprintable() or all(
        line.isprintable() and line == line.rstrip() and not line.startswith("\t") for line in lines
    )


def _is_no_text(text: str) -> bool:
    try:
        return not isinstance(scalars.plain(text), str)
    except scalars.NotFiniteError:
        return True


_Dumper.add_representer(str, _text)


def as_yaml(data: Any) -> str:
    """The text of a document, its keys in their order."""
    return yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )
