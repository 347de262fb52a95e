"""A YAML 1.2 reader of its own: the core schema, on PyYAML's event loader.

Keys are always text, only `true` and `false` are booleans, dates and `12:30` stay text (docs/language.md, "Choices").
"""

from __future__ import annotations

import re
from typing import Any

import yaml

CUT_MARKER = re.compile(r"^\s*#\s*---\s*truncated at .* ---", re.MULTILINE)


class RefusedError(Exception):
    """The file cannot be read as a capability; the oracle predicts no package."""


_Base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Core(_Base):  # type: ignore[misc]
    """Core schema scalars; nothing else is resolved."""


_Core.yaml_implicit_resolvers = {}
_Core.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
_Core.add_implicit_resolver(
    "tag:yaml.org,2002:bool",
    re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"),
    list("tTfF"),
)
_Core.add_implicit_resolver(
    "tag:yaml.org,2002:int",
    re.compile(r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$"),
    list("-+0123456789"),
)
_Core.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"),
)


def _int(loader: Any, node: yaml.ScalarNode) -> int:
    text = node.value
    if text.startswith("0o"):
        return int(text[2:], 8)
    if text.startswith("0x"):
        return int(text[2:], 16)
    return int(text, 10)


def _float(loader: Any, node: yaml.ScalarNode) -> float:
    return float(node.value)


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise RefusedError(f"a key that is not text, line {key.start_mark.line + 1}")
        if key.value in result:
            raise RefusedError(f"the key {key.value!r} twice, line {key.start_mark.line + 1}")
        result[key.value] = loader.construct_object(value, deep=True)
    return result


_Core.add_constructor("tag:yaml.org,2002:int", _int)
_Core.add_constructor("tag:yaml.org,2002:float", _float)
_Core.add_constructor("tag:yaml.org,2002:map", _mapping)


def load_text(text: str) -> dict[str, Any]:
    """The plain data of a capability file. Raises `RefusedError` for a cut file and for what is no YAML
    mapping."""
    if CUT_MARKER.search(text):
        raise RefusedError("cut by its publisher")
    try:
        data = yaml.load(text, Loader=_Core)
    except (yaml.YAMLError, RecursionError) as error:
        raise RefusedError(f"not YAML: {error}") from error
    if not isinstance(data, dict):
        raise RefusedError("not a mapping")
    return data
