"""Findings: what is wrong with a capability file, where, and what to do about it."""

from __future__ import annotations

from .finding import Finding, Findings, Position, Severity, Span
from .rule import Rule

__all__ = ["Finding", "Findings", "Position", "Rule", "Severity", "Span"]
