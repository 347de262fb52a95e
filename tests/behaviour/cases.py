"""Calls of all 16 operations, happy and failing, and the request that upstream must receive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from tests.fake_quay.tokens import WIDE
from tests.fake_quay.world import World, digest_of

LATEST: Final = digest_of("devtable/simple:latest")
"""The digest of `devtable/simple:latest`."""


class _Nothing:
    def __repr__(self) -> str:
        return "NOTHING"


NOTHING: Final = _Nothing()
"""No body at all, which is not the JSON `null`."""


def _as_seeded(world: World) -> None:
    pass


def revoke(world: World) -> None:
    """The token is no longer valid."""
    world.revoked.add(WIDE)


@dataclass(frozen=True, slots=True)
class Case:
    """One call, the same on every surface."""

    operation: str
    method: str
    template: str
    """The path of the operation, in the spec's own words."""
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = NOTHING
    status: int = 200
    prepare: Callable[[World], None] = _as_seeded
    why: str = "works"

    def __str__(self) -> str:
        return f"{self.operation}-{self.status}-{self.why.replace(' ', '-')}"

    @property
    def arguments(self) -> dict[str, Any]:
        """The keywords of the client, and the arguments of the tool."""
        body = {} if self.body is NOTHING else {"body": self.body}
        return {**self.path, **self.query, **body}

    @property
    def target(self) -> str:
        """Path and query as REST takes them and upstream must get them: encoded, nothing lost."""
        filled = self.template
        for name, value in self.path.items():
            filled = filled.replace("{" + name + "}", quote(value, safe=""))
        pairs = [f"{name}={_text(value)}" for name, value in self.query.items()]
        return filled + ("?" + "&".join(pairs) if pairs else "")

    @property
    def works(self) -> bool:
        return self.status < 300

    @property
    def is_for_clients(self) -> bool:
        """Whether a value has slashes that REST and MCP refuse: `repository` may have two segments."""
        return any(
            ("/" in value and (name != "repository" or value.strip("/").count("/") + 1 != 2))
            or value.endswith("/")
            for name, value in self.path.items()
        )


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else quote(str(value), safe="")


_REPOSITORY = "/repository/{repository}"
_TAG = _REPOSITORY + "/tag/{tag}"
_MANIFEST = _REPOSITORY + "/manifest/{manifestref}"
_BUILD = _REPOSITORY + "/build/"
_PERMISSION = _REPOSITORY + "/permissions/user/{username}"
_TEAM = "/organization/{orgname}/team/{teamname}"
_ROBOT = "/organization/{orgname}/robots/{robot_shortname}"
_SIMPLE = {"repository": "devtable/simple"}
_NESTED = {"repository": "devtable/nested/x"}
_NOWHERE = {"repository": "devtable/nope"}
_NEW = {"repository": "new", "namespace": "devtable", "visibility": "public", "description": "ä"}

CASES: Final = (
    # --- repositories ---
    Case("listrepos", "GET", "/repository", query={"namespace": "devtable"}),
    Case("listrepos", "GET", "/repository", query={"public": True}, why="a boolean"),
    Case(
        "listrepos",
        "GET",
        "/repository",
        query={"namespace": "a b&c=d/é+%", "public": False, "starred": False},
        why="awkward text",
    ),
    Case("listrepos", "GET", "/repository", status=400, why="no filter"),
    Case("createrepo", "POST", "/repository", body=_NEW, status=201),
    Case("createrepo", "POST", "/repository", status=415, why="no body"),
    Case("createrepo", "POST", "/repository", body={}, status=400, why="empty body"),
    Case(
        "createrepo",
        "POST",
        "/repository",
        body={**_NEW, "repository": "simple"},
        status=400,
        why="there already",
    ),
    Case("getrepo", "GET", _REPOSITORY, path=_SIMPLE),
    Case("getrepo", "GET", _REPOSITORY, path=_NESTED, why="nested name"),
    Case("getrepo", "GET", _REPOSITORY, path=_NOWHERE, status=404, why="unknown"),
    Case(
        "getrepo",
        "GET",
        _REPOSITORY,
        path={"repository": "devtable/simple/"},
        status=404,
        why="a page for people",
    ),
    Case("deleterepo", "DELETE", _REPOSITORY, path=_SIMPLE, status=204),
    Case("deleterepo", "DELETE", _REPOSITORY, path=_NOWHERE, status=404, why="unknown"),
    Case(
        "deleterepo", "DELETE", _REPOSITORY, path=_SIMPLE, status=403, prepare=revoke, why="revoked"
    ),
    # --- tags ---
    Case("listrepotags", "GET", _REPOSITORY + "/tag/", path=_SIMPLE),
    Case("listrepotags", "GET", _REPOSITORY + "/tag/", path=_NOWHERE, status=404, why="unknown"),
    Case(
        "changetag",
        "PUT",
        _TAG,
        path={**_SIMPLE, "tag": "v2"},
        body={"manifest_digest": LATEST},
        status=201,
    ),
    Case(
        "changetag",
        "PUT",
        _TAG,
        path={**_SIMPLE, "tag": "immut"},
        body={"manifest_digest": LATEST},
        status=409,
        why="immutable",
    ),
    Case(
        "changetag",
        "PUT",
        _TAG,
        path={"repository": "devtable/readonly", "tag": "latest"},
        body={"expiration": None},
        status=503,
        why="read only",
    ),
    Case("deletetag", "DELETE", _TAG, path={**_SIMPLE, "tag": "prod"}, status=204),
    Case(
        "deletetag", "DELETE", _TAG, path={**_SIMPLE, "tag": "immut"}, status=409, why="immutable"
    ),
    Case("deletetag", "DELETE", _TAG, path={**_SIMPLE, "tag": "a b"}, status=404, why="unknown"),
    # --- manifests ---
    Case("getmanifest", "GET", _MANIFEST, path={**_SIMPLE, "manifestref": LATEST}),
    Case(
        "getmanifest",
        "GET",
        _MANIFEST,
        path={**_SIMPLE, "manifestref": "latest"},
        status=404,
        why="a tag is no digest",
    ),
    Case(
        "getmanifestsecurity",
        "GET",
        _MANIFEST + "/security",
        path={**_SIMPLE, "manifestref": LATEST},
    ),
    Case(
        "getmanifestsecurity",
        "GET",
        _MANIFEST + "/security",
        path={
            "repository": "devtable/history",
            "manifestref": digest_of("devtable/history:latest"),
        },
        status=520,
        why="the scanner is down",
    ),
    # --- builds ---
    Case("listrepobuilds", "GET", _BUILD, path=_SIMPLE),
    Case("listrepobuilds", "GET", _BUILD, path=_SIMPLE, status=401, prepare=revoke, why="revoked"),
    Case(
        "requestrepobuild",
        "POST",
        _BUILD,
        path=_SIMPLE,
        body={"archive_url": "https://example.com/a.tar.gz", "docker_tags": ["a", "b"]},
        status=201,
    ),
    Case(
        "requestrepobuild",
        "POST",
        _BUILD,
        path=_SIMPLE,
        body={"archive_url": "ftp://example.com/"},
        status=400,
        why="not http",
    ),
    # --- organizations and users ---
    Case("getorganization", "GET", "/organization/{orgname}", path={"orgname": "buynlarge"}),
    Case(
        "getorganization",
        "GET",
        "/organization/{orgname}",
        path={"orgname": "nosuchorg"},
        status=404,
        why="unknown",
    ),
    Case(
        "updateorganizationteam",
        "PUT",
        _TEAM,
        path={"orgname": "buynlarge", "teamname": "builders"},
        body={"role": "member", "description": "They build."},
    ),
    Case(
        "updateorganizationteam",
        "PUT",
        _TEAM,
        path={"orgname": "buynlarge", "teamname": "with/slash"},
        body={"role": "member"},
        status=405,
        why="a slash in a name",
    ),
    Case(
        "createorgrobot",
        "PUT",
        _ROBOT,
        path={"orgname": "buynlarge", "robot_shortname": "walle"},
        status=201,
        why="works without body",
    ),
    Case(
        "createorgrobot",
        "PUT",
        _ROBOT,
        path={"orgname": "buynlarge", "robot_shortname": "eve"},
        body={"description": "It looks for plants."},
        status=201,
    ),
    Case(
        "createorgrobot",
        "PUT",
        _ROBOT,
        path={"orgname": "buynlarge", "robot_shortname": "robo"},
        status=400,
        why="there already",
    ),
    Case("getloggedinuser", "GET", "/user/"),
    Case("getloggedinuser", "GET", "/user/", status=401, prepare=revoke, why="revoked"),
    Case(
        "changeuserpermissions",
        "PUT",
        _PERMISSION,
        path={**_SIMPLE, "username": "reader"},
        body={"role": "write"},
    ),
    Case(
        "changeuserpermissions",
        "PUT",
        _PERMISSION,
        path={**_SIMPLE, "username": "nosuchuser"},
        body={"role": "read"},
        status=400,
        why="unknown user",
    ),
    Case(
        "changeuserpermissions",
        "PUT",
        _PERMISSION,
        path={**_NOWHERE, "username": "reader"},
        body={"role": "read"},
        status=500,
        why="Quay fails",
    ),
)

OPERATIONS: Final = tuple(dict.fromkeys(case.operation for case in CASES))
