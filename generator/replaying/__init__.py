"""Recorded exchanges as calls of a package: what a caller of each surface says to make the same request."""

from __future__ import annotations

from .trials import RestCall, ToolCall, Trial, needed, trials

__all__ = ["RestCall", "ToolCall", "Trial", "needed", "trials"]
