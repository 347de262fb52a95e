"""What two commands say where a place holds nothing that they can read."""

from __future__ import annotations


class SourceError(Exception):
    """There is no contract at a place; the message says why and what to do."""


class NotInRevisionError(SourceError):
    """The revision exists, and the path does not exist in it."""
