"""Resources and prompts of MCP servers (docs/language.md, "Resources and prompts")."""
