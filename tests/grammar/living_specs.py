"""Made capabilities as text, for packages that run with every adapter."""

from __future__ import annotations

import re
from typing import Any

import yaml


class _NoAliases(yaml.SafeDumper):
    """The language knows no aliases."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def text_of(spec: dict[str, Any]) -> str:
    """The YAML of a capability; ports are numbers once `living` has put them in."""
    text = yaml.dump(spec, Dumper=_NoAliases, allow_unicode=True, sort_keys=False, width=10_000)
    return re.sub(r"'(PORT_\w+)'", r"\1", text)
