"""`make recorded`: how many recorded exchanges each Quay package answers as recorded."""

from __future__ import annotations

import sys
from typing import Final

from tests.fake_quay import WIDE, FakeQuay
from tests.support.processes import environment, serve
from tests.support.recordings import recordings

from .replay import ask, is_as_recorded

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
                variables = environment(
                    QUAY_BASE_URI=quay.base_uri, QUAY_TOKEN=WIDE, QUAY_REST_UNKNOWN_QUERY=setting
                )
                count = 0
                with serve("rest", variables, package=package) as served:
                    for one in known:
                        quay.reset()
                        count += is_as_recorded(ask(served, quay, one), one)
            print(
                f"{package:20} QUAY_REST_UNKNOWN_QUERY={setting:7} {count} of {len(known)} as recorded"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
