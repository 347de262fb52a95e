"""PyYAML's safe loader with the values of YAML 1.2's core schema; imported when YAML is read."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, ScalarNode

_PLAIN: Final = (
    ("null", re.compile(r"~|null|Null|NULL|"), "~nN"),
    ("bool", re.compile(r"true|True|TRUE|false|False|FALSE"), "tTfF"),
    ("int", re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"), "-+0123456789"),
    (
        "float",
        re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"),
        "-+.0123456789",
    ),
)
_MOST_DIGITS: Final = 4000


class CoreLoader(yaml.SafeLoader):
    """Dates, times and `yes` are text; there is no merge key; infinities are text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Keys are the text that is written; `true` and `1` are two keys."""
        result: dict[Any, Any] = {}
        loader: Any = self  # The library's method has no types.
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                raise ConstructorError(None, None, "a key is not text", key.start_mark)
            result[key.value] = loader.construct_object(value, deep=deep)
        return result

    def first(self) -> Any:
        """The first document as plain data; None if there is none."""
        return self.get_data() if self.check_data() else None  # type: ignore[no-untyped-call]


_untyped: Any = CoreLoader
for _name, _pattern, _starts in _PLAIN:
    _untyped.add_implicit_resolver(
        f"tag:yaml.org,2002:{_name}", re.compile(rf"(?:{_pattern.pattern})\Z"), list(_starts)
    )
CoreLoader.yaml_implicit_resolvers[""] = [
    ("tag:yaml.org,2002:null", re.compile(r"\Z")),
]


def _integer(loader: CoreLoader, node: ScalarNode) -> int:
    text: str = loader.construct_scalar(node)
    if len(text) > _MOST_DIGITS:
        raise ValueError("a number is too long")
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    return int(text[2:] if base != 10 else text, base)


def _number(loader: CoreLoader, node: ScalarNode) -> float:
    return float(loader.construct_scalar(node))


CoreLoader.add_constructor("tag:yaml.org,2002:int", _integer)
CoreLoader.add_constructor("tag:yaml.org,2002:float", _number)
