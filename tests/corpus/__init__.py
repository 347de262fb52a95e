"""Generates packages from capability files, calls everything in them and compares with the oracle."""
