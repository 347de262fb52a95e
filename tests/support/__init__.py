"""What several kinds of tests share: processes, recordings, HTTP on plain sockets."""
