"""What touches the disk: the output folder, its manifest, what is remembered between runs."""
