"""What went between a package and its APIs, written down, and an API that answers from that."""
