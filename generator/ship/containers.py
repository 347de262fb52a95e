"""An image, and Docker Compose."""

from __future__ import annotations

from collections.abc import Mapping

from .texts import rendered
from .what import Shipped


def dockerfile(shipped: Shipped) -> Mapping[str, str]:
    """`Dockerfile`, and what of the folder does not go into the image."""
    return {
        "Dockerfile": rendered("Dockerfile.j2", shipped),
        ".dockerignore": rendered("dockerignore.j2", shipped),
    }


def compose(shipped: Shipped) -> Mapping[str, str]:
    """The same, and `compose.yaml`."""
    return {**dockerfile(shipped), "compose.yaml": rendered("compose.yaml.j2", shipped)}
