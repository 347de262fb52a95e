"""Request bodies: JSON Schemas of the writes and the errors for what does not fit them."""

from __future__ import annotations

import json
from typing import Any, Final

from jsonschema import Draft202012Validator

from .errors import crash, invalid, message
from .messages import Received

_TEXT: Final = {"type": "string"}

CREATE_REPOSITORY: Final = {
    "type": "object",
    "required": ["repository", "visibility", "description"],
    "properties": {
        "repository": _TEXT,
        "visibility": {"type": "string", "enum": ["public", "private"]},
        "namespace": _TEXT,
        "description": _TEXT,
        "repo_kind": {"type": ["string", "null"]},
    },
}
CHANGE_TAG: Final = {
    "type": "object",
    "properties": {
        "manifest_digest": {"type": ["string", "null"]},
        "expiration": {"type": ["number", "null"]},
        "immutable": {"type": "boolean"},
    },
}
REQUEST_BUILD: Final = {
    "type": "object",
    "properties": {
        "file_id": _TEXT,
        "archive_url": _TEXT,
        "subdirectory": _TEXT,
        "dockerfile_path": _TEXT,
        "context": _TEXT,
        "pull_robot": _TEXT,
        "docker_tags": {"type": "array", "items": _TEXT, "minItems": 1, "uniqueItems": True},
    },
}
UPDATE_TEAM: Final = {
    "type": "object",
    "required": ["role"],
    "properties": {
        "role": {"type": "string", "enum": ["member", "creator", "admin"]},
        "description": _TEXT,
    },
}
CHANGE_PERMISSION: Final = {
    "type": "object",
    "required": ["role"],
    "properties": {"role": {"type": "string", "enum": ["read", "write", "admin"]}},
}

_LARGEST: Final = 1 << 20


def is_json(request: Received) -> bool:
    """Whether the request says that its body is JSON."""
    kind = (request.header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )


def required_body(request: Received, schema: dict[str, Any]) -> Any:
    """The body of a write that needs one, checked."""
    if not is_json(request):
        reason = "the request Content-Type was not 'application/json'."
        raise message(415, f"Did not attempt to load JSON data because {reason}")
    try:
        document = json.loads(request.body)
    except ValueError:
        text = "The browser (or proxy) sent a request that this server could not understand."
        raise message(400, text) from None
    if document is None:
        raise invalid("Missing JSON body")
    for error in Draft202012Validator(schema).iter_errors(document):
        raise invalid(str(error))
    return document


def optional_body(request: Received) -> dict[str, Any]:
    """The body of a write that works without one: whatever is no JSON object counts as none."""
    if len(request.body) > _LARGEST:
        raise crash()
    if not is_json(request):
        return {}
    try:
        document = json.loads(request.body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
