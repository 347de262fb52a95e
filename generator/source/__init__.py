"""Stage 1: a path becomes plain data (`loader`) and a table of where everything stands (`sources`)."""
