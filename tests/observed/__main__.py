"""`python -m tests.observed [NAME…]`: the differences on the terminal; `--write` renews the page."""

from __future__ import annotations

import sys

from .cases import NAMES, observed, one_by_one
from .parity import PAGE, page, reasons, replayed, start_differences


def main(arguments: list[str]) -> int:
    """Show what differs, or write docs/parity.md."""
    if arguments == ["--write"]:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    for name in [each for each in arguments if not each.startswith("-")] or [*NAMES, "load"]:
        known = {call for reason in reasons(name) for call in reason.calls}
        for each in (
            start_differences()
            if name == "load"
            else replayed(name, **(one_by_one(observed(name)) if "--in-order" in arguments else {}))
        ):
            mark = " " if each.call in known else "!"
            print(f"{mark} {name}: {each.call}: {', '.join(each.parts)}")
            print(f"      engine {each.theirs}\n      here   {each.ours}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
