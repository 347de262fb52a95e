"""Changes for people and for programs: text, JSON, Markdown, SARIF."""
