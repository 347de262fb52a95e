"""`make recorded`: how many recorded exchanges each Quay package answers as recorded."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from tests.fake_quay import WIDE, FakeQuay
from tests.support.processes import environment, serve
from tests.support.recordings import Recording, recordings

from .replay import DECLARED, OTHERS, ask, is_as_recorded, query_names

PACKAGES: Final = ("generated.quay", "generated.quay_full")


def main() -> int:
    """Make every recorded request of both packages, as they are, and with undeclared parameters passed on."""
    known = recordings()
    if not known:
        print("CAPWRIGHT_SHARED names no folder with recordings", file=sys.stderr)
        return 2
    for setting in ("ignore", "pass"):
        for package in PACKAGES:
            with FakeQuay() as quay:
                statuses: list[tuple[Recording, int]] = []
                variables = environment(
                    QUAY_BASE_URI=quay.base_uri, QUAY_TOKEN=WIDE, QUAY_REST_UNKNOWN_QUERY=setting
                )
                count = 0
                with serve("rest", variables, package=package) as served:
                    for one in known:
                        quay.reset()
                        reply = ask(served, quay, one)
                        statuses.append((one, reply.status))
                        count += is_as_recorded(reply, one)
            print(
                f"{package:20} QUAY_REST_UNKNOWN_QUERY={setting:7} {count} of {len(known)} as recorded"
            )
            if setting == "ignore":
                _say_declared(statuses)
    return 0


def _say_declared(statuses: Sequence[tuple[Recording, int]]) -> None:
    """How many with parameters that only the overlay declares have their status, and which have not."""
    asked = [(one, status) for one, status in statuses if query_names(one) & DECLARED]
    others = [(one, status) for one, status in asked if status != one.status]
    names = ", ".join(sorted(DECLARED))
    print(f"  {len(asked) - len(others)} of {len(asked)} with {names} have their recorded status")
    for one, status in others:
        why = OTHERS[one.number].why if one.number in OTHERS else "the parameter is left out"
        print(f"  {one.number} {one.method} {one.target}: {one.status}, here {status}: {why}")


if __name__ == "__main__":
    sys.exit(main())
