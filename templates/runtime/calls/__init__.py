"""One call of a consumed operation: credentials, attempts, redirects, limits and errors."""
