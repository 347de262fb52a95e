"""OpenAPI documents as capabilities of the official language (docs/openapi.md)."""

from .capability import capability_of
from .reading import OpenApiError, read_document

__all__ = ["OpenApiError", "capability_of", "read_document"]
