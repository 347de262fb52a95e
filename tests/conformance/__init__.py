"""MCP clients and the official conformance suite against our servers; `run.sh` runs all of it."""
