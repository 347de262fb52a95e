"""The templates of what is shipped. Every text of a specification goes through `json`."""

from __future__ import annotations

import json
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..own_files import templates
from .what import CONTROL_PORT, Shipped


@cache
def _environment() -> Environment:
    made = Environment(  # noqa: S701 - no HTML is written
        loader=FileSystemLoader(templates() / "ship"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["json"] = _quoted
    return made


def _quoted(value: str | int) -> str:
    """A scalar of YAML and of JSON; no text of a specification gets out of its quotes."""
    return json.dumps(value)


def rendered(template: str, shipped: Shipped) -> str:
    """A template for a package."""
    return _environment().get_template(template).render(it=shipped, control=CONTROL_PORT)
