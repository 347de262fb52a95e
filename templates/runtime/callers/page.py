"""The page for people as a caller sees it who may not call everything: the routes that are left, and no more.

Texts of the specification are escaped in the page, so none of them looks like its tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Final

_SECTION: Final = re.compile(r'<section class="item" id="([^"]*)".*?</section>\n', re.DOTALL)
_FORM: Final = re.compile(r'<form data-method="([^"]*)" data-path="([^"]*)"')
_LINK: Final = re.compile(r'<li><a href="#([^"]*)">.*?</a></li>\n', re.DOTALL)
_OTHERS: Final = re.compile(
    r'<h2 id="(?!operations"|credentials").*?(?=<h2 id=|</main>)', re.DOTALL
)
"""What is handed on, tools and what is offered beside them, and the specification."""
_TOOLS: Final = re.compile(
    r'<h2 class="small">Tools</h2>\n<ul>.*?</ul>\n|<div><dt>Tools</dt>.*?</div>\n', re.DOTALL
)
_COUNT: Final = re.compile(r"(<div><dt>Operations</dt><dd>)\d+")


def allowed_page(page: str, may: Callable[[str, str], bool]) -> str:
    """The page without what is not for a caller.

    Args:
        page: the whole one.
        may: whether a route is for the caller, by method and path.
    """
    kept = {"credentials"}
    count = 0

    def section(found: re.Match[str]) -> str:
        nonlocal count
        form = _FORM.search(found[0])
        if form is None or not may(unescape(form[1]), unescape(form[2])):
            return ""
        kept.add(found[1])
        count += 1
        return found[0]

    page = _SECTION.sub(section, _OTHERS.sub("", page))
    page = _TOOLS.sub("", page)
    page = _LINK.sub(lambda found: found[0] if found[1] in kept else "", page)
    return _COUNT.sub(lambda found: f"{found[1]}{count}", page)
