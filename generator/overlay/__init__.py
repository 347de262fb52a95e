"""Stage 1b: the actions of overlays, applied to the main document (docs/overlays.md)."""

from .applying import apply_overlays

__all__ = ["apply_overlays"]
