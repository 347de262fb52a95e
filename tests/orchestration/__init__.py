"""Mocks, steps, flows and imports, as callers of generated packages meet them."""
