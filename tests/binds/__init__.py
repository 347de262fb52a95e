"""Variables from files and from directories of secrets."""
