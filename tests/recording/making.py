"""A package that can record, an API for it, and what it has written."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from click.testing import CliRunner

from generator.command.cli import cli
from tests.support.living import Said, Seen, said
from tests.support.processes import environment, run

TOKEN: Final = "team-token-0123456789"
KEY: Final = "team-key-9876543210"
SPEC: Final = """
ikanos: "1.0.0-beta5"
info: {title: Desk}
binds:
  - namespace: env
    keys: {DESK_TOKEN: DESK_TOKEN, MAPS_KEY: MAPS_KEY}
capability:
  consumes:
    - namespace: desk
      type: http
      description: Orders.
      baseUri: "http://127.0.0.1:9/desk"
      authentication: {type: bearer, token: "{{DESK_TOKEN}}"}
      resources:
        orders:
          path: "/orders/{number}"
          operations:
            order:
              method: GET
              inputParameters:
                number: {in: path, type: string}
                full: {in: query, type: boolean, required: false}
            note:
              method: POST
              inputParameters:
                number: {in: path, type: string}
                X-Reason: {in: header, type: string, required: false}
              body: {type: json, data: {text: "{{text}}", pin: "{{pin}}"}}
    - namespace: maps
      type: http
      description: Places.
      baseUri: "http://127.0.0.1:9/maps"
      authentication: {type: apikey, key: key, value: "{{MAPS_KEY}}", placement: query}
      resources:
        places: {path: /places, operations: {places: {method: GET}}}
  exposes:
    - type: rest
      namespace: desk-rest
      port: 8080
      resources:
        orders:
          path: "/orders/{number}"
          operations:
            order:
              method: GET
              inputParameters:
                number: {in: path, type: string}
                full: {in: query, type: boolean, required: false}
              call: desk.order
              with: {number: "{{number}}", full: "{{full}}"}
            note:
              method: POST
              inputParameters:
                number: {in: path, type: string}
                text: {in: body, type: string}
                pin: {in: body, type: string}
              call: desk.note
              with: {number: "{{number}}", text: "{{text}}", pin: "{{pin}}"}
        places:
          path: /places
          operations:
            places: {method: GET, call: maps.places}
    - type: mcp
      namespace: desk-mcp
      port: 9090
      description: The desk.
      tools:
        order:
          description: An order.
          inputParameters:
            number: {type: string, description: Its number, required: true}
            full: {type: boolean, description: With all lines, required: false}
          call: desk.order
          with: {number: "{{number}}", full: "{{full}}"}
        note:
          description: Leave a note.
          inputParameters:
            number: {type: string, description: Its number, required: true}
            text: {type: string, description: The note, required: true}
            pin: {type: string, description: The pin, required: true}
          call: desk.note
          with: {number: "{{number}}", text: "{{text}}", pin: "{{pin}}"}
        places:
          description: Places.
          call: maps.places
"""


def made(folder: Path, *options: str, table: str = "", spec: str = SPEC) -> Path:
    """The package `desk` in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(f"[tool.capwright]\n{table}", encoding="utf-8")
    file = folder / "desk-capability.yaml"
    file.write_text(spec, encoding="utf-8")
    arguments = ["generate", str(file), "--out", str(folder), "--package", "desk", *options]
    arguments += ["--config", str(folder / "pyproject.toml")]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    return folder / "desk"


def api(seen: Seen) -> Said:
    """What the API says: an order with a secret in it, and the key of the map in a link."""
    if seen.target.startswith("/maps"):
        return said({"next": f"https://maps.example/places?key={KEY}&page=2", "places": ["Rome"]})
    number = seen.target.partition("?")[0].rpartition("/")[2]
    if number == "none":
        return said({"error": "no such order"}, 404)
    if number == "picture":
        return Said(b"\x89PNG\r\n\x1a\n\x00\xff", headers={"Content-Type": "image/png"})
    if number == "page":
        return Said(b"<p>Your password is hunter2</p>", headers={"Content-Type": "text/html"})
    if number == "empty":
        return Said(b"", 204)
    document = {"number": number, "api_key": "sk-live-1", "pin": "4711", "total": 12.50, "n": 2**70}
    cookies = {"Content-Type": "application/json", "Set-Cookie": "sid=s3ss10n", "X-Trace": "t-1"}
    return Said(json.dumps(document).encode(), headers=cookies)


def settings(url: str, folder: Path | None = None, **more: str) -> dict[str, str]:
    """The environment of the package."""
    there = {"DESK_BASE_URI": f"{url}/desk", "MAPS_BASE_URI": f"{url}/maps"}
    if folder is not None:
        there |= {"DESK_RECORD": str(folder), "MAPS_RECORD": str(folder)}
    return environment(DESK_TOKEN=TOKEN, MAPS_KEY=KEY, **there, **more)


def python(code: str, folder: Path, environ: dict[str, str]) -> str:
    """What a program prints that uses the package."""
    done = run([sys.executable, "-c", code], environ, folder)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def recorded(folder: Path) -> list[dict[str, Any]]:
    """All exchanges of a folder; every file is JSON, and its owner's alone."""
    found: list[dict[str, Any]] = []
    for file in sorted(folder.glob("*.json")):
        assert file.stat().st_mode & 0o777 == 0o600
        found += json.loads(file.read_text(encoding="utf-8"))
    return found
