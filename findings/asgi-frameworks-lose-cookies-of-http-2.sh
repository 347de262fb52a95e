#!/usr/bin/env bash
# RFC 9113, 8.2.3: over HTTP/2 a client may send its cookies in several fields, which browsers do; joined they are with
# "; ". ASGI ("HTTP", of headers) hands fields on as they came and names the same joint. So granian 2.8.9 (PyPI) gives
# an ASGI application each by itself, while hypercorn 0.18.0 (PyPI) joins them before. Most frameworks know one field
# only, so that a login which holds under HTTP/1.1, and under hypercorn, is gone under granian: of `session=abc` and
# `theme=dark` a2wsgi 1.10.10, asgiref 3.13.0 (WsgiToAsgi) and Django 5.2.19 make a `session` that is "abc,theme=dark",
# falcon 4.4.0 keeps the last, Litestar 2.25.0 the first. Starlette 1.10.0 has both, and so has Flask as granian's WSGI
# application.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; servers on loopback; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check granian==2.8.9 hypercorn==0.18.0 \
  "httpx2[http2]==2.16.2" flask==3.1.2 a2wsgi==1.10.10 asgiref==3.13.0 django==5.2.19 falcon==4.4.0 \
  litestar==2.25.0 starlette==1.10.0
cat > applications.py <<'END_OF_PYTHON'
import django.conf
import falcon.asgi
import flask
import litestar
from a2wsgi import WSGIMiddleware
from asgiref.wsgi import WsgiToAsgi
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

of_flask = flask.Flask("pieces")


@of_flask.get("/")
def cookies():
    return dict(flask.request.cookies)


by_a2wsgi = WSGIMiddleware(of_flask)
by_asgiref = WsgiToAsgi(of_flask)


class Resource:
    async def on_get(self, request, response):
        response.media = dict(request.cookies)


of_falcon = falcon.asgi.App()
of_falcon.add_route("/", Resource())


@litestar.get("/")
async def of_a_request(request: litestar.Request) -> dict:
    return dict(request.cookies)


of_litestar = litestar.Litestar([of_a_request])

django.conf.settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF="applications", SECRET_KEY="of no use")
from django.core.asgi import get_asgi_application
from django.http import JsonResponse
from django.urls import path

urlpatterns = [path("", lambda request: JsonResponse(dict(request.COOKIES)))]
of_django = get_asgi_application()


async def answer(request):
    return JSONResponse(dict(request.cookies))


of_starlette = Starlette(routes=[Route("/", answer)])
END_OF_PYTHON
cat > see.py <<'END_OF_PYTHON'
import json
import socket
import subprocess
import sys
import time

import httpx2

NAMES = ("by_a2wsgi", "by_asgiref", "of_django", "of_falcon", "of_litestar", "of_starlette")
PIECES = [("cookie", "session=abc"), ("cookie", "theme=dark")]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def seen(command, port):
    """The cookies that an application behind this server sees, of a request over HTTP/2 with each in a field."""
    server = subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        with httpx2.Client(http1=False, http2=True, timeout=30) as client:
            return client.get(f"http://127.0.0.1:{port}/", headers=PIECES).json()
    finally:
        server.terminate()
        server.wait()


def granian(application, interface="asgi"):
    port = free_port()
    command = ["granian", application, "--interface", interface, "--http", "2", "--host", "127.0.0.1"]
    return seen([*command, "--port", str(port)], port)


def hypercorn(application):
    port = free_port()
    return seen(["hypercorn", application, "-b", f"127.0.0.1:{port}"], port)


def line(server, cookies):
    print(f"{server}:", json.dumps(cookies, sort_keys=True))


for name in NAMES:
    line(f"granian, {name}", granian(f"applications:{name}"))
line("granian, Flask as WSGI", granian("applications:of_flask", "wsgi"))
for name in NAMES:
    line(f"hypercorn, {name}", hypercorn(f"applications:{name}"))
END_OF_PYTHON
environment/bin/python see.py 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
granian, by_a2wsgi: {"session": "abc,theme=dark"}
granian, by_asgiref: {"session": "abc,theme=dark"}
granian, of_django: {"session": "abc,theme=dark"}
granian, of_falcon: {"theme": "dark"}
granian, of_litestar: {"session": "abc"}
granian, of_starlette: {"session": "abc", "theme": "dark"}
granian, Flask as WSGI: {"session": "abc", "theme": "dark"}
hypercorn, by_a2wsgi: {"session": "abc", "theme": "dark"}
hypercorn, by_asgiref: {"session": "abc", "theme": "dark"}
hypercorn, of_django: {"session": "abc", "theme": "dark"}
hypercorn, of_falcon: {"session": "abc", "theme": "dark"}
hypercorn, of_litestar: {"session": "abc", "theme": "dark"}
hypercorn, of_starlette: {"session": "abc", "theme": "dark"}
END_OF_TEXT
