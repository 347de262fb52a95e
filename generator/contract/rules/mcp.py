"""What may change in the MCP servers (CON3..): tools, hints, texts, resources, prompts."""

from __future__ import annotations

from typing import Final

from ..rule import ChangeRule, Verdict

ADAPTER_REMOVED: Final = ChangeRule(
    "CON301",
    Verdict.BREAKING,
    "MCP server removed",
    "The MCP server `{name}` is gone.",
    "Hosts that are configured with it cannot start it.",
)
ADAPTER_ADDED: Final = ChangeRule(
    "CON302",
    Verdict.COMPATIBLE,
    "MCP server added",
    "There is an MCP server `{name}`.",
    "No host can have used it before.",
)
TOOL_REMOVED: Final = ChangeRule(
    "CON303",
    Verdict.BREAKING,
    "tool removed",
    "The tool `{name}` is gone.",
    "Agents that were told of it call it in vain; allow lists name nothing.",
)
TOOL_ADDED: Final = ChangeRule(
    "CON304",
    Verdict.COMPATIBLE,
    "reading tool added",
    "There is a tool `{name}`, which only reads.",
    "Callers go on as before. It costs its share of every context.",
)
WRITING_TOOL_ADDED: Final = ChangeRule(
    "CON305",
    Verdict.RISKY,
    "writing tool added",
    "There is a tool `{name}`, which writes.",
    "An agent that holds the token can do more than was approved.",
)
DESCRIPTION_CHANGED: Final = ChangeRule(
    "CON306",
    Verdict.RISKY,
    "text that a model reads changed",
    "The description of `{name}` changed.",
    "A model trusts this text: another one changes when it calls the tool and with what.",
)
TITLE_CHANGED: Final = ChangeRule(
    "CON307",
    Verdict.COMPATIBLE,
    "title changed",
    "The title of `{name}` changed.",
    "It is shown to people and has no other effect.",
)
READ_ONLY_LOST: Final = ChangeRule(
    "CON308",
    Verdict.BREAKING,
    "tool no longer reads only",
    "The tool `{name}` lost `readOnlyHint`.",
    "Servers started with `--read-only` do not list it any more, and hosts that call reading tools "
    "without asking ask, or should.",
)
READ_ONLY_GAINED: Final = ChangeRule(
    "CON309",
    Verdict.RISKY,
    "tool now said to read only",
    "The tool `{name}` got `readOnlyHint`.",
    "Hosts call it without asking, and servers started with `--read-only` list it.",
)
HINT_CHANGED: Final = ChangeRule(
    "CON310",
    Verdict.RISKY,
    "hint changed",
    "`{name}` was {before} and is {after}.",
    "Hosts decide by the hints whether they ask a person, and whether they try again.",
)
INSTRUCTIONS_CHANGED: Final = ChangeRule(
    "CON311",
    Verdict.RISKY,
    "instructions changed",
    "The instructions of the server `{name}` changed.",
    "Hosts put this text into the context of the model.",
)
ARGUMENT_REMOVED: Final = ChangeRule(
    "CON312",
    Verdict.BREAKING,
    "argument removed",
    "The argument `{name}` is gone.",
    "A call that gives it is refused, since the schema takes no other properties.",
)
ARGUMENT_ADDED: Final = ChangeRule(
    "CON313",
    Verdict.COMPATIBLE,
    "optional argument added",
    "There is an optional argument `{name}`.",
    "Calls without it mean what they meant before.",
)
REQUIRED_ARGUMENT_ADDED: Final = ChangeRule(
    "CON314",
    Verdict.BREAKING,
    "required argument added",
    "There is a required argument `{name}`.",
    "Every call of before lacks it and is refused.",
)
ARGUMENT_REQUIRED: Final = ChangeRule(
    "CON315",
    Verdict.BREAKING,
    "argument became required",
    "The argument `{name}` is required now.",
    "Calls without it are refused.",
)
ARGUMENT_OPTIONAL: Final = ChangeRule(
    "CON316",
    Verdict.COMPATIBLE,
    "argument became optional",
    "The argument `{name}` may be left out now.",
    "Calls with it go on as before.",
)
OUTPUT_DECLARED: Final = ChangeRule(
    "CON317",
    Verdict.RISKY,
    "output schema added",
    "The tool `{name}` has an output schema now.",
    "Results carry structured content, which hosts may show to the model instead of the text.",
)
OUTPUT_UNDECLARED: Final = ChangeRule(
    "CON318",
    Verdict.BREAKING,
    "output schema removed",
    "The tool `{name}` has no output schema any more.",
    "Programs that read the structured content find none.",
)
AUTHENTICATION_CHANGED: Final = ChangeRule(
    "CON319",
    Verdict.BREAKING,
    "authentication of callers changed",
    "Callers of the server `{name}` gave {before} and give {after}.",
    "Callers without the new credential get 401. Where authentication went, anybody who reaches the "
    "port is served: look at both.",
)
OFFER_REMOVED: Final = ChangeRule(
    "CON320",
    Verdict.BREAKING,
    "resource or prompt removed",
    "The {name} is gone.",
    "Hosts that read or offer it find nothing.",
)
OFFER_ADDED: Final = ChangeRule(
    "CON321",
    Verdict.COMPATIBLE,
    "resource or prompt added",
    "There is a {name}.",
    "Callers go on as before.",
)
OFFER_CHANGED: Final = ChangeRule(
    "CON322",
    Verdict.RISKY,
    "resource or prompt changed",
    "The {name} is listed otherwise.",
    "Hosts show it to people and models as it is listed, and read it by the media type that it has there.",
)
OFFER_TEXT_CHANGED: Final = ChangeRule(
    "CON323",
    Verdict.RISKY,
    "text of a resource or prompt changed",
    "The {name} changed.",
    "Hosts put what a prompt says into the context of the model, and models choose by descriptions.",
)
TOOL_SENDS: Final = ChangeRule(
    "CON324",
    Verdict.RISKY,
    "tool or resource sends other requests",
    "The {name} sent {before} and sends {after}.",
    "Who approved it approved what it did. Under the same name and with the same text it does "
    "something else now, or the API has moved.",
)
PROMPT_ARGUMENT_REMOVED: Final = ChangeRule(
    "CON325",
    Verdict.RISKY,
    "argument of a prompt removed",
    "The argument `{name}` is gone.",
    "Hosts may go on giving it, but it has no effect.",
)
PROMPT_ARGUMENT_ADDED: Final = ChangeRule(
    "CON326",
    Verdict.COMPATIBLE,
    "optional argument of a prompt added",
    "There is an optional argument `{name}`.",
    "Hosts that do not give it get what they got, but for its place in the text.",
)
REQUIRED_PROMPT_ARGUMENT_ADDED: Final = ChangeRule(
    "CON327",
    Verdict.BREAKING,
    "required argument of a prompt added",
    "There is a required argument `{name}`.",
    "Whoever asks for the prompt as before lacks it and is refused.",
)
PROMPT_ARGUMENT_REQUIRED: Final = ChangeRule(
    "CON328",
    Verdict.BREAKING,
    "argument of a prompt became required",
    "The argument `{name}` is required now.",
    "Whoever asks for the prompt without it is refused.",
)
PROMPT_ARGUMENT_OPTIONAL: Final = ChangeRule(
    "CON329",
    Verdict.COMPATIBLE,
    "argument of a prompt became optional",
    "The argument `{name}` is optional now.",
    "Whoever gives it goes on as before.",
)
