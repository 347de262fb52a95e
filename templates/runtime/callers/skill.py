"""A skill adapter that tells its callers apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..server.security import credential_headers
from .desk import Desk
from .rules import Callers

if TYPE_CHECKING:
    from ..skill.settings import SkillAdapter, SkillSettings


class SkillCallers(Callers, kw_only=True):
    """What a skill adapter does about its callers; a skill is `skill NAME`."""

    def desk(self, declared: SkillAdapter, settings: SkillSettings) -> Desk:
        """Where callers are received.

        Args:
            declared: the adapter.
            settings: of the adapter.
        """
        shown = credential_headers(declared.prefix, declared.authentication, settings.environ)
        return Desk(self, declared.namespace, declared.prefix, settings.environ, shown)
