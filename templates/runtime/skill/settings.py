"""What a skill adapter is told."""

from __future__ import annotations

from ..server.settings import Adapter, AdapterSettings, Port


class SkillAdapter(Adapter):
    """A skill adapter, as the spec declares it."""


class SkillSettings(AdapterSettings, kw_only=True):
    """How a skill adapter serves; it has what every adapter has."""

    port: Port = 8090
    """The port to listen on; 0 takes a free one."""
