"""CAP535 to CAP539: skill adapters."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability


def _skill(line: str) -> str:
    return capability(
        exposes_extra="    - type: skill\n      namespace: shop-skills\n      port: 8090\n      skills:\n"
        f"        - {line}\n"
    )


_GOOD = _skill("{name: shopping, description: How to shop.}")

SKILL_FILES = Rule(
    code="CAP535",
    severity=Severity.WARNING,
    title="Files of a skill that are not there",
    message="`{location}` {problem}; the skill is listed without files.",
    hint="put the files beside the capability and write `file:///./skills/shopping`",
    explanation=(
        "Files of a skill become data of the package, so they have to be there when it is generated. "
        "Published files name folders of a machine that nobody else has."
    ),
    example=_skill("{name: shopping, description: d, location: 'file:///opt/none'}").replace(
        "              call: shop.list-items\n",
        "              call: shop.list-items\n"
        "              outputParameters: [{type: object, mapping: $.}]\n",
        1,
    ),
    correction=_GOOD,
)

SKILL_TOOL = Rule(
    code="CAP536",
    severity=Severity.ERROR,
    title="A tool of a skill that is neither a reference nor an instruction",
    message="The tool `{name}` has to say either `from` or `instruction`.",
    hint="write `from: {{sourceNamespace: …, action: …}}`, or `instruction:` with the name of a file",
    explanation="A tool of a skill is an operation of another adapter, or a file that tells how it is done.",
    example=_skill(
        "{name: shopping, description: d, tools: [{name: buy, description: Buy.}]}"
    ).replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5"),
    correction=_GOOD,
)

INSTRUCTION_ALONE = Rule(
    code="CAP540",
    severity=Severity.ERROR,
    title="An instruction of a skill without files",
    message="`{file}` is a file of the skill, and the skill has no `location`.",
    hint="add `location: file:///./skills/{skill}` to the skill, and the file to that folder",
    explanation="An instruction is a file below the folder that `location` of its skill names.",
    example=_skill(
        "{name: shopping, description: d, tools: "
        "[{name: buy, description: Buy., instruction: buy.md}]}"
    ).replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5"),
    correction=_GOOD,
)

INSTRUCTION_MISSING = Rule(
    code="CAP541",
    severity=Severity.WARNING,
    title="An instruction of a skill that is not there",
    message="The skill has no file `{file}`, so that nobody can read the instruction.",
    hint="put it into the folder of the skill; there {listed}",
    explanation="An instruction is a file below the folder that `location` of its skill names.",
    example="",
    correction="",
)

SKILL_SOURCE = Rule(
    code="CAP537",
    severity=Severity.ERROR,
    title="A tool of a skill that refers to nothing",
    message="`{namespace}` is no REST or MCP adapter of this file.",
    hint="{advice}",
    explanation="`from` names an adapter and what it exposes, which is where an agent finds the tool.",
    example=_skill(
        "{name: shopping, description: d, tools: "
        "[{name: buy, description: Buy., from: {sourceNamespace: none, action: buy}}]}"
    ).replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5"),
    correction=_GOOD,
)

SKILL_ACTION = Rule(
    code="CAP538",
    severity=Severity.WARNING,
    title="A tool of a skill that its adapter does not have",
    message="`{namespace}` offers no `{action}`.",
    hint="{advice}",
    explanation="`action` is the name of a tool, or of a REST operation, of the adapter that `from` names.",
    example=_skill(
        "{name: shopping, description: d, tools: "
        "[{name: buy, description: Buy., from: {sourceNamespace: shop-rest, action: itms}}]}"
    ).replace("naftiko: 1.0.0-alpha2", "ikanos: 1.0.0-beta5"),
    correction=_GOOD,
)

SKILL_FORMAT = Rule(
    code="CAP539",
    severity=Severity.WARNING,
    title="A skill that no host takes over MCP",
    message="`SKILL.md` of the skill `{name}` {problem}; MCP servers do not offer the skill.",
    hint="begin it with `---`, `name: …`, `description: …`, `---`, or leave it out: one is made then",
    explanation=(
        "Hosts load a skill by its `SKILL.md`, whose frontmatter has a name and a description (Agent Skills "
        "specification), and take 512 files of 16 MiB together (the extension `io.modelcontextprotocol/skills`). "
        "The catalogue of the skill adapter has the skill all the same."
    ),
    example="",
    correction="",
)
