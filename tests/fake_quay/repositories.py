"""Repositories and who may use them."""

from __future__ import annotations

import re
from typing import Any

from .bodies import CHANGE_PERMISSION, CREATE_REPOSITORY, required_body
from .call import Call
from .errors import ApiError, crash, early, forbidden, invalid, not_found
from .messages import CORS, JSON_TYPE, Answer, json_answer
from .world import Repository, avatar, date

_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*(?:/[a-z0-9]+(?:[._-][a-z0-9]+)*)*")
_FALSE = ("", "0", "no", "false")


def flag(call: Call, name: str) -> bool:
    return call.request.query.get(name, "").lower() not in _FALSE


def list_repositories(call: Call) -> Answer:
    query = call.request.query
    namespace = query.get("namespace")
    if query.get("repo_kind", "image") not in ("image", "application"):
        raise early(400, "Unknown repository kind")
    if not (namespace or flag(call, "public") or flag(call, "starred")):
        raise invalid("namespace, starred or public are required for this API call")
    user = call.identity.user if call.identity else None
    found = [
        repository
        for repository in call.world.repositories.values()
        if call.may_read(repository)
        and (not namespace or repository.namespace == namespace)
        and (not flag(call, "starred") or user in repository.starred_by)
        and (namespace or flag(call, "starred") or repository.public)
    ]
    return json_answer({"repositories": [_listed(repository, user) for repository in found]})


def _listed(repository: Repository, user: str | None) -> dict[str, Any]:
    return {
        "namespace": repository.namespace,
        "name": repository.name,
        "description": repository.description,
        "is_public": repository.public,
        "kind": "image",
        "state": repository.state,
        "is_starred": user in repository.starred_by,
        "quota_report": {"quota_bytes": 92 * len(repository.tags), "configured_quota": None},
    }


def create_repository(call: Call) -> Answer:
    identity = call.user()
    body = required_body(call.request, CREATE_REPOSITORY)
    namespace = body.get("namespace") or identity.user
    name = body["repository"]
    call.must_own(namespace)
    if not call.world.has_namespace(namespace):
        raise crash()
    if not _NAME.fullmatch(name):
        raise invalid("Invalid repository name")
    if call.world.find(f"{namespace}/{name}") is not None:
        raise invalid("Repository already exists")
    if body["visibility"] == "private" and identity.user == "reader":
        raise ApiError(402, "exceeds_license", "Payment Required")
    call.world.add_repository(
        f"{namespace}/{name}",
        description=body["description"],
        public=body["visibility"] == "public",
    )
    return json_answer({"namespace": namespace, "name": name, "kind": "image"}, 201)


def get_repository(call: Call) -> Answer:
    repository = call.readable()
    user = call.identity.user if call.identity else None
    owner = user is not None and call.world.owns(user, repository.namespace)
    tags = {
        tag.name: {
            "name": tag.name,
            "size": 230,
            "last_modified": date(tag.start),
            "manifest_digest": tag.digest,
        }
        for tag in repository.tags.values()
    }
    return json_answer(
        {
            "namespace": repository.namespace,
            "name": repository.name,
            "kind": "image",
            "description": repository.description,
            "is_public": repository.public,
            "is_organization": repository.namespace in call.world.organizations,
            "is_starred": user in repository.starred_by,
            "status_token": "",
            "trust_enabled": False,
            "tag_expiration_s": 1209600,
            "is_free_account": repository.public,
            "state": repository.state,
            "tags": tags,
            "can_write": owner,
            "can_admin": owner,
        }
    )


def delete_repository(call: Call) -> Answer:
    call.must_own_repository()
    repository = call.repository
    if repository is None:
        namespace = call["repository"].partition("/")[0]
        raise not_found() if call.world.has_namespace(namespace) else crash()
    del call.world.repositories[(repository.namespace, repository.name)]
    return Answer(204, b"", JSON_TYPE, CORS)


def change_user_permission(call: Call) -> Answer:
    call.must_own_repository()
    body = required_body(call.request, CHANGE_PERMISSION)
    user = call["username"]
    if not call.world.has_namespace(user.partition("+")[0]):
        raise invalid(f"Invalid username: {user}")
    if call.repository is None:
        raise crash()
    if user == call.repository.namespace:
        raise forbidden()
    call.repository.permissions[user] = body["role"]
    view = {"role": body["role"], "name": user, "is_robot": "+" in user, "avatar": avatar(user)}
    return json_answer(view)
