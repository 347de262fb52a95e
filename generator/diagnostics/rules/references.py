"""CAP3xx: names that lead nowhere, or to more than one thing."""

from __future__ import annotations

from generator.diagnostics.rule import Rule, Severity
