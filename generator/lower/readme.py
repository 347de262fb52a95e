"""`README.md`: what was generated from what, how to run it, its environment variables."""

from __future__ import annotations

from collections.abc import Sequence

from generator.lower.clients import LoweredClient
from generator.lower.declarations import Declarations
from generator.module import Module
from generator.options import Options
from generator.plan import Plan


def readme_module(
    plan: Plan, clients: Sequence[LoweredClient], declared: Declarations, options: Options
) -> Module:
    """The package's own README."""
    content = {"plan": plan, "clients": clients, "declared": declared, "options": options}
    return Module("README.md", "readme.md.j2", content)
