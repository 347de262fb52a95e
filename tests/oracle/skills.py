"""What a skill adapter answers (2.18, with row 15 of section 6 read as section 5 says: errors are problems, `.md` is Markdown)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any, Final

TYPES: Final = {
    "md": "text/markdown",
    "json": "application/json",
    "yaml": "application/yaml",
    "txt": "text/plain",
    "xml": "application/xml",
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}
"""By the last part of a name (2.11.3)."""
_DETAILS: Final = (
    "license",
    "compatibility",
    "argument-hint",
    "allowed-tools",
    "user-invocable",
    "disable-model-invocation",
    "metadata",
)
_SEGMENT: Final = re.compile(r"[a-zA-Z0-9._-]+")


class Catalogue:
    """The skills of an adapter.

    Args:
        adapter: as the capability has it.
        adapters: all of them, for the kind that a tool comes from.
        files: beside the capability, by path.
    """

    def __init__(
        self,
        adapter: Mapping[str, Any],
        adapters: list[Mapping[str, Any]],
        files: Mapping[str, bytes],
    ) -> None:
        self.skills: Mapping[str, Any] = adapter["skills"]
        self.kinds = {each["namespace"]: each["type"] for each in adapters if "namespace" in each}
        self.files = files

    def answer(self, path: str) -> tuple[int, Any]:
        """Status and document of GET; bytes where a file is served."""
        if path == "/skills":
            listed = [self._listed(name) for name in self.skills]
            return 200, {"count": len(listed), "skills": listed}
        found = re.fullmatch(r"/skills/([^/]+)(?:/(download|contents)(?:/(.+))?)?", path)
        if found is None or found[1] not in self.skills:
            return 404, None
        name, what, file = found.groups()
        if what is None:
            return 200, self._described(name)
        if "location" not in self.skills[name] or (what == "download" and file):
            return 404, None
        inside = self._inside(name)
        if what == "download":
            return 200, inside
        if file is None:
            sizes = [
                {"path": each, "size": len(content), "type": type_of(each)}
                for each, content in sorted(inside.items())
            ]
            return 200, {"name": name, "files": sizes}
        if not all(_SEGMENT.fullmatch(each) and each != ".." for each in file.split("/")):
            return 400, None
        return (200, inside[file]) if file in inside else (404, None)

    def _listed(self, name: str) -> dict[str, Any]:
        skill = self.skills[name]
        said = {"name": name, "description": skill.get("description")}
        if "license" in skill:
            said["license"] = skill["license"]
        return {**said, "tools": list(skill.get("tools", {}))}

    def _described(self, name: str) -> dict[str, Any]:
        skill = self.skills[name]
        said = {"name": name, "description": skill.get("description")}
        said |= {each: skill[each] for each in _DETAILS if each in skill}
        return {**said, "tools": [self._tool(*each) for each in skill.get("tools", {}).items()]}

    def _tool(self, name: str, tool: Mapping[str, Any]) -> dict[str, Any]:
        said = {"name": name, "description": tool["description"]}
        if "instruction" in tool:
            return {**said, "type": "instruction", "instruction": tool["instruction"]}
        source = tool["from"]
        mode = self.kinds[source["sourceNamespace"]]
        where = {"targetNamespace": source["sourceNamespace"], "action": source["action"]}
        return {**said, "type": "derived", "invocationRef": {**where, "mode": mode}}

    def _inside(self, name: str) -> dict[str, bytes]:
        folder = re.sub(r"^file:///(\./)?", "", self.skills[name]["location"]) + "/"
        return {
            path.removeprefix(folder): content
            for path, content in self.files.items()
            if path.startswith(folder)
        }


def type_of(path: str) -> str:
    """The media type of a file."""
    return TYPES.get(path.rpartition(".")[2], "application/octet-stream")


def unpacked(archive: bytes) -> dict[str, bytes]:
    """The files of an archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
