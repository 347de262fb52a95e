"""What a server's URL holds besides the address: credentials, which nothing that is written may have."""

from __future__ import annotations

import re
from typing import Final

from .. import regex
from ..secrets.masking import MASK
from ..secrets.texts import in_unread

_URL: Final = regex.late(
    r"(?P<start>(?:[a-z][a-z0-9+.-]*:)?//)(?:[^/?#\s\"']*@)?(?P<rest>[^?#\s\"']*)(?:[?#][^\s\"']*)?",
    re.IGNORECASE,
)
_USER: Final = regex.late(r"(//)[^/?#\s\"']+@")
_QUERY: Final = regex.late(r"(//[^?#\s\"']*[?#])[^\s\"']+")


def address_of(url: str) -> str:
    """A URL without user information, query and fragment (RFC 3986, 3.2.1: the first is deprecated).

    OpenAPI has neither of the others in a server's URL.
    """
    found = _URL.match(url)
    if found is None:
        return url.partition("?")[0].partition("#")[0]
    return found["start"] + found["rest"]


def masked(line: str) -> str:
    """A line of a document as it may be shown: of its URLs neither user information nor query, and no token."""
    shown = _USER.sub(r"\1…@", _QUERY.sub(r"\1…", line))
    for start, end in reversed(list(in_unread(shown))):
        shown = f"{shown[:start]}{MASK}{shown[end:]}"
    return shown
