"""The clients: what each is called, what it is installed from, and what drives it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PythonClient:
    """A client in a virtual environment."""

    name: str
    lock: str
    """In `requirements/`, without its suffix."""
    driver: str
    package: str
    """Whose version is shown."""
    note: str = ""
    """What the table cannot say."""


@dataclass(frozen=True)
class NodeClient:
    """A client of npm, in a folder of its own."""

    name: str
    folder: str
    """In `npm/`."""
    driver: str
    package: str
    transports: tuple[str, ...] = ("http", "stdio")
    note: str = ""
    """What the table cannot say."""


Subject = PythonClient | NodeClient

SUBJECTS: tuple[Subject, ...] = (
    PythonClient("mcp (auto)", "mcp", "mcp_auto", "mcp"),
    PythonClient("mcp (2026-07-28)", "mcp", "mcp_pinned", "mcp"),
    PythonClient("fastmcp", "fastmcp", "fastmcp_client", "fastmcp"),
    PythonClient("openai-agents", "openai-agents", "openai_agents", "openai-agents"),
    PythonClient("pydantic-ai", "pydantic-ai", "pydantic_ai_client", "pydantic-ai-slim"),
    PythonClient("agno", "agno", "agno_client", "agno"),
    PythonClient("google-adk", "google-adk", "google_adk", "google-adk"),
    PythonClient("strands-agents", "strands-agents", "strands_agents", "strands-agents"),
    PythonClient(
        "agent-framework", "agent-framework", "agent_framework_client", "agent-framework-core"
    ),
    PythonClient(
        "llama-index-tools-mcp", "llama-index", "llama_index_client", "llama-index-tools-mcp"
    ),
    PythonClient("mcp-haystack", "mcp-haystack", "haystack_client", "mcp-haystack"),
    PythonClient(
        "langchain-mcp-adapters", "langchain", "langchain_client", "langchain-mcp-adapters"
    ),
    PythonClient("mcp-use", "mcp-use", "mcp_use_client", "mcp-use"),
    PythonClient("semantic-kernel", "semantic-kernel", "semantic_kernel_client", "semantic-kernel"),
    PythonClient(
        "autogen-ext",
        "autogen",
        "autogen_client",
        "autogen-ext",
        note="It needs `mcp<2`, which it does not say.",
    ),
    PythonClient(
        "smolagents",
        "smolagents",
        "smolagents_client",
        "smolagents",
        note="It needs `mcp<2`, which it does not say.",
    ),
    PythonClient("crewai-tools", "crewai", "crewai_client", "crewai-tools"),
    NodeClient("@modelcontextprotocol/sdk", "sdk", "sdk", "@modelcontextprotocol/sdk"),
    NodeClient("@modelcontextprotocol/client", "client", "client", "@modelcontextprotocol/client"),
    NodeClient(
        "Inspector",
        "inspector",
        "inspector",
        "@modelcontextprotocol/inspector",
        note="Its command line sends null for a number that is none, so the call is a good one.",
    ),
    NodeClient("@ai-sdk/mcp", "ai-sdk", "ai_sdk", "@ai-sdk/mcp"),
    NodeClient("@mastra/mcp", "mastra", "mastra", "@mastra/mcp"),
    NodeClient("mcporter", "mcporter", "mcporter", "mcporter"),
    NodeClient("mcp-remote", "mcp-remote", "mcp_remote", "mcp-remote", ("http",)),
    NodeClient("supergateway", "supergateway", "supergateway", "supergateway"),
)
