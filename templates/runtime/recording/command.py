"""`python -m <package> replay FILE`: an API that answers from a recording."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


class ReplayCommand:
    """The command, as `server.command` takes it."""

    name = "replay"

    def add(self, commands: Any) -> None:
        """Declare it to argparse."""
        parser = commands.add_parser(
            "replay", help="be the APIs, offline: answer what a recording answered"
        )
        parser.add_argument("file", help="a recording, or a folder of them")
        parser.add_argument("--host", default="127.0.0.1", help="default: this machine only")
        parser.add_argument("--port", type=int, default=0, help="default: a free one")

    def run(self, options: argparse.Namespace, settings: Any) -> None:
        """Serve until interrupted; the first lines on standard output are what to set for the package.

        `settings` is the package's class of settings. Raises `SettingError`, `OSError`.
        """
        from .reading import exchanges
        from .upstream import Replay

        found = exchanges(options.file)
        with Replay(found, options.host, options.port) as server:
            for prefix, (namespace, path) in _apis(settings).items():
                print(f"export {prefix}_BASE_URI={server.base_uri(namespace, path)}")
            print(f"# {len(found)} exchanges; Ctrl-C ends", flush=True)
            server.serve_forever()


def _apis(settings: Any) -> Mapping[str, tuple[str, str]]:
    """By prefix, the namespace and the path of the base URI, as far as the spec says it."""
    return {
        each.api.prefix: (each.api.namespace, _path(each))
        for each in settings.from_environment().apis
    }


def _path(settings: Any) -> str:
    base_uri = settings.base_uri or "".join(p for p in settings.api.base_uri if isinstance(p, str))
    return urlsplit(base_uri).path.rstrip("/")
