"""Skill adapters: a catalogue of skills over HTTP, read-only."""
