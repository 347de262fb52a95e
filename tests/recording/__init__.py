"""Record and replay: what is written down, what is not, and an API that answers from it."""
