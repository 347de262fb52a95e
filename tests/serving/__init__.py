"""All adapters of a capability in one process."""
