"""CAP52x: resources and prompts of MCP adapters."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability


def _offering(*lines: str) -> str:
    """A capability with an MCP adapter that has these beside its tools."""
    return capability(
        exposes_extra="    - type: mcp\n      namespace: shop-mcp\n      port: 9090\n      tools: []\n"
        + "".join(f"      {line}\n" for line in lines)
    )


_ITEMS = "  - {name: items, uri: 'shop://items', description: All., call: shop.list-items}"
_GOOD = _offering("resources:", _ITEMS)
_PROMPT = _offering(
    "prompts:",
    "  - name: buy",
    "    description: Buy.",
    "    arguments: [{name: what, description: What.}]",
    "    template: [{role: user, content: 'Buy {{what}}.'}]",
)

FILES_NOT_READ = Rule(
    code="CAP520",
    severity=Severity.ERROR,
    title="Files that cannot be read",
    message="`{location}` {problem}.",
    hint="name a file or a folder beside the capability: `file:///./docs`",
    explanation=(
        "What a `location` names becomes data of the package, so it has to be there when the package is "
        "generated: below the folder of the capability, links included, and bounded in size. An absolute "
        "path leads there too where it is below that folder, or begins in it."
    ),
    example=_offering(
        "resources:", "  - {name: docs, uri: 'shop://docs', location: 'file:///./none'}"
    ),
    correction=_GOOD,
)

RESOURCE_URI = Rule(
    code="CAP521",
    severity=Severity.ERROR,
    title="A URI that no resource can have",
    message="`{uri}` {problem}.",
    hint="write a URI such as `shop://items`, or a template such as `shop://items/{{id}}`",
    explanation=(
        "A resource is found by its URI (RFC 3986). In a template (RFC 6570, level 1) a variable is a "
        "name of letters, digits and underscores in braces, which stands for a piece of one segment."
    ),
    example=_GOOD.replace("shop://items", "all items"),
    correction=_GOOD,
)

RESOURCE_NEEDS = Rule(
    code="CAP522",
    severity=Severity.ERROR,
    title="A resource that lacks an input",
    message="`{name}` is needed, and the URI of the resource does not give it.",
    hint="put `{{{name}}}` into the URI, or feed it under `with`",
    explanation=(
        "Whoever reads a resource gives its URI and nothing else, so that all inputs of what is called are "
        "variables of the URI or stand under `with`."
    ),
    example=_GOOD.replace(
        "              method: GET\n",
        "              method: GET\n"
        "              inputParameters: [{name: id, in: query, type: string, required: true}]\n",
        1,
    ),
    correction=_GOOD,
)

RESOURCE_WRITES = Rule(
    code="CAP523",
    severity=Severity.WARNING,
    title="A resource that writes",
    message="Reading this resource sends {method}, which may change something.",
    hint="make it a tool: hosts read resources without asking anybody",
    explanation=(
        "Hosts read resources on their own, again and again. What is called should be safe "
        "(RFC 9110, 9.2.1): GET or HEAD."
    ),
    example=_GOOD.replace("              method: GET\n", "              method: POST\n", 1),
    correction=_GOOD,
)

SAME_URI = Rule(
    code="CAP524",
    severity=Severity.WARNING,
    title="Two resources of one URI",
    message="`{uri}` is the URI of `{other}` already; this resource is left out.",
    hint="give it a URI of its own",
    explanation="A resource is found by its URI: the first that fits answers, and no other is reached.",
    example=_offering("resources:", _ITEMS, _ITEMS.replace("name: items", "name: more")),
    correction=_GOOD,
)

BESIDE_LOCATION = Rule(
    code="CAP526",
    severity=Severity.WARNING,
    title="A resource of files that calls something",
    message="`{key}` is not used: the resource is a folder of files.",
    hint="remove it, or remove `location`",
    explanation="A resource has either files (`location`) or an answer (`call`, `steps`, `ref`).",
    example=_offering(
        "resources:",
        "  - {name: items, uri: 'shop://items', call: shop.list-items, location: 'file:///./.'}",
    ),
    correction=_GOOD,
)

TEMPLATE_BESIDE_FILE = Rule(
    code="CAP528",
    severity=Severity.WARNING,
    title="Messages of a prompt beside its file",
    message="`template` is not used: the text of the prompt is the file that `location` names.",
    hint="remove it, or remove `location`",
    explanation="A prompt is a list of messages (`template`), or a file that is one message (`location`).",
    example="",
    correction="",
)

PROMPT_PLACE = Rule(
    code="CAP527",
    severity=Severity.WARNING,
    title="A place of a prompt that nothing fills",
    message="`{written}` stays as it is: no argument fills it. The arguments are {known}.",
    hint="{advice}",
    explanation=(
        "A prompt is filled by name: letters, digits and underscores in two braces. Everything else is "
        "shown as it is written, here as in the reference engine."
    ),
    example=_PROMPT.replace("{{what}}", "{{wat}}"),
    correction=_PROMPT,
)
