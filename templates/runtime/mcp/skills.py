"""Skills over MCP: the extension `io.modelcontextprotocol/skills`, as of the base protocol 2026-07-28.

A skill is a directory of files with a `SKILL.md`; each file is a resource, and an entry names all of them with
their digests. `skills/list` is a list like others; `skills/get` and `resources/directory/read` ask for one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from ..calls.upstream import Send
from .answering import Answering
from .asks import INVALID_PARAMS, OfferError
from .offers import Offers
from .prompts import Prompt
from .resources import LONGEST_URI, Folder, Offered

EXTENSION: Final = "io.modelcontextprotocol/skills"
GET: Final = "skills/get"
DIRECTORY: Final = "resources/directory/read"
MAIN: Final = "SKILL.md"
_DIRECTORY_TYPE: Final = "inode/directory"


@dataclass(frozen=True, slots=True, kw_only=True)
class McpSkill:
    """A skill as the generator declares it."""

    folder: Folder
    """Its files, `SKILL.md` among them, below a URI that ends in its name."""
    frontmatter: Mapping[str, Any]
    """That of its `SKILL.md`."""
    contents: Mapping[str, tuple[str, int]]
    """Path of a file → `sha256:…` of its bytes, and how many they are."""

    @property
    def uri(self) -> str:
        """Of its `SKILL.md`: what it is known by."""
        return f"{self.folder.uri}/{MAIN}"

    def entry(self) -> dict[str, Any]:
        """The entry of `skills/list` and `skills/get`: a complete manifest."""
        resources = [
            {"uri": f"{self.folder.uri}/{quote(path)}", "digest": digest, "size": size}
            for path, (digest, size) in self.contents.items()
        ]
        return {"uri": self.uri, "frontmatter": dict(self.frontmatter), "resources": resources}

    def directory(self, uri: str) -> list[dict[str, Any]] | None:
        """The direct children of one of its directories; None for what is none."""
        root = self.folder.uri
        if uri != root and not uri.startswith(f"{root}/"):
            return None
        children: dict[str, dict[str, Any]] = {}
        for path, kind in self.folder.files.items():
            whole = f"{root}/{quote(path)}"
            if not whole.startswith(f"{uri}/"):
                continue
            name, slash, _ = whole[len(uri) + 1 :].partition("/")
            child = f"{uri}/{name}"
            media_type = _DIRECTORY_TYPE if slash else kind
            shown = path.split("/")[uri[len(root) :].count("/")]
            children[child] = {"uri": child, "name": shown, "mimeType": media_type}
        return [*children.values()] or None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillOffers(Answering):
    """Resources, prompts and skills; `offering.Offers` says what is asked of it."""

    module: str
    """The `__name__` of the module that declares it; it stands at the top of the package."""
    skills: tuple[McpSkill, ...]
    resources: tuple[Offered, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    _plain: Offers = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        folders = tuple(skill.folder for skill in self.skills)
        plain = Offers(
            module=self.module, resources=(*self.resources, *folders), prompts=self.prompts
        )
        object.__setattr__(self, "_plain", plain)

    @property
    def capabilities(self) -> Mapping[str, Any]:
        """Those of the rest, and the extension."""
        return {**self._plain.capabilities, "extensions": {EXTENSION: {"directoryRead": True}}}

    @property
    def lists(self) -> Mapping[str, Mapping[str, Any]]:
        """Those of the rest, and `skills/list`."""
        listed = {"skills": [skill.entry() for skill in self.skills]}
        return {**self._plain.lists, "skills/list": listed}

    @property
    def labels(self) -> Sequence[str]:
        """Those of the rest: skills are read as resources."""
        return self._plain.labels

    def only(self, may: Callable[[str], bool]) -> SkillOffers:
        """Those whose labels are let through; a skill is the resource that its files are."""
        return SkillOffers(
            module=self.module,
            skills=tuple(each for each in self.skills if may(f"resource {each.folder.name}")),
            resources=tuple(each for each in self.resources if may(f"resource {each.name}")),
            prompts=tuple(each for each in self.prompts if may(f"prompt {each.name}")),
        )

    @property
    def more(self) -> Sequence[str]:
        """The methods of the extension that ask for one thing, by its URI."""
        return (GET, DIRECTORY)

    def label(self, method: str, subject: str) -> str | None:
        """As of the rest."""
        return None if method in self.more else self._plain.label(method, subject)

    async def answer(
        self, method: str, subject: str, arguments: Mapping[str, str], send: Send, limit: int
    ) -> dict[str, Any]:
        """The result.

        Args:
            method: what is asked.
            subject: the URI, or the name of a prompt.
            arguments: of a prompt.
            send: how an API is reached.
            limit: the most bytes that are read of it.
        """
        if method == GET:
            return {"skill": self._one(subject).entry()}
        if method == DIRECTORY:
            return {"resources": self._directory(subject)}
        return await self._plain.answer(method, subject, arguments, send, limit)

    def _one(self, uri: str) -> McpSkill:
        for skill in self.skills:
            if skill.uri == uri:
                return skill
        raise OfferError(INVALID_PARAMS, f"No skill is served at {uri[:LONGEST_URI]}")

    def _directory(self, uri: str) -> list[dict[str, Any]]:
        for skill in self.skills:
            found = skill.directory(uri)
            if found is not None:
                return found
        raise OfferError(INVALID_PARAMS, f"{uri[:LONGEST_URI]} is not a directory resource")
