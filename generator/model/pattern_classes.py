"""The classes of characters in a regular expression of ECMA-262, as RE2 spells them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NoReturn, TypeAlias

from .. import regex
from ..records import dataclass

Ranges: TypeAlias = tuple[tuple[int, int], ...]
Refuse: TypeAlias = Callable[[str], NoReturn]

_LAST: Final = 0x10FFFF
_PLAIN: Final = regex.late(r"[A-Za-z0-9_ @#%&=~`'\"<>,;:!/]")
_DIGITS: Final[Ranges] = ((0x30, 0x39),)
_WORDS: Final[Ranges] = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_LINE_ENDS: Final[Ranges] = ((0xA, 0xA), (0xD, 0xD), (0x2028, 0x2029))
_SPACES: Final[Ranges] = (
    *((0x9, 0xD), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)),
    *((0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
)
"""WhiteSpace and LineTerminator (ECMA-262, 12.2 and 12.3)."""
_CONTROLS: Final = {"t": 0x9, "n": 0xA, "v": 0xB, "f": 0xC, "r": 0xD}
_HEX: Final = regex.late(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{0*([0-9A-Fa-f]{1,6})\}")
_LOW_HALF: Final = regex.late(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})")
_PROPERTY: Final = regex.late(r"[pP]\{(?:([A-Za-z_]+)=)?([A-Za-z0-9_]+)\}")
_CATEGORIES: Final = dict(
    pair.split("=")
    for pair in [
        "Letter=L",
        "Lowercase_Letter=Ll",
        "Uppercase_Letter=Lu",
        "Titlecase_Letter=Lt",
        "Modifier_Letter=Lm",
        "Other_Letter=Lo",
        "Mark=M",
        "Nonspacing_Mark=Mn",
        "Spacing_Mark=Mc",
        "Enclosing_Mark=Me",
        "Number=N",
        "Decimal_Number=Nd",
        "Letter_Number=Nl",
        "Other_Number=No",
        "Punctuation=P",
        "Dash_Punctuation=Pd",
        "Connector_Punctuation=Pc",
        "Open_Punctuation=Ps",
        "Close_Punctuation=Pe",
        "Initial_Punctuation=Pi",
        "Final_Punctuation=Pf",
        "Other_Punctuation=Po",
        "Symbol=S",
        "Math_Symbol=Sm",
        "Currency_Symbol=Sc",
        "Modifier_Symbol=Sk",
        "Other_Symbol=So",
        "Separator=Z",
        "Space_Separator=Zs",
        "Line_Separator=Zl",
        "Paragraph_Separator=Zp",
        "Control=Cc",
        "Format=Cf",
        "Private_Use=Co",
    ]
)
"""General categories by their long names; RE2 knows the short ones."""
_SHORT: Final = frozenset(_CATEGORIES.values())
_SCRIPTS: Final = frozenset(
    (
        *("Arabic", "Armenian", "Bengali", "Bopomofo", "Braille", "Cherokee", "Common", "Coptic"),
        *("Cyrillic", "Devanagari", "Ethiopic", "Georgian", "Greek", "Gujarati", "Gurmukhi", "Han"),
        *("Hangul", "Hebrew", "Hiragana", "Inherited", "Kannada", "Katakana", "Khmer", "Lao"),
        *("Latin", "Malayalam", "Mongolian", "Myanmar", "Oriya", "Runic", "Sinhala", "Syriac"),
        *("Tamil", "Telugu", "Thaana", "Thai", "Tibetan", "Yi"),
    )
)
_PROPERTY_SIZE: Final = 1500
_RANGE_SIZE: Final = 12


@dataclass(frozen=True, slots=True)
class Set:
    """Characters: those of ranges and of Unicode properties (as RE2 writes them), or all others."""

    ranges: Ranges = ()
    properties: tuple[str, ...] = ()
    negated: bool = False

    @classmethod
    def of(cls, sign: str) -> Set:
        return cls(((ord(sign), ord(sign)),))

    @property
    def only(self) -> int | None:
        """The one character that this is, None where it is a class."""
        if self.negated or self.properties or len(self.ranges) != 1:
            return None
        low, high = self.ranges[0]
        return low if low == high else None

    @property
    def text(self) -> str:
        """The class for RE2; one without any member is written by what it is not."""
        if not self.ranges and not self.properties:
            return r"[\x{0}-\x{10ffff}]" if self.negated else r"[^\x{0}-\x{10ffff}]"
        inside = "".join(map(_range, self.ranges)) + "".join(self.properties)
        return f"[{'^' if self.negated else ''}{inside}]"

    @property
    def size(self) -> int:
        """How many steps it is compiled to, at most."""
        is_ascii = all(high < 0x80 for _, high in self.ranges) and not self.properties
        if is_ascii and not self.negated:
            return 1 + len(self.ranges)
        return _RANGE_SIZE * (1 + len(self.ranges)) + _PROPERTY_SIZE * len(self.properties)


ANY_BUT_LINE_ENDS: Final = Set(_LINE_ENDS, negated=True)
HYPHEN: Final = Set.of("-")


def spelled(code: int) -> str:
    """One character, inside a class and outside."""
    sign = chr(code)
    if _PLAIN.fullmatch(sign) or (code > 0xA0 and sign.isprintable()):
        return sign
    return f"\\{sign}" if 0x20 < code < 0x7F else f"\\x{{{code:x}}}"


def _range(pair: tuple[int, int]) -> str:
    low, high = pair
    if pair == _DIGITS[0]:
        return r"0-9"
    return spelled(low) if low == high else f"{spelled(low)}-{spelled(high)}"


def escape_in_set(text: str, at: int, refuse: Refuse) -> tuple[Set, int]:
    """What an escape inside `[…]` stands for, and where it ends; `at` is behind the backslash."""
    sign = text[at : at + 1]
    if sign == "b":
        return Set(((8, 8),)), at + 1
    if sign == "-":
        return Set.of("-"), at + 1
    return escaped_set(text, at, refuse)


def escaped_set(text: str, at: int, refuse: Refuse) -> tuple[Set, int]:
    """What an escape stands for, and where it ends; `at` is behind the backslash."""
    sign = text[at : at + 1]
    if sign and sign in "dDwWsS":
        ranges = {"d": _DIGITS, "w": _WORDS, "s": _SPACES}[sign.lower()]
        return Set(_others(ranges) if sign.isupper() else ranges), at + 1
    if sign in _CONTROLS:
        return Set(((_CONTROLS[sign],) * 2,)), at + 1
    if sign == "0" and not text[at + 1 : at + 2].isdigit():
        return Set(((0, 0),)), at + 1
    control = text[at + 1 : at + 2]
    if sign == "c" and control.isascii() and control.isalpha():
        return Set(((ord(control) % 32,) * 2,)), at + 2
    if sign and sign in "xu":
        return _by_number(text, at, refuse)
    if sign and sign in "pP":
        return _by_property(text, at, refuse)
    if not sign or sign.isalnum():
        refuse(f"`\\{sign}` is no escape of ECMA-262")
    return Set.of(sign), at + 1


def _by_number(text: str, at: int, refuse: Refuse) -> tuple[Set, int]:
    match = _HEX.match(text, at)
    if match is None:
        refuse(f"`\\{text[at]}` is no escape of ECMA-262")
    code, end = int(match[1] or match[2] or match[3], 16), match.end()
    low = _LOW_HALF.match(text, end)
    if 0xD800 <= code < 0xDC00 and low is not None:
        code, end = 0x10000 + (code - 0xD800) * 0x400 + int(low[1], 16) - 0xDC00, low.end()
    if 0xD800 <= code < 0xE000 or code > _LAST:
        refuse(f"`\\{text[at:end]}` is no character")
    return Set(((code, code),)), end


def _by_property(text: str, at: int, refuse: Refuse) -> tuple[Set, int]:
    match = _PROPERTY.match(text, at)
    name = _property(match[1], match[2]) if match is not None else None
    if match is None or name is None:
        refuse(f"`\\{match[0] if match else text[at]}` is no property that is known")
    return Set(properties=(f"\\{text[at]}{{{name}}}",)), match.end()


def _property(kind: str | None, value: str) -> str | None:
    if kind in (None, "General_Category", "gc"):
        short = _CATEGORIES.get(value, value)
        return short if short in _SHORT or (kind is None and short == "Any") else None
    return value if kind in ("Script", "sc") and value in _SCRIPTS else None


def _others(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """All characters outside ranges that are in order."""
    found: list[tuple[int, int]] = []
    start = 0
    for low, high in ranges:
        if start < low:
            found.append((start, low - 1))
        start = high + 1
    return (*found, (start, _LAST))
