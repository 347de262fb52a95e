"""A generated package under the servers and frameworks that people use: `make hosts` writes docs/hosts.md."""
