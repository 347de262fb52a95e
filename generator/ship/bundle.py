"""An MCP bundle (MCPB, manifest 0.4): a folder that `mcpb pack` makes a file of.

The server type is `uv`: the host installs what the package stands on for its own platform. Bundling these
libraries would tie a bundle to one platform.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from .what import Shipped

FOLDER: Final = "bundle"
"""Beside the manifest the command writes the package into it."""


def bundle(shipped: Shipped) -> Mapping[str, str]:
    """The files of the folder besides the package."""
    adapter = next(each for each in shipped.adapters if each.kind == "mcp")
    secrets = tuple(dict.fromkeys(name for up in shipped.upstreams for name in up.secrets))
    questions = {name.lower(): _asked(name, sensitive=True) for name in secrets}
    questions |= {name.lower(): _asked(name, sensitive=False) for name in shipped.variables}
    manifest: dict[str, Any] = {
        "manifest_version": "0.4",
        "name": shipped.label,
        "display_name": shipped.title,
        "version": shipped.version,
        "description": shipped.description,
        "author": {"name": shipped.title},
        "server": {
            "type": "uv",
            "entry_point": "main.py",
            "mcp_config": {
                "command": "uv",
                "args": ["run", "--directory", "${__dirname}", "main.py"],
                "env": {
                    name: f"${{user_config.{name.lower()}}}"
                    for name in (*secrets, *shipped.variables)
                },
            },
        },
        "tools_generated": True,
        "compatibility": {
            "platforms": ["darwin", "linux", "win32"],
            "runtimes": {"python": ">=3.11"},
        },
    }
    if questions:
        manifest["user_config"] = questions
    return {
        f"{FOLDER}/manifest.json": json.dumps(manifest, indent=2, ensure_ascii=False) + "\n",
        f"{FOLDER}/main.py": _main(shipped, adapter.namespace),
        f"{FOLDER}/pyproject.toml": _project(shipped),
    }


def _asked(name: str, *, sensitive: bool) -> dict[str, Any]:
    return {
        "type": "string",
        "title": name,
        "description": f"The value of {name}.",
        "required": True,
        "sensitive": sensitive,
    }


def _main(shipped: Shipped, namespace: str) -> str:
    """What the host starts: the adapter over standard input and output."""
    arguments = ["mcp", "--adapter", namespace, "--transport", "stdio"]
    return (
        '"""Starts the server over standard input and output."""\n\n'
        "import runpy\nimport sys\n\n"
        f"sys.argv[1:] = {json.dumps(arguments)}\n"
        f'runpy.run_module({json.dumps(shipped.package)}, run_name="__main__", alter_sys=False)\n'
    )


def _project(shipped: Shipped) -> str:
    lines = ",\n".join(f"  {json.dumps(line)}" for line in shipped.requirements)
    return (
        f"[project]\nname = {json.dumps(shipped.label)}\nversion = {json.dumps(shipped.version)}\n"
        f'requires-python = ">=3.11"\ndependencies = [\n{lines},\n]\n'
    )
