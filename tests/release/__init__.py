"""What takes too long for every change: `make release-check`, and the workflow of every week."""
