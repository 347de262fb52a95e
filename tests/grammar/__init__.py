"""Capability files made by hypothesis: the published dialect and the official simple mode."""
