"""The size of what agents are given to read, in tokens."""
