"""Capwright: compiles a capability file into a Python package that a team vendors."""

__version__ = "0.1.0"
