"""The rules, by surface: `client` (CON1..), `rest` (CON2..), `mcp` (CON3..), `schemas` (CON4.., CON5..)."""
