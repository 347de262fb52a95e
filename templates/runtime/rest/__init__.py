"""The REST adapter: from a raw path and declared inputs to a unit, and its answer back."""
