"""Kubernetes: what runs, how it is reached, how many there are, and whom it may talk to."""

from __future__ import annotations

from collections.abc import Mapping

from .containers import dockerfile
from .texts import rendered
from .what import Shipped


def kubernetes(shipped: Shipped) -> Mapping[str, str]:
    """The image, and the objects of a cluster in one file each that can be left out."""
    files = {
        **dockerfile(shipped),
        "kubernetes.yaml": rendered("kubernetes.yaml.j2", shipped),
    }
    if shipped.host_names:
        files["cilium.yaml"] = rendered("cilium.yaml.j2", shipped)
    return files
