"""Parameters whose name or example suggests a path are noted once."""

from __future__ import annotations

import pytest

from tests.resolve.conftest import Resolve, codes
from tests.resolve.files import capability


@pytest.mark.parametrize(
    ("name", "more", "noted"),
    [
        ("path", "", True),
        ("file_path", "", True),
        ("filePath", "", True),
        ("repository", "", True),
        ("id", "", False),
        ("pathology", "", False),
        ("id", ", description: 'The full name, e.g. namespace/name.'", True),
        ("id", ", description: 'In the form `owner/repo`.'", True),
        ("id", ", description: 'Read and/or write.'", False),
        ("id", ", example: acme/shop", True),
        ("id", ", example: '17'", False),
    ],
)
def test_a_parameter_that_may_hold_a_path(
    resolve: Resolve, name: str, more: str, noted: bool
) -> None:
    operation = f"inputParameters: [{{name: {name}, in: path, type: string{more}}}]"
    _, findings = resolve(capability(path=f"/items/{{{name}}}", operation=operation))
    assert ("CAP422" in codes(findings)) == noted
