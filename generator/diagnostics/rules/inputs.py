"""CAP4xx: where the inputs of a unit come from and where they go."""

from __future__ import annotations

from generator.diagnostics.rule import Rule, Severity
