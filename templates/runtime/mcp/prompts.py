"""Prompts: texts with places that a person fills (MCP 2025-11-25 and 2026-07-28, "Prompts")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from ..package_files import PackageFile
from .asks import INVALID_PARAMS, OfferError

_PLACE: Final = re.compile(r"\{\{([A-Za-z0-9_]+)\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptArgument:
    """What a prompt is filled with."""

    name: str
    title: str | None = None
    description: str | None = None
    required: bool = True

    def wire(self) -> dict[str, Any]:
        """As `prompts/list` spells it."""
        said = {"name": self.name, "title": self.title, "description": self.description}
        return {**_given(said), "required": self.required}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a prompt: a text, or a file of the package that has it."""

    role: Literal["user", "assistant"]
    text: str = ""
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A prompt as the generator declares it."""

    name: str
    title: str | None = None
    description: str | None = None
    arguments: tuple[PromptArgument, ...] = ()
    messages: tuple[Message, ...]

    def wire(self) -> dict[str, Any]:
        """The entry of `prompts/list`."""
        entry = _given({"name": self.name, "title": self.title, "description": self.description})
        if self.arguments:
            entry["arguments"] = [each.wire() for each in self.arguments]
        return entry

    def filled(self, arguments: Mapping[str, str], module: str) -> dict[str, Any]:
        """The result of `prompts/get`. A value is text: what it holds is never filled again.

        `module` is the name of one at the top of the package. Raises `OfferError` for an argument that
        is missing.
        """
        missing = [
            each.name for each in self.arguments if each.required and each.name not in arguments
        ]
        if missing:
            names = ", ".join(missing)
            raise OfferError(
                INVALID_PARAMS, f"Missing arguments of the prompt {self.name}: {names}"
            )
        messages = [
            {"role": each.role, "content": {"type": "text", "text": _filled(text, arguments)}}
            for each, text in ((each, _text(each, module)) for each in self.messages)
        ]
        result: dict[str, Any] = _given({"description": self.description})
        result["messages"] = messages
        return result


def _text(message: Message, module: str) -> str:
    if message.file is None:
        return message.text
    return PackageFile(module, message.file).read().decode()


def _filled(text: str, arguments: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: arguments.get(found[1], found[0]), text)


def _given(members: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in members.items() if value is not None}
