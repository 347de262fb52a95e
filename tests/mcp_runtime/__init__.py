"""The MCP runtime: tools, results, both eras over HTTP and stdio, and the fast path."""
