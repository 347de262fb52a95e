"""Secrets as an `authentication` writes them: texts with variables, and the variables of what is left out."""

from __future__ import annotations

import re

from ..diagnostics.rules import exposure as rules
from ..diagnostics.rules import shape
from ..model import Placeholder, Scope, Template
from .context import Context
from .node import Node
from .placeholder_names import Where
from .templates import Reader


class Credentials:
    """The secrets of one `authentication`."""

    def __init__(self, node: Node, namespace: str, context: Context) -> None:
        self.node = node
        self.namespace = namespace
        self.reader = Reader(context, Where.CREDENTIAL)

    def secret(self, suffix: str, *keys: str) -> Template:
        """The value of the first key that is there; else a variable of the environment."""
        for key in keys:
            child = self.node.get(key)
            if child is not None:
                if key != keys[0]:
                    self.other_key(child, key, keys[0])
                return self.reader.template(child)
        return self.from_environment(suffix, keys[0])

    def from_environment(self, suffix: str, key: str) -> Template:
        """A variable in the place of a key that is missing, which is noted."""
        if not self.is_misspelt(key):
            variable = self.own_variable(suffix)
            self.node.note(rules.CREDENTIAL_MISSING, key=key, variable=variable)
        return self.variable(suffix)

    def variable(self, suffix: str) -> Template:
        """A variable of the API's or the adapter's own."""
        origin = self.node.origin
        name = f"env.{self.own_variable(suffix)}"
        return Template((Placeholder(name, Scope.BIND, origin),), origin)

    def own_variable(self, suffix: str) -> str:
        """What that variable is called."""
        prefix = re.sub(r"[^A-Z0-9]+", "_", self.namespace.upper()).strip("_")
        return f"{prefix}_{suffix}"

    def is_misspelt(self, key: str) -> bool:
        """Whether a key that is missing was reported under another spelling."""
        return self.node.findings.is_misspelt(self.node.origin, key)

    def other_key(self, child: Node, key: str, read_as: str) -> None:
        """Notes a key that the language has another name for."""
        child.note(shape.OLD_NAME, at_key=True, old=key, new=read_as)
