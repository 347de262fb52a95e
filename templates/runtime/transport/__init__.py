"""The ways to send bytes and receive bytes; a package has the ones that it was generated with."""
