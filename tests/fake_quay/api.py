"""From a request to an answer: Quay's routes with its own ideas of slashes and methods.

The path is decoded before it is matched, as a WSGI server does, so `a%2Fb` and `a/b` are the same
repository. A missing final slash is a redirect, one too many leads to the page for people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from . import accounts, contents, repositories
from .call import Call
from .errors import (
    CATCH_ALL_ALLOW,
    ApiError,
    PlainError,
    json_as_html,
    method_not_allowed,
    page_not_found,
    redirect,
)
from .messages import CORS, Answer, Received
from .tokens import identify
from .world import World

Handler = Callable[[Call], Answer]

_REPOSITORY: Final = r"(?P<repository>[^/]+(?:/[^/]+)+)"
PREFIX: Final = "/api/v1"


@dataclass(frozen=True, slots=True)
class Rule:
    """One path of the API and what each method does there."""

    pattern: re.Pattern[str]
    handlers: Mapping[str, Handler]

    def handler(self, method: str) -> Handler | None:
        return self.handlers.get("GET" if method == "HEAD" else method)


def _rule(path: str, **handlers: Handler) -> Rule:
    spelled = path.replace("{repository}", _REPOSITORY)
    spelled = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", spelled)
    return Rule(re.compile(PREFIX + spelled), handlers)


# The longer ones first: a repository's name may itself hold slashes.
_RULES: Final = (
    _rule("/repository/{repository}/tag/", GET=contents.list_tags),
    _rule(
        "/repository/{repository}/tag/{tag}",
        PUT=contents.change_tag,
        DELETE=contents.delete_tag,
    ),
    _rule("/repository/{repository}/manifest/{manifestref}/security", GET=contents.get_security),
    _rule("/repository/{repository}/manifest/{manifestref}", GET=contents.get_manifest),
    _rule(
        "/repository/{repository}/build/",
        GET=contents.list_builds,
        POST=contents.request_build,
    ),
    _rule(
        "/repository/{repository}/permissions/user/{username}",
        PUT=repositories.change_user_permission,
    ),
    _rule(
        "/repository/{repository}",
        GET=repositories.get_repository,
        DELETE=repositories.delete_repository,
    ),
    _rule(
        "/repository",
        GET=repositories.list_repositories,
        POST=repositories.create_repository,
    ),
    _rule("/organization/{orgname}/team/{teamname}", PUT=accounts.update_team),
    _rule("/organization/{orgname}/robots/{robot_shortname}", PUT=accounts.create_robot),
    _rule("/organization/{orgname}", GET=accounts.get_organization),
    _rule("/user/", GET=accounts.get_user),
)


def respond(request: Received, world: World) -> Answer:
    """What Quay answers."""
    path = request.path
    host = request.header("Host") or "quay"
    for rule in _RULES:
        handler = rule.handler(request.method)
        if handler is None:
            continue
        found = rule.pattern.fullmatch(path)
        if found:
            return _handled(handler, request, world, found.groupdict(), host)
        if rule.pattern.fullmatch(path + "/"):
            return redirect(host, path + "/", request.raw_query)
    return _unmatched(request, path, host)


def _handled(
    handler: Handler, request: Received, world: World, values: dict[str, str], host: str
) -> Answer:
    identity = identify(request.header("Authorization"), world.revoked)
    browser = (request.header("User-Agent") or "").startswith("Mozilla/")
    try:
        if browser and request.header("X-Requested-With") is None:
            text = "API calls must be invoked with an X-Requested-With header"
            raise json_as_html(400, f"{text} if called from a browser")
        return handler(Call(request, world, values, identity))
    except ApiError as error:
        return error.answer(host)
    except PlainError as early:
        return early.answer


def _unmatched(request: Received, path: str, host: str) -> Answer:
    known = [rule for rule in _RULES if rule.pattern.fullmatch(path)]
    if request.method == "OPTIONS":
        methods = sorted({method for rule in known for method in rule.handlers})
        return Answer(200, b"", headers=(("Allow", ", ".join([*methods, "OPTIONS"])), *CORS))
    if request.method not in ("GET", "HEAD"):
        return method_not_allowed(CATCH_ALL_ALLOW, api=bool(known))
    return page_not_found() if path.endswith("/") else redirect(host, path + "/", request.raw_query)
