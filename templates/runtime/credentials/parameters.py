"""Challenges and credentials as headers have them: a scheme and its parameters (RFC 9110, 11.2 to 11.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

LONGEST: Final = 8192
"""Characters of a header that are read."""
_PART: Final = re.compile(
    r"""[\s,]*([!#$%&'*+.^`|~\w-]+)(?:[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|[^\s,"]*))?""", re.ASCII
)
_UNQUOTED: Final = re.compile(r"\\(.)")


def schemes(value: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The scheme, in lower case, and the parameters of each; of a name that comes twice the first.

    Args:
        value: of the header, a character for each byte.
    """
    scheme, fields, place = "", dict[str, str](), 0
    while found := _PART.match(value, place):
        place = found.end()
        name, text = found[1].lower(), found[2]
        if text is None:
            if scheme:
                yield scheme, fields
            scheme, fields = name, {}
        elif text.startswith('"'):
            fields.setdefault(name, _UNQUOTED.sub(r"\1", text[1:-1]))
        else:
            fields.setdefault(name, text)
    if scheme:
        yield scheme, fields
