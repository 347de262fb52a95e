"""YAML to JSON values, read as the producers of YAML documents expect it: YAML 1.1.

The values are those that the reference engine's library (Jackson on SnakeYAML) gives: `yes` and `on`
are booleans, `012` is an octal number, dates and times are text, and every value is one of JSON's.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from typing import Any, Final

from ..errors import DecodingError, MissingDependencyError
from ..values import Json

try:
    import yaml  # type: ignore[import-untyped,unused-ignore]
    from yaml.nodes import (  # type: ignore[import-untyped,unused-ignore]
        MappingNode,
        Node,
        ScalarNode,
        SequenceNode,
    )
except ModuleNotFoundError:
    raise MissingDependencyError("PyYAML", "requirements.txt") from None

_DEEPEST: Final = 200
_MOST_VALUES: Final = 5_000_000
_MOST_DIGITS: Final = 4000
_TAG: Final = "tag:yaml.org,2002:"
_BY_LOOKS: Final = "?"
_BOOLEANS: Final[dict[str, bool]] = {
    spelled: value
    for value, words in ((True, ("yes", "true", "on")), (False, ("no", "false", "off")))
    for word in words
    for spelled in (word, word.capitalize(), word.upper())
}
_NULLS: Final = frozenset(("", "~", "null", "Null", "NULL"))
_INTEGER: Final = re.compile(
    r"[-+]?(?:0b(?P<binary>[01_]+)|0x(?P<hexadecimal>[0-9a-fA-F_]+)|0(?P<octal>[0-7_]+)|"
    r"(?P<decimal>0|[1-9][0-9_]*))"
)
_NUMBER: Final = re.compile(
    r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?"
)
_BASES: Final = {"binary": 2, "hexadecimal": 16, "octal": 8, "decimal": 10}


class _Loader(yaml.SafeLoader):
    """Leaves it to us what a value without a tag means."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """The tag of a value that is written without one."""
        return _BY_LOOKS if kind is ScalarNode and implicit[0] else _TAG + "str"


def from_yaml(text: str) -> Json:
    """The first document; None if there is none. Raises `DecodingError`."""
    try:
        loader = _Loader(text)
        try:
            node = loader.get_node() if loader.check_node() else None
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise DecodingError(f"the body is not YAML: {type(error).__name__}") from None
    return None if node is None else _Document().value(node, 0)


class _Document:
    """Writes a graph of nodes, which may share parts (aliases), out as a tree, up to a size."""

    def __init__(self) -> None:
        self._left = _MOST_VALUES

    def value(self, node: Node, depth: int) -> Json:
        self._left -= 1
        if depth > _DEEPEST or self._left < 0:
            raise DecodingError("the YAML is too deep or, its aliases written out, too large")
        if isinstance(node, MappingNode):
            return {_key(key): self.value(item, depth + 1) for key, item in node.value}
        if isinstance(node, SequenceNode):
            return [self.value(item, depth + 1) for item in node.value]
        return _scalar(node)


def _key(node: Node) -> str:
    """Keys are the text that is written; `true` and `1` are two keys, and `<<` is one too."""
    if not isinstance(node, ScalarNode):
        raise DecodingError("a key of the YAML is no text")
    return str(node.value)


def _scalar(node: Any) -> Json:
    """A value by its tag where it is written with one, else by how it looks; in quotes it is text."""
    text = str(node.value)
    if node.tag == _BY_LOOKS:
        return _plain(text)
    tag = node.tag.removeprefix(_TAG)
    if tag == "binary":
        return _binary(text)
    if tag == "null":
        return None
    if tag == "bool":
        return _BOOLEANS.get(text, text)
    if tag in ("int", "float") and text:
        number = _plain(text)
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        return (float(number) if tag == "float" else number) if is_number else text
    return text


def _plain(text: str) -> Json:
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text[0] not in "+-.0123456789":
        return text
    integer = _INTEGER.fullmatch(text)
    if integer is not None:
        return _integer(text, integer)
    if _NUMBER.fullmatch(text) and ("." in text or "e" in text.lower()):
        return _number(text.replace("_", ""))
    return text


def _integer(text: str, match: re.Match[str]) -> Json:
    name = str(match.lastgroup)
    digits = match[name].replace("_", "")
    if not digits:
        return text
    if len(digits) > _MOST_DIGITS:
        raise DecodingError("a number of the YAML is too long")
    return int(digits, _BASES[name]) * (-1 if text[0] == "-" else 1)


def _number(text: str) -> Json:
    """A number; one that is too large for JSON is the text that stands for it."""
    number = float(text)
    if math.isfinite(number):
        return number
    return "Infinity" if number > 0 else "-Infinity"


def _binary(text: str) -> str:
    """Bytes stay base64; only its line breaks go."""
    joined = "".join(text.split())
    try:
        base64.b64decode(joined, validate=True)
    except binascii.Error:
        raise DecodingError("a value of the YAML is no base64") from None
    return joined
