"""What `capwright ship` writes, held by the tools that take it."""
