"""The state of the fake Quay that the recorded requests met."""

from __future__ import annotations

from tests.fake_quay.world import World

LATEST = "sha256:b2b9acf2c66dd40611a462824e8cef9c617be66247e2bb92c3f07abe2d8a48cd"
PROD = "sha256:776d0835a92af2f7cdd3f69cd93f2801d791e9e75180b339ee6f0d68a4c6bee8"
UNSCANNABLE = "sha256:6d24ba40a0a1d0fe39bb946fd154fd088e1527cf9acdfa0e506a098d934ff809"


def as_recorded(world: World) -> World:
    """Add what the recordings expect to find."""
    for tag in ("newtag", "newtag2"):
        world.add_tag("devtable/simple", tag, LATEST)
    world.add_tag("devtable/simple", "immut", PROD, immutable=True)
    world.add_tag("devtable/simple", "q1tag", LATEST).expiration = 1_800_000_000
    world.add_tag("devtable/readonly", "latest", LATEST)
    world.add_tag("devtable/history", "latest", UNSCANNABLE)
    history = world.find("devtable/history")
    assert history is not None
    history.unscannable.add(UNSCANNABLE)
    world.add_repository("devtable/q1repo")
    world.add_repository("devtable/recextra")
    world.add_repository("buynlarge/recorg")
    world.add_repository("devtable/nested/recnest", public=True, description="d")
    organization = world.organizations["buynlarge"]
    organization.robots["recbot1"] = "TOKEN"
    return world
