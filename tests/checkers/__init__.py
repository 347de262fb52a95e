"""Generated packages before every type checker: `make types`."""
