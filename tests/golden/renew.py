"""`make golden`: what the generator makes now becomes what is expected. Read the diff!"""

from __future__ import annotations

import shutil

from tests.golden.cases import cases


def main() -> None:
    for case in cases():
        produced = case.produced()
        if produced == case.expected:
            continue
        shutil.rmtree(case.folder / "expected", ignore_errors=True)
        for path, content in produced.items():
            place = case.folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        print(f"renewed {case.name}")


if __name__ == "__main__":
    main()
