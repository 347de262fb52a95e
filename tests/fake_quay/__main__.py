"""A fake Quay to try things with: `python -m tests.fake_quay [PORT]`."""

from __future__ import annotations

import sys
import threading

from . import WIDE, FakeQuay


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    with FakeQuay(port=port) as quay:
        print(f"QUAY_BASE_URI={quay.base_uri} QUAY_TOKEN={WIDE}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("stopped", file=sys.stderr)


if __name__ == "__main__":
    main()
