"""The name of a package, from the name of its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.store.packages import collisions, package_name


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("specs/quay-capability.yaml", "quay"),
        ("quay.yaml", "quay"),
        ("Quay-Capability.yml", "quay"),
        ("bot-messaging.yaml", "bot_messaging"),
        ("a.b.c-capability.yaml", "a_b_c"),
        ("1password-capability.yaml", "_1password"),
        ("class-capability.yaml", "class_"),
        ("email-capability.yaml", "email_"),
        ("telnetlib-capability.yaml", "telnetlib_"),
        ("capability.yaml", "capability"),
        ("-capability.yaml", "value"),
        ("日本.yaml", "value"),
        ("noextension", "noextension"),
        (".yaml", "yaml"),
        ("match.yaml", "match"),
    ],
)
def test_names(file: str, name: str) -> None:
    assert package_name(Path(file)) == name
    assert name.isidentifier()


def test_collisions() -> None:
    names = [(Path(file), package_name(Path(file))) for file in ("a/x.yaml", "y.yaml", "b/X.yml")]
    assert collisions(names) == {"x": (Path("a/x.yaml"), Path("b/X.yml"))}
