"""Constructs of the official language, each run as its users run it: generated, started, asked."""
