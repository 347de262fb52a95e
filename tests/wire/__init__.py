"""What goes over the wire between the adapters, their callers and their upstream; real sockets."""
