"""CAP5xx: what an adapter offers to its callers."""

from __future__ import annotations

from generator.diagnostics.rule import Rule, Severity
