"""The page for people, in a real Chromium: `make browser`."""
