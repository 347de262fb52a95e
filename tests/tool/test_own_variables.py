"""Names of variables that an API or an adapter has for itself."""

from __future__ import annotations

import pytest

from generator.naming import own_variable


@pytest.mark.parametrize(
    ("prefix", "name", "variable"),
    [
        ("CONTROL", "CONTROL_PASSWORD", "CONTROL_PASSWORD"),
        ("GITHUB", "github_token", "GITHUB_TOKEN"),
        ("GITHUB_API", "github-api token", "GITHUB_API_TOKEN"),
        ("GITHUB", "githubtoken", "GITHUB_GITHUBTOKEN"),
        ("CONTROL", "CONTROL", "CONTROL_CONTROL"),
        ("CONTROL", "token", "CONTROL_TOKEN"),
    ],
)
def test_a_prefix_is_not_written_twice(prefix: str, name: str, variable: str) -> None:
    assert own_variable(prefix, name) == variable
