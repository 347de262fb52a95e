"""Does the adapter keep what its OpenAPI document says? `make contract`."""
