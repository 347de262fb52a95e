"""What a path is read with: its characters, texts and constants."""

from __future__ import annotations

import json
import re
from typing import Final

from .. import regex

_NUMBER: Final = regex.late(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


class PathSyntaxError(Exception):
    """What is written is no path."""


class Characters:
    """A text, and how far it is read."""

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at

    def take(self, text: str) -> bool:
        """Whether this text is next; it is read then."""
        if not self.text.startswith(text, self.at):
            return False
        self.at += len(text)
        return True

    def need(self, text: str) -> None:
        """Read this text. Raises `PathSyntaxError`."""
        if not self.take(text):
            raise PathSyntaxError

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What matches from here, which is read then."""
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
        return match

    def blank(self) -> bool:
        """Read white space; always true, for conditions."""
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1
        return True

    def quoted(self) -> str:
        """A text in quotes. Raises `PathSyntaxError`."""
        quote = self.text[self.at : self.at + 1]
        if quote not in ("'", '"') or not quote:
            raise PathSyntaxError
        self.at += 1
        shown: list[str] = []
        while not self.take(quote):
            if self.at >= len(self.text):
                raise PathSyntaxError
            if self.text[self.at] == "\\":
                self.at += 1
            shown.append(self.text[self.at : self.at + 1])
            self.at += 1
        return "".join(shown)

    def literal(self) -> str:
        """A constant, as JSON. Raises `PathSyntaxError`."""
        start = self.text[self.at : self.at + 1]
        if start in ("'", '"') and start:
            return json.dumps(self.quoted(), ensure_ascii=False)
        if start in ("[", "{") and start:
            return self._json()
        if match := self.match(_NUMBER):
            return match[0]
        for word in ("true", "false", "null"):
            if self.take(word):
                return word
        raise PathSyntaxError

    def _json(self) -> str:
        """A list or an object; its texts may stand in single quotes."""
        pieces: list[str] = []
        depth = 0
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign in "'\"":
                pieces.append(json.dumps(self.quoted(), ensure_ascii=False))
                continue
            self.at += 1
            pieces.append(sign)
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(sign, 0)
            if depth == 0:
                break
        text = "".join(pieces)
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            raise PathSyntaxError from None
        return text
