"""CAP5xx: what an adapter offers to its callers."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability, published, tool


def _second(namespace: str) -> str:
    """Another REST adapter of the example."""
    return (
        "    - type: rest\n"
        f"      namespace: {namespace}\n"
        "      port: 8081\n"
        "      resources:\n"
        "        - path: /items\n"
        "          name: items\n"
        "          operations:\n"
        "            - method: GET\n"
        "              name: list-items\n"
        "              call: shop.list-items\n"
    )


# --- tools (resolve) -----------------------------------------------------------------------------

SAME_TOOL_NAME = Rule(
    code="CAP501",
    severity=Severity.ERROR,
    title="Two tools of one name",
    message="Another tool of this adapter is already called `{name}`.",
    hint="give it a name of its own",
    explanation="Clients call a tool by its name, so two of one name cannot both be reached.",
    example=capability(
        exposes_extra=tool() + "        - name: list-items\n          call: shop.list-items\n"
    ),
    correction=capability(
        exposes_extra=tool() + "        - name: list-more-items\n          call: shop.list-items\n"
    ),
)

TOOL_TWICE = Rule(
    code="CAP505",
    severity=Severity.WARNING,
    title="A tool that is there twice",
    message="Another tool of this adapter is called `{name}` and does the same; it is offered once.",
    hint="remove one of them",
    explanation="Published files repeat tools. Two that make the same call are one tool.",
    example=published(
        capability(
            exposes_extra=tool() + "        - name: list-items\n          call: shop.list-items\n"
        )
    ),
    correction=published(capability(exposes_extra=tool())),
)

TOOL_SUFFIXED = Rule(
    code="CAP506",
    severity=Severity.WARNING,
    title="Two tools of one name that do different things",
    message="Another tool of this adapter is called `{name}`; this one is offered as `{changed}`.",
    hint="give it a name of its own",
    explanation=(
        "Clients call a tool by its name. A second one that makes another call gets a suffix, made "
        "of what it calls: it stays the same when tools are added or moved around."
    ),
    example=published(
        capability(
            parameters="[{name: page, in: query, type: integer}]",
            exposes_extra=tool()
            + "        - name: list-items\n          call: shop.list-items\n"
            + "          with: {page: 2}\n",
        )
    ),
    correction=published(
        capability(
            parameters="[{name: page, in: query, type: integer}]",
            exposes_extra=tool()
            + "        - name: list-second-page\n          call: shop.list-items\n"
            + "          with: {page: 2}\n",
        )
    ),
)

TOOL_NAME_CHANGED = Rule(
    code="CAP502",
    severity=Severity.WARNING,
    title="Tool name that clients refuse",
    message="The tool `{name}` is offered as `{changed}`.",
    hint="use letters, digits, `_` and `-` only, 64 at most",
    explanation=(
        "Clients take tool names of `[A-Za-z0-9_-]{1,64}`. Other characters become `-`; of a "
        "longer name the end is replaced by a digest, so that the name stays the same."
    ),
    example=capability(exposes_extra=tool("list.items")),
    correction=capability(exposes_extra=tool("list-items")),
)

TOOL_NAME_LONG = Rule(
    code="CAP503",
    severity=Severity.WARNING,
    title="Long tool name",
    message="The tool name `{name}` has {length} characters.",
    hint="use 45 at most: clients put a prefix before it",
    explanation=(
        "Several clients put the server's name before a tool's and cut the whole at 64 "
        "characters, so that a long name may lose its end."
    ),
    example=capability(exposes_extra=tool("list-all-the-items-that-the-shop-has-ever-offered")),
    correction=capability(exposes_extra=tool("list-items")),
)

ARGUMENT_NAME_CHANGED = Rule(
    code="CAP504",
    severity=Severity.NOTE,
    title="Argument name that clients refuse",
    message="The argument `{name}` is offered as `{changed}`; upstream gets `{name}`.",
    hint="no change is needed; name an input and feed it under `with` to choose the name",
    explanation=(
        "Some clients refuse tools whose arguments have names like `$filter` or `filter[name]`, "
        "so the schema uses a safe name for them."
    ),
    example=capability(
        parameters="[{name: $filter, in: query, type: string}]", exposes_extra=tool()
    ),
    correction="",
)

# --- files of adapters (resolve) -----------------------------------------------------------------

SAME_FILE_NAME = Rule(
    code="CAP507",
    severity=Severity.ERROR,
    title="Two adapters whose files have one name",
    message="The files of this adapter would have the name of those of `{other}`: `{name}`.",
    hint="give one of them a namespace that differs in more than case and punctuation",
    explanation=(
        "The OpenAPI document, the page for people and the list of tools are named after their "
        "adapter. The file systems of Windows and macOS do not tell capitals from small letters, so "
        "a checkout there would have one file where the package has two."
    ),
    example=capability().replace("shop-rest", "Shop-rest") + _second("shop-rest"),
    correction=capability() + _second("stock-rest"),
)

RESERVED_FILE_NAME = Rule(
    code="CAP508",
    severity=Severity.ERROR,
    title="An adapter whose files have a name that Windows reserves",
    message="Windows keeps the name `{name}` for a device: no file of this adapter could be there.",
    hint="give the adapter another namespace",
    explanation=(
        "`con`, `prn`, `aux`, `nul`, `com1` to `com9` and `lpt1` to `lpt9` are devices on Windows, with "
        "any ending and in any case. The OpenAPI document, the page for people and the list of tools "
        "are named after their adapter, and git cannot check such files out there."
    ),
    example=capability().replace("shop-rest", "aux"),
    correction=capability(),
)
