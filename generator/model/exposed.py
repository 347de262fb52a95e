"""The exposed side: REST, MCP, skill and control adapters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ..origin import Origin
from ..records import dataclass
from .actions import Action, ExposedParameter
from .authentication import Authentication
from .templates import Placeholder, Template
from .values import OutputMapping


@dataclass(frozen=True, slots=True)
class ExposedOperation:
    name: str
    display: str | None
    description: str | None
    method: str
    path: Template
    """Begins with `/`; placeholders are the route's variables; a trailing slash is kept."""
    conditions: tuple[tuple[str, str | None], ...]
    """Query pairs that a request must carry (a query string in the exposed path)."""
    parameters: tuple[ExposedParameter, ...]
    action: Action
    outputs: tuple[OutputMapping, ...]
    origin: Origin
    media_type: str | None = None
    """Of a binary answer, in place of upstream's, where the consumed operation names none."""
    media_type_at: Origin | None = None
    """Where that is said."""
    takes_rest: bool = False
    """The last variable of the path takes all that follows, slashes included."""


@dataclass(frozen=True, slots=True)
class Hints:
    read_only: bool | None = None
    destructive: bool | None = None
    idempotent: bool | None = None
    open_world: bool | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    display: str | None
    description: str | None
    parameters: tuple[ExposedParameter, ...]
    hints: Hints
    action: Action
    outputs: tuple[OutputMapping, ...]
    origin: Origin
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file beside the capability, which becomes data of the package."""

    path: str
    """Below its folder, with `/`."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Resource:
    """A document of an API that MCP clients read by its URI."""

    name: str
    uri: str
    """A variable stands in single braces, however it was written."""
    variables: tuple[Placeholder, ...]
    display: str | None
    description: str | None
    mime_type: str | None
    action: Action
    outputs: tuple[OutputMapping, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class ResourceFolder:
    """Files that MCP clients read below one URI."""

    name: str
    uri: str
    display: str | None
    description: str | None
    mime_type: str | None
    files: tuple[StaticFile, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class PromptArgument:
    name: str
    display: str | None
    description: str | None
    required: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class PromptMessage:
    role: str
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Prompt:
    name: str
    display: str | None
    description: str | None
    arguments: tuple[PromptArgument, ...]
    messages: tuple[PromptMessage, ...]
    file: StaticFile | None
    """What it says, in place of messages: one of the user's."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class RestAdapter:
    namespace: str
    description: str | None
    port: int | None
    address: str | None
    authentication: Authentication[Template] | None
    operations: tuple[ExposedOperation, ...]
    origin: Origin
    max_binary_size: int | None = None
    """Bytes, for operations that say nothing of their own."""


@dataclass(frozen=True, slots=True)
class McpAdapter:
    namespace: str
    description: str | None
    transport: str
    port: int | None
    address: str | None
    authentication: Authentication[Template] | None
    tools: tuple[Tool, ...]
    resources: tuple[Resource | ResourceFolder, ...]
    prompts: tuple[Prompt, ...]
    ttl_ms: int
    cache_scope: str
    origin: Origin
    max_binary_size: int | None = None
    """Bytes, for tools whose operations say nothing of their own."""


@dataclass(frozen=True, slots=True)
class SkillTool:
    name: str
    description: str | None
    source_namespace: str | None
    action: str | None
    instruction: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Skill:
    name: str
    display: str | None
    description: str | None
    metadata: Mapping[str, str]
    details: tuple[tuple[str, str | bool], ...]
    """`license`, `compatibility` and the rest, in the spelling and the order of the catalogue."""
    tools: tuple[SkillTool, ...]
    files: tuple[StaticFile, ...] | None
    """None where it has no `location`, or one that is not there."""
    origin: Origin
    head: Mapping[str, Any] | None = None
    """The frontmatter of its own `SKILL.md`; None where one is made."""
    fits_mcp: bool = True
    """Whether hosts take it over MCP."""


@dataclass(frozen=True, slots=True)
class SkillAdapter:
    namespace: str
    description: str | None
    port: int | None
    address: str | None
    authentication: Authentication[Template] | None
    skills: tuple[Skill, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Observability:
    """What is recorded of requests (OpenTelemetry)."""

    sampling: float
    """The share of traces, from 0 to 1."""
    propagation: str
    """`w3c` or `b3`."""
    traces: int | None
    """How many traces the control port shows; None for none."""
    endpoint: Template | None
    """Of an OTLP collector."""


@dataclass(frozen=True, slots=True)
class Scripting:
    """`management.scripting`: what scripts may do, shown and changed at `/scripting`."""

    enabled: bool | None
    """None where nothing is said: they are."""
    location: str | None
    language: str | None
    """Of a step that says none."""
    timeout: int
    """Milliseconds."""
    statements: int
    """How many a script may run."""
    languages: tuple[str, ...] | None
    """Those that are allowed; none of them, or None, allows all."""

    def admits(self, language: str | None) -> bool:
        """Whether a script in this language may run."""
        return not self.languages or language in self.languages


@dataclass(frozen=True, slots=True)
class ControlAdapter:
    port: int
    address: str | None
    authentication: Authentication[Template] | None
    health: bool
    info: bool
    metrics: bool
    origin: Origin
    observability: Observability | None = None
    scripting: Scripting | None = None


Adapter: TypeAlias = RestAdapter | McpAdapter | SkillAdapter | ControlAdapter
