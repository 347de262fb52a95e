"""CAP9xx: what the language knows and the generator cannot do yet."""

from __future__ import annotations

from generator.diagnostics.rule import Rule, Severity
