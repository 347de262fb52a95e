"""Values to bytes and back: paths, queries, bodies, documents, and their mapping."""
