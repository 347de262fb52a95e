"""A catalogue of skills as a plain ASGI application: what there is, and the files of each. It runs nothing."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import unquote

from ..package_files import PackageFile
from ..server.asgi import Receive, Scope, Send, without_request
from ..server.identity import ANYBODY
from ..server.incoming import Incoming
from ..server.mounting import mounted_path
from ..server.problem import RawHeaders, Refusal
from ..server.security import Guard, authenticator

if TYPE_CHECKING:
    from ..server.identity import Headers, Identity
    from .settings import SkillAdapter, SkillSettings

_SEGMENT: Final = re.compile(r"[A-Za-z0-9._-]+\Z")
_ALLOW: Final = ((b"allow", b"GET, HEAD"),)
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""Of every entry of an archive: the same files give the same bytes."""


class Visit(Protocol):
    """One request of a caller; `callers.desk.Session` is one."""

    def may(self, what: str) -> bool:
        """Whether there is something of this name for the caller."""
        ...

    def begin(self, what: str) -> None:
        """The request is for something. Raises `Refusal` (403, 429)."""
        ...

    def end(self, status: int, request_id: str) -> None:
        """It is answered."""
        ...


class Desk(Protocol):
    """Where callers are received; `callers.desk.Desk` is one."""

    def session(self, identity: Identity, scope: Scope, headers: Headers) -> Visit:
        """For one request."""
        ...

    def close(self) -> None:
        """End what was started."""
        ...


class Reception(Protocol):
    """Tells callers apart; `callers.skill.SkillCallers` is one."""

    def desk(self, declared: SkillAdapter, settings: SkillSettings) -> Desk:
        """Where callers are received."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """One skill as the generator declares it."""

    name: str
    entry: Mapping[str, Any]
    """What `GET /skills/NAME` answers, `name` first."""
    path: str | None = None
    """Of its files, inside the package; None where it has none."""
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    """Path below that → media type."""

    @property
    def summary(self) -> dict[str, Any]:
        """What the list says."""
        said = {key: self.entry[key] for key in ("name", "description")}
        if "license" in self.entry:
            said["license"] = self.entry["license"]
        return {**said, "tools": [tool["name"] for tool in self.entry["tools"]]}


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillApp:
    """One skill adapter of a capability."""

    module: str
    """The `__name__` of the module that declares it; it stands at the top of the package."""
    declaration: SkillAdapter
    skills: tuple[Skill, ...]
    callers: Reception | None = None
    """What is done about callers; None does nothing."""

    def create_app(self, settings: SkillSettings) -> SkillApplication:
        """An ASGI application. Raises `SettingError`, `MissingFileError`."""
        return SkillApplication(self, settings)


class SkillApplication:
    """The ASGI application of a skill adapter."""

    def __init__(self, app: SkillApp, settings: SkillSettings) -> None:
        prefix = app.declaration.prefix
        self._skills = {skill.name: skill for skill in app.skills}
        self._settings = settings
        self._guard = Guard(
            prefix=prefix,
            host=settings.host,
            allowed_hosts=settings.allowed_hosts,
            allowed_origins=settings.allowed_origins,
            authenticate=authenticator(prefix, app.declaration.authentication, settings.environ),
        )
        self._desk = None if app.callers is None else app.callers.desk(app.declaration, settings)
        self._files = {
            (skill.name, path): PackageFile(app.module, f"{skill.path}/{path}")
            for skill in app.skills
            for path in skill.files
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http":
            await self._http(Incoming(scope, receive), send)
        else:
            await without_request(scope["type"], receive, send, self.aclose)

    async def aclose(self) -> None:
        """End what the app has started; for who serves it without a lifespan."""
        if self._desk is not None:
            self._desk.close()
        await self._guard.aclose()

    async def _http(self, incoming: Incoming, send: Send) -> None:
        status, headers = 200, _headers("application/json")
        try:
            media_type, content = await self._answer(incoming)
            headers = _headers(media_type)
        except Refusal as refusal:
            status, content = refusal.status, refusal.document("")
            headers = [each for each in refusal.head(0) if each[0] != b"content-length"]
        headers.append((b"content-length", b"%d" % len(content)))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        body = b"" if incoming.method == "HEAD" else content
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, incoming: Incoming) -> tuple[str, bytes]:
        settings = self._settings
        incoming.read_headers(frozenset(), settings.max_headers, settings.max_header_bytes)
        scope, headers = incoming.scope, incoming.headers
        refusal = self._guard.check_host(scope, headers) or self._guard.check_origin(headers)
        if refusal is not None:
            raise refusal
        path = mounted_path(scope)
        document = self._guard.document(path)
        caller = ANYBODY
        if document is None:
            caller = await self._guard.authenticate(scope, headers)
        if incoming.method not in ("GET", "HEAD"):
            raise Refusal(405, "Only GET and HEAD are served here.", headers=_ALLOW)
        if document is not None:
            return "application/json", document
        if self._desk is None:
            return self._found(path, None)
        return self._visited(path, self._desk.session(caller, scope, headers))

    def _visited(self, path: str, visit: Visit) -> tuple[str, bytes]:
        status = 500
        try:
            found = self._found(path, visit)
            status = 200
        except Refusal as refusal:
            status = refusal.status
            raise
        finally:
            visit.end(status, "")
        return found

    def _found(self, path: str, visit: Visit | None) -> tuple[str, bytes]:
        """The answer; `visit` says what is there for the caller, None: everything."""
        match path.split("/")[1:]:
            case ["skills"]:
                listed = [
                    skill.summary
                    for skill in self._skills.values()
                    if visit is None or visit.may(_label(skill))
                ]
                return _json({"count": len(listed), "skills": listed})
            case ["skills", name]:
                return _json(dict(self._skill(name, visit).entry))
            case ["skills", name, "download"]:
                return "application/zip", self._archive(self._with_files(name, visit))
            case ["skills", name, "contents"]:
                return _json(self._contents(self._with_files(name, visit)))
            case ["skills", name, "contents", *rest]:
                return self._file(self._with_files(name, visit), rest)
            case _:
                raise Refusal(404, "There is /skills, /skills/NAME and what is below that.")

    def _skill(self, name: str, visit: Visit | None) -> Skill:
        skill = self._skills.get(unquote(name))
        if skill is None:
            raise Refusal(404, "There is no skill of that name.")
        if visit is not None:
            visit.begin(_label(skill))
        return skill

    def _with_files(self, name: str, visit: Visit | None) -> Skill:
        skill = self._skill(name, visit)
        if skill.path is None:
            raise Refusal(404, "This skill has no files.")
        return skill

    def _contents(self, skill: Skill) -> dict[str, Any]:
        files = [
            {"path": path, "size": len(self._files[skill.name, path].read()), "type": kind}
            for path, kind in skill.files.items()
        ]
        return {"name": skill.name, "files": files}

    def _file(self, skill: Skill, segments: list[str]) -> tuple[str, bytes]:
        """A file by the path that the package declares, and no other."""
        if not all(_SEGMENT.match(each) and each.strip(".") for each in segments):
            raise Refusal(400, "A path here has letters, digits, dots, dashes and underscores.")
        path = "/".join(segments)
        if path not in skill.files:
            raise Refusal(404, "The skill has no file of that name.")
        return skill.files[path], self._files[skill.name, path].read()

    def _archive(self, skill: Skill) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in skill.files:
                archive.writestr(zipfile.ZipInfo(path, _WHEN), self._files[skill.name, path].read())
        return buffer.getvalue()


def _label(skill: Skill) -> str:
    """What rules for callers know it by."""
    return f"skill {skill.name}"


def _json(document: Mapping[str, Any]) -> tuple[str, bytes]:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return "application/json", text.encode()


def _headers(media_type: str) -> RawHeaders:
    return [
        (b"content-type", media_type.encode("ascii")),
        (b"cache-control", b"no-cache"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"sandbox; default-src 'none'; frame-ancestors 'none'"),
    ]
