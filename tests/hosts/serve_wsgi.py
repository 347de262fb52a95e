"""A WSGI server of the standard library around the package, a thread for each request."""

from __future__ import annotations

import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from .apps import app


class Threading(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


make_server(
    "127.0.0.1", int(sys.argv[1]), app, server_class=Threading, handler_class=Silent
).serve_forever()
