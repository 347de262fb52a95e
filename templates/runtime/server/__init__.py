"""What both kinds of server share: checks, limits, logs, metrics, and their launching."""
