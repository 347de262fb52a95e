"""Requests that are handed on (docs/language.md, "Forward")."""
