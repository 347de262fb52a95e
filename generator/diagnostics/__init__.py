"""Findings: what is wrong with a capability file, where, and what to do about it."""

from __future__ import annotations

from generator.diagnostics.finding import Finding, Findings, Position, Severity, Span
from generator.diagnostics.rule import Rule

__all__ = ["Finding", "Findings", "Position", "Rule", "Severity", "Span"]
