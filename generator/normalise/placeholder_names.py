"""What a name in braces means, as far as its spelling says it: a variable, an input, or whatever has the name."""

from __future__ import annotations

import enum
from dataclasses import field
from typing import Final

from ..diagnostics.rules import inputs
from ..diagnostics.rules import templates as rules
from ..diagnostics.spelling import is_slip
from ..model import Place, Placeholder, Scope
from ..records import dataclass
from .context import Context
from .half_references import PREFIXES, meant_prefix
from .node import Node

PLACES: Final = {
    "query": Place.QUERY,
    "path": Place.PATH,
    "header": Place.HEADER,
    "cookie": Place.COOKIE,
    "body": Place.BODY,
}


class Where(enum.Enum):
    """What a text is part of: it decides which braces are placeholders."""

    VALUE = enum.auto()
    BODY = enum.auto()
    PATH = enum.auto()
    BASE_URI = enum.auto()
    CREDENTIAL = enum.auto()


@dataclass(frozen=True, slots=True)
class Names:
    """The names that may stand in one place of the file."""

    context: Context
    where: Where = Where.VALUE
    adapter: str | None = None
    """The namespace of the adapter whose inputs `<namespace>.x` means."""
    own: frozenset[str] = field(default=frozenset())
    """Prefixes that mean an input here: `rest`, `tools`."""
    inputs: frozenset[str] = field(default=frozenset())
    """Names that the unit declares, and the variables of its path."""

    def named(self, name: str, node: Node) -> Placeholder:
        """A name in braces, with the scope that its prefix says."""
        if name in self.context.sources.withheld:
            # It stands where the file has a secret, which was reported.
            return Placeholder(f"env.{name}", Scope.BIND, node.origin)
        prefix, dot, rest = name.partition(".")
        if dot and rest:
            if self.adapter is not None and name.startswith(f"{self.adapter}."):
                return Placeholder(name[len(self.adapter) + 1 :], Scope.INPUT, node.origin)
            if self.context.published and prefix in PREFIXES:
                return self.input(prefix, rest, node)
            known = {*self.inputs, *self.context.bind_namespaces}
            meant = None if not self._of_published_body or prefix in known else meant_prefix(prefix)
            if meant is not None:
                self._misspelt(name, prefix, f"{{{{{meant}.{rest}}}}}", node)
                return self.input(meant, rest, node)
            bound = prefix in self.context.bind_namespaces
            if bound or (self.context.published and prefix == "env"):
                if not bound or rest not in self.context.bind_variables:
                    self._undeclared(name, prefix, rest, node)
                return Placeholder(name, Scope.BIND, node.origin)
        return Placeholder(name, Scope.ANY, node.origin)

    @property
    def _of_published_body(self) -> bool:
        return self.context.published and self.where is Where.BODY

    def _misspelt(self, name: str, prefix: str, meant: str, node: Node) -> None:
        reason = f"`{prefix}.` names nothing"
        facts = {"text": f"{{{{{name}}}}}", "reason": reason, "meant": meant, "otherwise": ""}
        node.fault(rules.MISSPELT_PREFIX, within=name, **facts)

    def _undeclared(self, name: str, namespace: str, variable: str, node: Node) -> None:
        slips = (each for each in self.context.bind_variables if is_slip(variable, each))
        if meant := next(slips, None):
            full = f"{namespace}.{meant}"
            node.report(inputs.MISSPELT_BIND, within=name, name=name, meant=full, variable=variable)
            return
        node.report(
            rules.UNDECLARED_ENVIRONMENT,
            within=name,
            name=name,
            namespace=namespace,
            variable=variable,
        )

    def input(self, prefix: str, rest: str, node: Node) -> Placeholder:
        """`rest.x` and `tools.x`: an input of whatever unit is being called."""
        if self.own and prefix not in self.own:
            kind = "tool" if "tools" in self.own else "REST operation"
            node.report(
                rules.FOREIGN_REFERENCE,
                within=f"{prefix}.{rest}",
                prefix=prefix,
                kind=kind,
                meant=f"{next(iter(sorted(self.own)))}.{rest}",
            )
        place, dot, name = rest.partition(".")
        if prefix == "rest" and dot and name and place in PLACES:
            return Placeholder(name, Scope.INPUT, node.origin, PLACES[place])
        return Placeholder(rest, Scope.INPUT, node.origin)
