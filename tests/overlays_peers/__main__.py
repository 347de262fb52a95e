"""`make overlays`: our overlays through six other implementations; writes the table of docs/overlays.md."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from .cases import CASES, DOCUMENT, Case
from .peers import ROOT, RefusedError, ours, peers

PAGE = ROOT / "docs" / "overlays.md"
BEGIN, END = "<!-- peers: written by `make overlays` -->", "<!-- /peers -->"


def answer(apply: Any, case: Case, folder: Path) -> str:
    document, overlay = folder / "document.yaml", folder / "asked.overlay.yaml"
    document.write_text(DOCUMENT)
    overlay.write_text(case.overlay())
    try:
        data = apply(document, overlay)
    except RefusedError as refusal:
        print(f"  refused: {str(refusal)[:200]}", file=sys.stderr)
        return "refused"
    if not isinstance(data, dict) or not isinstance(data.get("x"), dict):
        return "no document"
    if case.part not in data["x"]:
        return "gone" if case.part != "nothing" else "no change"
    return f"`{_short(data['x'][case.part])}`"


def _short(value: Any) -> str:
    text = json.dumps(value, separators=(", ", ": ")).replace('"', "")
    # The key that all items have tells nothing.
    return text.replace(", keep: false", "").replace(", keep: true", "").replace("|", "\\|")


def main() -> int:
    """Ask everybody everything."""
    known = peers()
    heads = ["", "ours", *(f"{peer.name} {peer.version}" for peer in known)]
    rows = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    with tempfile.TemporaryDirectory() as place:
        for case in CASES:
            print(case.question, file=sys.stderr)
            mine = answer(ours, case, Path(place))
            cells = [answer(peer.apply, case, Path(place)) for peer in known]
            marked = ["same" if cell == mine else cell for cell in cells]
            rows.append(f"| {case.question} | {mine} | {' | '.join(marked)} |")
    text = PAGE.read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n" + "\n".join(rows) + f"\n\n{END}{after}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
