"""The errors of the API, each in the shape in which Quay sends it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from .messages import CORS, HTML_TYPE, JSON_TYPE, Answer, json_answer

CATCH_ALL_ALLOW = "HEAD, OPTIONS, GET"


class ApiError(Exception):
    """An error of the API itself: a problem document with Quay's own extra fields."""

    def __init__(self, status: int, kind: str, detail: str, extra: dict[str, Any] | None = None):
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.extra = extra or {}

    def answer(self, host: str) -> Answer:
        document = {
            **self.extra,
            "detail": self.detail,
            "error_message": self.detail,
            "error_type": self.kind,
            "title": self.kind,
            "type": f"http://{host}/api/v1/error/{self.kind}",
            "status": self.status,
        }
        body = json.dumps(document).encode()
        return Answer(self.status, body, JSON_TYPE, CORS)


class PlainError(Exception):
    """An answer that leaves a handler early."""

    def __init__(self, answer: Answer):
        super().__init__(answer.status)
        self.answer = answer


def invalid(detail: str) -> ApiError:
    return ApiError(400, "invalid_request", detail)


def not_found() -> ApiError:
    return ApiError(404, "not_found", "Not Found")


def forbidden() -> ApiError:
    return ApiError(403, "insufficient_scope", "Unauthorized")


def unauthenticated(extra: dict[str, Any] | None = None) -> ApiError:
    """401; Quay sends no `WWW-Authenticate`."""
    return ApiError(401, "invalid_token", "Requires authentication", extra)


def immutable(verb: str, tag: str) -> ApiError:
    return ApiError(409, "tag_immutable", f"Cannot {verb} immutable tag '{tag}'")


def message(status: int, text: Any, *, cors: bool = True) -> PlainError:
    """An error of the API library: only a message."""
    return PlainError(json_answer({"message": text}, status, cors=cors))


def early(status: int, text: str) -> PlainError:
    """An error from before the API library: a message, no CORS header, no final newline."""
    return PlainError(Answer(status, json.dumps({"message": text}).encode(), JSON_TYPE))


def json_as_html(status: int, text: str) -> PlainError:
    """JSON that says that it is HTML."""
    return PlainError(Answer(status, json.dumps({"error": text}).encode(), HTML_TYPE, CORS))


def csrf() -> PlainError:
    """What a write without a valid token meets."""
    return json_as_html(403, "CSRF token was invalid or missing.")


def read_only() -> PlainError:
    return message(503, "Repository is in read only or mirror mode: 1")


def crash() -> PlainError:
    """An exception that nothing caught: the web server's page, without a charset."""
    page = (
        b"<html>\n  <head><title>Internal Server Error</title></head>\n  <body></body>\n</html>\n"
    )
    return PlainError(Answer(500, page, "text/html"))


def method_not_allowed(allow: str, *, api: bool) -> Answer:
    """405, from the API where a route of it has the path, else from the page for people."""
    if api:
        text = "The method is not allowed for the requested URL."
        return json_answer({"message": text}, 405, (("Allow", allow),))
    page = b"<!doctype html>\n<html lang=en>\n<title>405 Method Not Allowed</title>\n"
    return Answer(405, page, HTML_TYPE, (("Allow", allow),))


def page_not_found() -> Answer:
    """404 as the whole page for people, nearly 100 kB of it, with a cookie."""
    page = "<!DOCTYPE html>\n<html><head><title>Quay</title></head><body>\n"
    page += "<!-- a page for people, not for programs · ☂ -->\n" * 1900 + "</body></html>\n"
    cookie = ("Set-Cookie", "_csrf_token=made-up; HttpOnly; Path=/; SameSite=Lax")
    return Answer(404, page.encode(), HTML_TYPE, (cookie,))


def redirect(host: str, path: str, query: str) -> Answer:
    """308 to the same path with a slash; the decoded path goes out encoded anew, `%2F` lost."""
    target = quote(path, safe="/:@!$&'()*+,;=~") + (f"?{query}" if query else "")
    location = f"http://{host}{target}"
    page = f"<!doctype html>\n<title>Redirecting...</title>\n<a href='{location}'>moved</a>\n"
    return Answer(308, page.encode(), HTML_TYPE, (("Location", location),))
