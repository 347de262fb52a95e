"""Skill adapters (docs/language.md, "Skills")."""
