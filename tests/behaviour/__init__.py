"""What the generated package does, over real sockets, against the fake Quay."""
