"""All changes between two contracts, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable

from .change import Change
from .clients import client_changes, type_changes
from .document import Contract
from .mcp import mcp_changes
from .rest import rest_changes
from .rule import Verdict


def compare(before: Contract, after: Contract) -> tuple[Change, ...]:
    """The changes by surface: client, REST, MCP; in each by namespace and subject."""
    return (
        *client_changes(before.clients, after.clients),
        *type_changes(before.types, after.types),
        *rest_changes(before.rest, after.rest),
        *mcp_changes(before.mcp, after.mcp),
    )


def worst(changes: Iterable[Change]) -> Verdict | None:
    """The gravest verdict; None where nothing changed."""
    return max((change.verdict for change in changes), default=None)
