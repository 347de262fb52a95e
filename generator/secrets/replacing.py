"""What becomes of a secret that was found: a variable stands in its place, and a finding says so."""

from __future__ import annotations

from typing import Any, Final

from ..diagnostics import Findings, Rule
from ..diagnostics.rules import secrets as rules
from ..origin import Origin
from . import texts
from .found import Found, Variables
from .values import issued, secret_part

DEEPEST: Final = 100
NAMES: Final = (
    "name",
    "namespace",
    "call",
    "ref",
    "id",
    "type",
    "import",
    "as",
    "from",
    "location",
)
"""Keys whose values name something, and are none themselves."""


class Replacing:
    """Takes secrets out of the data of one capability."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.found: list[Found] = []
        self.variables = Variables()

    def withhold(
        self, data: Any, key: Any, at: Origin, owner: str, name: str, shown: str = ""
    ) -> None:
        """The whole value under a key; `name` makes the variable, `shown` the finding."""
        value = data[key]
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            return
        text = str(value)
        secret = secret_part(text)
        if secret is None:
            return
        what = f"The value of `{shown or name}`"
        variable = self.note(at.child(key), secret, what, name, owner)
        data[key] = text.replace(secret, f"{{{{{variable}}}}}", 1)

    def inside(self, data: Any, key: Any, at: Origin, owner: str, name: str, secret: str) -> None:
        """A secret that is a part of a longer text."""
        variable = self.note(at.child(key), secret, f"The value of `{name}`", name, owner)
        data[key] = str(data[key]).replace(secret, f"{{{{{variable}}}}}")

    def user_inside(self, data: Any, key: Any, at: Origin, owner: str) -> None:
        """A user with a password in a URL that is a part of the text."""
        userinfo = texts.user(str(data[key]))
        if userinfo is not None:
            name, password = userinfo
            self.inside(data, key, at, owner, "PASSWORD", password or name)

    def beside(self, data: Any, key: Any, value: Any, at: Origin, depth: int = 0) -> None:
        """A token in a text for people, or where nothing is sent: masked."""
        if isinstance(value, str) and key not in NAMES:
            while (token := issued(value)) is not None:
                what = f"What stands in `{key}`"
                self.report(rules.SECRET_BESIDE, at, token[0], what, None)
                value = value.replace(token[0], "***")
                data[key] = value
        elif isinstance(value, (dict, list)) and depth < DEEPEST:
            entries = value.items() if isinstance(value, dict) else enumerate(value)
            for name, each in tuple(entries):
                self.beside(value, name, each, at.child(name), depth + 1)

    def note(self, at: Origin, secret: str, what: str, name: str, owner: str = "") -> str:
        """Report a secret; the variable that takes its place."""
        variable = self.variables.name(owner, name, secret)
        self.report(rules.SECRET, at, secret, what, variable)
        return variable

    def report(self, rule: Rule, at: Origin, secret: str, what: str, variable: str | None) -> None:
        """Write down where a secret stood, with the finding that says so."""
        self.found.append(Found(at, secret, variable))
        self.findings.report(rule, at, what=what, variable=variable)
