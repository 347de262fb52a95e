"""`SKILL.md` as the Agent Skills specification has it (agentskills.io/specification): names, frontmatter, limits."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from . import regex

MAIN: Final = "SKILL.md"
LONGEST_NAME: Final = 64
LONGEST_DESCRIPTION: Final = 1024
LONGEST_COMPATIBILITY: Final = 500
MOST_FILES: Final = 512
MOST_BYTES: Final = 16 * 1024 * 1024
"""Of one skill over MCP: what every host takes (the extension `io.modelcontextprotocol/skills`, "Limits")."""
_LONGEST_HEAD: Final = 64 * 1024
_NAME: Final = regex.late(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_HEAD: Final = regex.late(r"---[ \t]*\r?\n(?P<yaml>.*?\r?\n)---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_WORDS_OF_YAML: Final = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


class UnfitSkillError(Exception):
    """A `SKILL.md` that no host takes; the text is a predicate: `has no name`."""


def slug(text: str) -> str:
    """A name as the specification wants it: `Tea time!` → `tea-time`; never empty."""
    made = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:LONGEST_NAME].strip("-")
    return made or "skill"


def is_name(text: str) -> bool:
    """Whether a name is one already."""
    return len(text) <= LONGEST_NAME and _NAME.match(text) is not None


def head_of(content: bytes) -> Mapping[str, Any]:
    """The frontmatter of a `SKILL.md`. Raises `UnfitSkillError`."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise UnfitSkillError("is no text in UTF-8") from None
    match = _HEAD.match(text)
    if match is None:
        raise UnfitSkillError("does not begin with frontmatter between two lines `---`")
    head = _read(match["yaml"])
    name, description = head.get("name"), head.get("description")
    if not isinstance(name, str) or not is_name(name):
        raise UnfitSkillError(
            "has no `name` of small letters, digits and single hyphens, at most 64 of them"
        )
    if not isinstance(description, str) or not 0 < len(description.strip()) <= LONGEST_DESCRIPTION:
        raise UnfitSkillError(f"has no `description` of 1 to {LONGEST_DESCRIPTION} characters")
    return head


def _read(text: str) -> Mapping[str, Any]:
    """YAML without aliases, whose values JSON can say."""
    import yaml  # Late: what compiles the templates of a wheel imports this, and has only what that takes.

    unfit = UnfitSkillError("has frontmatter that is no plain YAML mapping")
    try:
        if len(text) > _LONGEST_HEAD or any(
            isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)
        ):
            raise unfit
        found = yaml.safe_load(text)
        json.dumps(found, allow_nan=False)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        raise unfit from None
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise unfit
    return found


def head(
    name: str, description: str, details: Mapping[str, str], metadata: Mapping[str, str]
) -> dict[str, Any]:
    """Frontmatter of ours, within the limits; what the specification does not know goes into `metadata`."""
    known = ("license", "compatibility", "allowed-tools")
    made: dict[str, Any] = {"name": name, "description": _line(description, LONGEST_DESCRIPTION)}
    for key in known:
        if details.get(key):
            made[key] = _line(details[key], LONGEST_COMPATIBILITY)
    more = {key: _line(value, LONGEST_DESCRIPTION) for key, value in metadata.items()}
    more |= {key: value for key, value in details.items() if key not in known and key not in more}
    if more:
        made["metadata"] = more
    return made


def written(frontmatter: Mapping[str, Any], body: str) -> bytes:
    """A `SKILL.md`: texts are quoted as JSON, which is YAML as well."""
    lines = ["---"]
    for key, value in frontmatter.items():
        if isinstance(value, dict):
            lines.append(f"{key}:")
            lines += [f"  {_text(name)}: {_text(text)}" for name, text in value.items()]
        else:
            lines.append(f"{key}: {_text(value)}")
    lines += ["---", "", body.rstrip("\n"), ""]
    return "\n".join(lines).encode("utf-8", "backslashreplace")


def _text(text: str) -> str:
    return text if _is_plain(text) else _quoted(text)


def _quoted(text: str) -> str:
    # The reference validator takes three hyphens for the end of the frontmatter, wherever they stand.
    return json.dumps(text, ensure_ascii=not text.isprintable()).replace("---", "-\\u002d-")


def _is_plain(text: str) -> bool:
    """Whether every reader of YAML takes it for this text without quotes."""
    return is_name(text) and text not in _WORDS_OF_YAML and not text[0].isdigit()


def _line(text: str, longest: int) -> str:
    """One line; what is too long ends in an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
