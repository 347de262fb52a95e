"""The MCP adapter: the fast path, and the official SDK behind it."""
