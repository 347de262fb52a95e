"""The JSONPaths of output mappings, taken apart, and what can be said of them beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .. import regex
from .path_characters import PathSyntaxError
from .path_reader import PathReader
from .path_steps import EVERY, Every, Filter, Slice, Step, Steps, Union
from .values import OutputMapping

__all__ = ["EVERY", "Step", "Steps", "gives_list", "is_plain", "mappings", "parse", "path_advice"]


def parse(path: str) -> Steps | None:
    """The steps of a path; None for what is no path, which leads nowhere."""
    text = path.strip()
    if text in ("", "$", "$."):
        return ()
    if not text.startswith(("$", "@")):
        text = f"$.{text}"
    for each in (text, text if "?" in text else _with_quotes(text)):
        try:
            return PathReader(each).whole()
        except PathSyntaxError:
            continue
    return None


def path_advice(path: str) -> str:
    """What to write in place of what is no path: `$.name` for `$name`, `/name`, `{{name}}` and `$.name.`."""
    bare = path.strip().strip("{} ").strip("./").removeprefix("$").lstrip("./").replace("/", ".")
    meant = f"$.{bare}"
    if _PLAIN_NAMES.fullmatch(bare) and meant != path.strip():
        return f"did you mean `{meant}`?"
    return "write a path such as `$.items[*].name`"


_PLAIN_NAMES: Final = regex.late(
    r"[A-Za-z_][\w-]*(?:\[(?:\d+|\*)\])*(?:\.[A-Za-z_][\w-]*(?:\[(?:\d+|\*)\])*)*"
)
_BLANK: Final = regex.late(r"\.([^.\[\]()'\"]*\s[^.\[\]()'\"]*)")


def _with_quotes(text: str) -> str:
    """`$.foo bar.baz` → `$.['foo bar'].baz`, as the engine tries again."""
    return _BLANK.sub(lambda found: f".['{found[1].strip()}']", text)


def is_plain(steps: Steps) -> bool:
    """Whether a path has nothing but names, indices and `[*]`: it then says something of the document."""
    return all(isinstance(step, str | int) or step is EVERY for step in steps)


def gives_list(steps: Steps) -> bool:
    """Whether a path gives the list of what it finds, and not one value."""
    for number, step in enumerate(steps, 1):
        if isinstance(step, Every | Slice | Filter):
            return True
        if isinstance(step, Union) and (number < len(steps) or isinstance(step.members[0], int)):
            return True
    return False


def mappings(outputs: tuple[OutputMapping, ...]) -> Iterator[OutputMapping]:
    """Outputs and everything inside them."""
    for output in outputs:
        yield output
        yield from mappings(tuple(inner for _, inner in output.properties))
        yield from mappings(tuple(inner for inner in (output.items, output.values) if inner))
