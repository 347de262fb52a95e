"""Texts of the spec as documentation."""

from __future__ import annotations


def sentence(text: str) -> str:
    """A text that ends like a sentence."""
    text = text.strip()
    return text if not text or text[-1] in ".!?:…" else f"{text}."
