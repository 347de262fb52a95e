"""`python -m generator` is `capwright`."""

from __future__ import annotations

from .command.cli import main

if __name__ == "__main__":
    main()
