"""Recorded exchanges as calls of a package: what a caller of each surface says to make the same request."""

from __future__ import annotations

from .calls import RestCall, ToolCall
from .flows import FlowTrial
from .trials import Trial, needed, trials

__all__ = ["FlowTrial", "RestCall", "ToolCall", "Trial", "needed", "trials"]
