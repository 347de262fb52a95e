"""Credentials: what they fill of a request, and their texts as expressions over the environment."""

from __future__ import annotations

from ..diagnostics import Findings
from ..diagnostics.rules import inputs as rules
from ..model import Authentication, ConsumedParameter, Place, Placeholder, Template
from ..naming import own_variable
from ..plan import Atom, AuthenticationPlan, Expression, FromEnvironment
from ..records import dataclass
from .names import Binds, text_expression


@dataclass(frozen=True, slots=True)
class Credentials:
    """What `authentication` fills: the places and names that are no inputs any more."""

    filled: frozenset[tuple[Place, str]] = frozenset()

    @classmethod
    def of(cls, authentication: Authentication[Template] | None) -> Credentials:
        return cls() if authentication is None else cls(authentication.filled)

    def fill(self, parameter: ConsumedParameter) -> bool:
        name = parameter.name
        return (parameter.place, name.lower() if parameter.place is Place.HEADER else name) in (
            self.filled
        )

    def fill_path(self, variable: str) -> bool:
        return (Place.PATH, variable) in self.filled


class _CredentialNames:
    """Binds first; whatever else a credential names comes from the environment."""

    def __init__(self, prefix: str, binds: Binds, findings: Findings) -> None:
        self.prefix = prefix
        self.binds = binds
        self.findings = findings

    def atom(self, placeholder: Placeholder, *, in_text: bool) -> Atom:
        variable = self.binds.variable(placeholder)
        if variable is None:
            named = self.binds.implied_variable(placeholder)
            variable = named or own_variable(self.prefix, placeholder.name)
            report_variable(placeholder, variable, self.binds, self.findings)
        return FromEnvironment(variable)

    def optional(self, placeholder: Placeholder) -> Atom:
        """Credentials have no sections."""
        return self.atom(placeholder, in_text=True)


def authentication_plan(
    authentication: Authentication[Template] | None, prefix: str, binds: Binds, findings: Findings
) -> AuthenticationPlan | None:
    """The same authentication, its texts resolved."""
    if authentication is None:
        return None
    names = _CredentialNames(prefix, binds, findings)
    return authentication.mapped(lambda text: text_expression(text, names))


def credential_text(text: Template, prefix: str, binds: Binds, findings: Findings) -> Expression:
    """A text that stands beside credentials: what it names comes from binds or the environment."""
    return text_expression(text, _CredentialNames(prefix, binds, findings))


def report_variable(
    placeholder: Placeholder, variable: str, binds: Binds, findings: Findings
) -> None:
    """Says that a name that nobody declared is a variable of the environment, or a slip of one."""
    where, within = placeholder.origin, placeholder.name
    if meant := binds.nearly(placeholder.name):
        findings.report(
            rules.MISSPELT_BIND, where, within=within, name=within, meant=meant, variable=within
        )
        return
    findings.report(
        rules.IMPLIED_ENVIRONMENT,
        where,
        within=f"{{{placeholder.name}",
        name=placeholder.name,
        variable=variable,
    )
