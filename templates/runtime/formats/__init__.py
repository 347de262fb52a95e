"""Formats of answers that are no JSON: each in a module of its own, which imports its reader late."""
