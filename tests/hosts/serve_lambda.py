"""AWS Lambda in small: HTTP in, an event of API Gateway to mangum, its answer out. Nothing streams."""

from __future__ import annotations

import base64
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from mangum import Mangum

from .apps import app

VERSION, PORT = sys.argv[1], int(sys.argv[2])
HANDLER = Mangum(app, lifespan="off")


class _Context:
    function_name = "pond"
    memory_limit_in_mb = 128
    invoked_function_arn = "arn:aws:lambda:eu-central-1:123456789012:function:pond"
    aws_request_id = "0"


class Gateway(BaseHTTPRequestHandler):
    """What API Gateway makes of a request: payload format 1.0 or 2.0."""

    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        event = (_first if VERSION == "1.0" else _second)(self, body)
        answer: dict[str, Any] = HANDLER(event, _Context())
        content = str(answer.get("body") or "").encode()
        if answer.get("isBase64Encoded"):
            content = base64.b64decode(content)
        self.send_response(answer["statusCode"])
        for name, value in (answer.get("headers") or {}).items():
            if name.lower() not in ("content-length", "connection"):
                self.send_header(name, value)
        if answer["statusCode"] != 204:
            self.send_header("content-length", str(len(content)))
        self.end_headers()
        if answer["statusCode"] != 204:
            self.wfile.write(content)

    do_GET = do_POST = do_DELETE = _any  # noqa: N815 - names of http.server

    def log_message(self, *arguments: object) -> None:
        pass


def _first(request: Gateway, body: bytes) -> dict[str, Any]:
    parts = urlsplit(request.path)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    many: dict[str, list[str]] = {}
    for name, value in pairs:
        many.setdefault(name, []).append(value)
    return {
        "version": "1.0",
        "resource": "/{proxy+}",
        "path": unquote(parts.path),
        "httpMethod": request.command,
        "headers": dict(request.headers.items()),
        "multiValueHeaders": {name: [value] for name, value in request.headers.items()},
        "queryStringParameters": dict(pairs) or None,
        "multiValueQueryStringParameters": many or None,
        "requestContext": {"identity": {"sourceIp": "127.0.0.1"}, "stage": "$default"},
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def _second(request: Gateway, body: bytes) -> dict[str, Any]:
    parts = urlsplit(request.path)
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": unquote(parts.path),
        "rawQueryString": parts.query,
        "headers": {name.lower(): value for name, value in request.headers.items()},
        "requestContext": {
            "http": {
                "method": request.command,
                "path": parts.path,
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "",
            },
            "stage": "$default",
        },
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


# One request at a time in the main thread, as an instance of Lambda has it.
HTTPServer(("127.0.0.1", PORT), Gateway).serve_forever()
