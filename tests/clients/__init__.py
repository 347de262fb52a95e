"""MCP clients as people have them, each in an environment of its own, against a generated server."""
