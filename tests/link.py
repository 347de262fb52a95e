"""What an editable installation would do, under the name that the wheel has: `python -m tests.link`.

The package is `generator` here and `capwright` where it is installed. Build backends refuse an
editable installation under another name than the folder's, so the environment gets a link and the
command. Nothing that pip knows of: uninstalling would follow the link and delete the checkout.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
COMMAND: Final = """#!{python}
from capwright.command.cli import main

if __name__ == "__main__":
    main()
"""


def link(site: Path, scripts: Path) -> None:
    """The package and its command in the environment of these folders."""
    package = site / "capwright"
    package.unlink(missing_ok=True)
    package.symlink_to(ROOT / "generator", target_is_directory=True)
    command = scripts / "capwright"
    command.write_text(COMMAND.format(python=sys.executable), encoding="utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    link(Path(sysconfig.get_path("purelib")), Path(sysconfig.get_path("scripts")))
