"""Speed, side by side with what one would otherwise use: `make bench`."""
