"""What a call gives is told by its style, to a type checker as well.

Source: "Every checker" of the issue about packages that are cheap to own; the styles were the numbers 0, 1 and 2.
"""

from __future__ import annotations

import enum
import typing

from templates.runtime.calls.exchange import Calls, Style


def test_each_style_has_a_result_of_its_own() -> None:
    assert issubclass(Style, enum.Enum)
    assert not issubclass(Style, (int, str))
    overloads = typing.get_overloads(Calls.call)
    given = {each.__annotations__["style"]: each.__annotations__["return"] for each in overloads}
    for style in Style:
        assert f"Literal[Style.{style.name}]" in given
    assert len(set(given.values())) == len(Style) + 1
