"""What is in a repository: tags, manifests, builds."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from .bodies import CHANGE_TAG, REQUEST_BUILD, required_body
from .call import Call
from .errors import ApiError, crash, immutable, invalid, message, not_found
from .messages import CORS, JSON_TYPE, Answer, json_answer
from .world import Repository, Tag, date


def number(call: Call, name: str, default: int, meaning: str) -> int:
    """A numeric query parameter; what is none is answered with its meaning."""
    try:
        return int(call.request.query.get(name, default))
    except ValueError:
        raise message(400, {name: meaning}) from None


def list_tags(call: Call) -> Answer:
    repository = call.readable()
    page = max(1, number(call, "page", 1, "Page index for the results. Default 1."))
    limit = number(call, "limit", 50, "Limit to the number of results to return per page.")
    limit = min(max(limit, 1), 100)
    tags = sorted(repository.tags.values(), key=lambda tag: -tag.start)
    first = (page - 1) * limit
    shown = [tag.view() for tag in tags[first : first + limit]]
    more = len(tags) > first + limit
    return json_answer({"tags": shown, "page": page, "has_additional": more})


def change_tag(call: Call) -> Answer:
    repository = call.writable()
    body = required_body(call.request, CHANGE_TAG)
    tag = repository.tags.get(call["tag"])
    if "expiration" in body:
        _expire(tag, body["expiration"])
    if "manifest_digest" in body:
        _point(call, repository, tag, body["manifest_digest"])
    elif tag is None:
        raise not_found()
    if "immutable" in body:
        repository.tags[call["tag"]].immutable = body["immutable"]
    return json_answer("Updated", 201)


def _expire(tag: Tag | None, seconds: float | None) -> None:
    if tag is None:
        raise not_found()
    if tag.immutable:
        raise immutable("expire", tag.name)
    if seconds is not None and seconds > 1e12:
        raise crash()
    tag.expiration = None if seconds is None else int(seconds)


def _point(call: Call, repository: Repository, tag: Tag | None, digest: str | None) -> None:
    if digest not in repository.manifests:
        raise not_found()
    if tag is not None and tag.immutable:
        raise immutable("overwrite", tag.name)
    repository.tags[call["tag"]] = Tag(call["tag"], digest, call.world.now())


def delete_tag(call: Call) -> Answer:
    repository = call.writable()
    tag = repository.tags.get(call["tag"])
    if tag is None:
        raise not_found()
    if tag.immutable:
        raise immutable("delete", tag.name)
    del repository.tags[tag.name]
    return Answer(204, b"", JSON_TYPE, CORS)


def _manifest(call: Call) -> tuple[Repository, str]:
    repository = call.readable()
    digest = call["manifestref"]
    if digest not in repository.manifests:
        raise not_found()
    return repository, digest


def get_manifest(call: Call) -> Answer:
    repository, digest = _manifest(call)
    blob = "sha256:" + hashlib.sha256(digest.encode()).hexdigest()
    name = f"{repository.namespace}/{repository.name}"
    data = {"schemaVersion": 1, "name": name, "fsLayers": [{"blobSum": blob}]}
    layer = {
        "index": 0,
        "compressed_size": 23,
        "is_remote": False,
        "urls": None,
        "command": None,
        "comment": None,
        "author": None,
        "blob_digest": blob,
        "created_datetime": None,
    }
    return json_answer(
        {
            "digest": digest,
            "is_manifest_list": False,
            "manifest_data": json.dumps(data, indent=3),
            "config_media_type": None,
            "layers_compressed_size": 23,
            "layers": [layer],
        }
    )


def get_security(call: Call) -> Answer:
    repository, digest = _manifest(call)
    if digest in repository.unscannable:
        raise ApiError(520, "downstream_issue", "")
    return json_answer({"status": "queued", "data": None})


def list_builds(call: Call) -> Answer:
    """An unknown repository in one's own namespace has no builds, rather than being unknown."""
    call.user()
    limit = number(call, "limit", 5, "The maximum number of builds to return")
    repository = call.repository
    if repository is None:
        call.must_own_repository()
        return json_answer({"builds": []})
    call.readable()
    newest = repository.builds[::-1]
    return json_answer({"builds": newest[:limit] if limit >= 0 else newest})


def request_build(call: Call) -> Answer:
    repository = call.writable()
    body = required_body(call.request, REQUEST_BUILD)
    build = _build(call, repository, body)
    repository.builds.append(build)
    path = f"/api/v1/repository/{repository.namespace}/{repository.name}/build/{build['id']}/status"
    return json_answer(build, 201, (("Location", path),))


def _archive(body: dict[str, Any]) -> str:
    url = body.get("archive_url")
    if url is None:
        if "file_id" not in body:
            raise invalid("file_id or archive_url required")
        return f"http://localhost:5000/userfiles/{body['file_id']}"
    if not url.startswith(("http://", "https://")):
        raise invalid("Archive URL must be http or https")
    if not url.isascii():
        raise crash()
    return str(url)


def _build(call: Call, repository: Repository, body: dict[str, Any]) -> dict[str, Any]:
    archive = _archive(body)
    dockerfile = body.get("dockerfile_path", "/Dockerfile")
    robot = body.get("pull_robot")
    seed = f"{repository.namespace}/{repository.name}/{len(repository.builds)}"
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, seed)),
        "phase": "waiting",
        "started": date(call.world.now()),
        "display_name": hashlib.sha256(archive.encode()).hexdigest()[:7],
        "status": {},
        "subdirectory": body.get("subdirectory", dockerfile),
        "dockerfile_path": dockerfile,
        "context": body.get("context", "/"),
        "tags": body.get("docker_tags", ["latest"]),
        "manual_user": call.user().user,
        "is_writer": True,
        "trigger": None,
        "trigger_metadata": {},
        "resource_key": body.get("file_id"),
        "pull_robot": {"name": robot, "kind": "user", "is_robot": True} if robot else None,
        "repository": {"namespace": repository.namespace, "name": repository.name},
        "error": None,
        "archive_url": archive,
    }
