"""The forms of what `make bench` shows; nothing is measured here."""
