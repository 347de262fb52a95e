"""What a Quay holds: users, organizations, repositories, tags, builds. All of it in memory."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, Final

_COLOURS: Final = ("#393b79", "#6b6ecf", "#31a354", "#c7c7c7", "#ff7f0e", "#9467bd")
START: Final = 1_795_000_000
"""When this world began, in seconds since 1970; its clock ticks once for each event."""


def avatar(name: str, kind: str = "user") -> dict[str, Any]:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return {
        "name": name,
        "hash": digest,
        "color": _COLOURS[int(digest[:2], 16) % len(_COLOURS)],
        "kind": kind,
    }


def date(seconds: int) -> str:
    """A date as the API writes it."""
    return formatdate(seconds, usegmt=False)


def digest_of(text: str) -> str:
    """The digest of the manifest that stands for a text."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Tag:
    name: str
    digest: str
    start: int
    immutable: bool = False
    expiration: int | None = None

    def view(self) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "name": self.name,
            "reversion": False,
            "immutable": self.immutable,
            "start_ts": self.start,
            "manifest_digest": self.digest,
            "is_manifest_list": False,
            "size": 92,
            "last_modified": date(self.start),
        }
        if self.expiration is not None:
            shown["end_ts"] = self.expiration
            shown["expiration"] = date(self.expiration)
        return shown


@dataclass(slots=True)
class Repository:
    namespace: str
    name: str
    description: str = ""
    public: bool = False
    read_only: bool = False
    tags: dict[str, Tag] = field(default_factory=dict)
    manifests: set[str] = field(default_factory=set)
    unscannable: set[str] = field(default_factory=set)
    builds: list[dict[str, Any]] = field(default_factory=list)
    permissions: dict[str, str] = field(default_factory=dict)
    starred_by: set[str] = field(default_factory=set)

    @property
    def state(self) -> str:
        return "READ_ONLY" if self.read_only else "NORMAL"


@dataclass(slots=True)
class Team:
    name: str
    role: str
    description: str = ""
    members: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Organization:
    name: str
    teams: dict[str, Team] = field(default_factory=dict)
    robots: dict[str, str] = field(default_factory=dict)

    def is_member(self, user: str | None) -> bool:
        return any(user in team.members for team in self.teams.values())

    def is_admin(self, user: str | None) -> bool:
        return any(user in team.members and team.role == "admin" for team in self.teams.values())


class World:
    """The state behind the API; `seed()` fills it with what the tests expect."""

    def __init__(self) -> None:
        self.users: dict[str, str] = {}
        self.organizations: dict[str, Organization] = {}
        self.repositories: dict[tuple[str, str], Repository] = {}
        self.revoked: set[str] = set()
        """Tokens that are not valid any more."""
        self._ticks = itertools.count(START)

    def now(self) -> int:
        return next(self._ticks)

    def find(self, full_name: str) -> Repository | None:
        namespace, _, name = full_name.partition("/")
        return self.repositories.get((namespace, name))

    def has_namespace(self, name: str) -> bool:
        return name in self.users or name in self.organizations

    def add_repository(self, full_name: str, *tags: str, **fields: Any) -> Repository:
        """A repository with one manifest for each tag."""
        namespace, _, name = full_name.partition("/")
        repository = Repository(namespace, name, **fields)
        self.repositories[(namespace, name)] = repository
        for tag in tags:
            self.add_tag(full_name, tag, digest_of(f"{full_name}:{tag}"))
        return repository

    def add_tag(self, full_name: str, tag: str, digest: str, *, immutable: bool = False) -> Tag:
        repository = self.find(full_name)
        assert repository is not None, full_name
        made = Tag(tag, digest, self.now(), immutable)
        repository.tags[tag] = made
        repository.manifests.add(digest)
        return made

    def owns(self, user: str, namespace: str) -> bool:
        organization = self.organizations.get(namespace)
        return user == namespace or (organization is not None and organization.is_admin(user))


def seed() -> World:
    """A user with repositories, one who reads, an organization with a team."""
    world = World()
    world.users = {"devtable": "devtable@example.com", "reader": "", "public": ""}
    world.organizations["buynlarge"] = Organization(
        "buynlarge",
        {
            "owners": Team("owners", "admin", "They may do everything.", {"devtable"}),
            "readers": Team("readers", "member", "They look.", {"reader"}),
        },
        {"robo": "R0B0"},
    )
    world.add_repository("devtable/simple", "latest", "prod", description="A simple repository.")
    world.add_tag("devtable/simple", "immut", digest_of("devtable/simple:prod"), immutable=True)
    world.add_repository("devtable/nested/x", "latest", description="A name with a slash.")
    world.add_repository("devtable/readonly", "latest", read_only=True)
    scanned = world.add_repository("devtable/history", "latest")
    scanned.unscannable = set(scanned.manifests)
    world.add_repository("devtable/building")
    world.add_repository("public/publicrepo", "latest", public=True, description="For everybody.")
    world.add_repository("buynlarge/orgrepo", "latest", "v1")
    world.repositories[("devtable", "simple")].starred_by.add("devtable")
    return world
