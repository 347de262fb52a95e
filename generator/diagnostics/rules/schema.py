"""CAP2xx: keys and values that the language does not have in that place."""

from __future__ import annotations

from generator.diagnostics.rule import Rule, Severity
