"""What two commands say where a place holds nothing that they can read."""

from __future__ import annotations


class SourceError(Exception):
    """There is no contract at a place; the message says why and what to do."""


class NoRevisionError(SourceError):
    """There is no such revision, or no git to ask: no path can be read at it."""


class NotInRevisionError(SourceError):
    """The revision exists, and the path does not exist in it."""
