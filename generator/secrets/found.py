"""A secret that was found, and the variables that take the places of secrets."""

from __future__ import annotations

from dataclasses import field

from ..naming import environment_prefix, exportable
from ..origin import Origin
from ..records import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """One secret: where it stands, and what stands there instead."""

    origin: Origin
    secret: str
    variable: str | None
    """None where nothing reads a credential."""


@dataclass(slots=True)
class Variables:
    """Gives each secret a variable: the same secret of one owner has the same one."""

    of_secrets: dict[tuple[str, str], str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)

    def name(self, owner: str, what: str, secret: str) -> str:
        """The variable for a secret: `SHOP_TOKEN` for the owner `shop` and `token`."""
        known = self.of_secrets.get((owner, secret))
        if known is not None:
            return known
        suffix = exportable(what).upper()
        wanted = f"{environment_prefix(owner)}_{suffix}" if owner else suffix
        name, number = wanted, 1
        while self.taken.setdefault(name, secret) != secret:
            number += 1
            name = f"{wanted}_{number}"
        self.of_secrets[owner, secret] = name
        return name
