"""Many callers: each with their own credential, rights and limits."""
