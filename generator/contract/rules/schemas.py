"""What may change in the schema of what callers send (CON4..) and of what they get (CON5..)."""

from __future__ import annotations

from typing import Final

from ..rule import ChangeRule, Verdict

INPUT_NARROWED: Final = ChangeRule(
    "CON401",
    Verdict.BREAKING,
    "input takes fewer types",
    "`{name}` took {before} and takes {after}.",
    "What callers sent before is refused.",
)
INPUT_WIDENED: Final = ChangeRule(
    "CON402",
    Verdict.COMPATIBLE,
    "input takes more types",
    "`{name}` took {before} and takes {after}.",
    "Whatever was sent before is still taken.",
)
INPUT_VALUES_REMOVED: Final = ChangeRule(
    "CON403",
    Verdict.BREAKING,
    "values of an input removed",
    "`{name}` no longer takes {before}.",
    "Callers that send one of these values are refused. So are all with other values where there was "
    "no enumeration before.",
)
INPUT_VALUES_ADDED: Final = ChangeRule(
    "CON404",
    Verdict.COMPATIBLE,
    "values of an input added",
    "`{name}` also takes {after}.",
    "Whatever was sent before is still taken.",
)
INPUT_PATTERN_ADDED: Final = ChangeRule(
    "CON405",
    Verdict.BREAKING,
    "input has to match a pattern",
    "`{name}` has to match {after} now.",
    "Values that do not match are refused.",
)
INPUT_PATTERN_CHANGED: Final = ChangeRule(
    "CON406",
    Verdict.RISKY,
    "pattern of an input changed",
    "`{name}` had to match {before} and has to match {after}.",
    "Which values are refused cannot be told from two patterns: somebody has to look.",
)
INPUT_PATTERN_REMOVED: Final = ChangeRule(
    "CON407",
    Verdict.COMPATIBLE,
    "pattern of an input removed",
    "`{name}` need not match {before} any more.",
    "Whatever was sent before is still taken.",
)
INPUT_DEFAULT_CHANGED: Final = ChangeRule(
    "CON408",
    Verdict.BREAKING,
    "default of an input changed",
    "Left out, `{name}` was {before} and is {after}.",
    "The same request, without the input, means something else.",
)
INPUT_PROPERTY_REMOVED: Final = ChangeRule(
    "CON409",
    Verdict.RISKY,
    "property of an input removed",
    "The property `{name}` is gone.",
    "Callers may go on sending it, but it has no effect.",
)
INPUT_PROPERTY_ADDED: Final = ChangeRule(
    "CON410",
    Verdict.COMPATIBLE,
    "optional property of an input added",
    "There is an optional property `{name}`.",
    "Requests without it mean what they meant before.",
)
INPUT_REQUIRED_PROPERTY_ADDED: Final = ChangeRule(
    "CON411",
    Verdict.BREAKING,
    "required property of an input added",
    "There is a required property `{name}`.",
    "Every request of before lacks it and is refused.",
)
INPUT_PROPERTY_REQUIRED: Final = ChangeRule(
    "CON412",
    Verdict.BREAKING,
    "property of an input became required",
    "The property `{name}` is required now.",
    "Requests without it are refused.",
)
INPUT_PROPERTY_OPTIONAL: Final = ChangeRule(
    "CON413",
    Verdict.COMPATIBLE,
    "property of an input became optional",
    "The property `{name}` may be left out now.",
    "Requests with it go on as before.",
)
INPUT_TEXT_CHANGED: Final = ChangeRule(
    "CON414",
    Verdict.RISKY,
    "description of an input changed",
    "The description of `{name}` changed.",
    "A model trusts this text: another one changes what it sends.",
)
INPUT_CLOSED: Final = ChangeRule(
    "CON415",
    Verdict.BREAKING,
    "input takes no further properties",
    "`{name}` took any further property and takes none.",
    "Requests with further ones are refused.",
)
INPUT_OPENED: Final = ChangeRule(
    "CON416",
    Verdict.COMPATIBLE,
    "input takes further properties",
    "`{name}` took no further property and takes any.",
    "Whatever was sent before is still taken.",
)
INPUT_OTHER: Final = ChangeRule(
    "CON417",
    Verdict.RISKY,
    "input described otherwise",
    "`{name}` had {before} and has {after}.",
    "A keyword of the schema changed whose effect on callers cannot be told from here.",
)
ANSWER_NARROWED: Final = ChangeRule(
    "CON501",
    Verdict.COMPATIBLE,
    "answer is of fewer types",
    "`{name}` was {before} and is {after}.",
    "Whoever could read the old answers can read the new ones.",
)
ANSWER_WIDENED: Final = ChangeRule(
    "CON502",
    Verdict.BREAKING,
    "answer is of more or other types",
    "`{name}` was {before} and is {after}.",
    "Callers meet a type that they were not told of.",
)
ANSWER_VALUES_REMOVED: Final = ChangeRule(
    "CON503",
    Verdict.COMPATIBLE,
    "values of an answer removed",
    "`{name}` is no longer {before}.",
    "Whoever could read the old answers can read the new ones.",
)
ANSWER_VALUES_ADDED: Final = ChangeRule(
    "CON504",
    Verdict.RISKY,
    "values of an answer added",
    "`{name}` may also be {after}.",
    "Callers that tell the values apart meet one that they do not know.",
)
ANSWER_PROPERTY_REMOVED: Final = ChangeRule(
    "CON505",
    Verdict.BREAKING,
    "property of an answer removed",
    "The property `{name}` is gone.",
    "Callers that read it find nothing.",
)
ANSWER_PROPERTY_ADDED: Final = ChangeRule(
    "CON506",
    Verdict.COMPATIBLE,
    "property of an answer added",
    "There is a property `{name}`.",
    "Callers that do not know it need not.",
)
ANSWER_PROPERTY_OPTIONAL: Final = ChangeRule(
    "CON509",
    Verdict.BREAKING,
    "property of an answer may be missing",
    "The property `{name}` was always there and may be missing now.",
    "Callers that read it without asking find nothing.",
)
ANSWER_PROPERTY_REQUIRED: Final = ChangeRule(
    "CON510",
    Verdict.COMPATIBLE,
    "property of an answer is always there",
    "The property `{name}` could be missing and is always there now.",
    "Whoever could read the old answers can read the new ones.",
)
ANSWER_TEXT_CHANGED: Final = ChangeRule(
    "CON507",
    Verdict.COMPATIBLE,
    "description of an answer changed",
    "The description of `{name}` changed.",
    "What is answered stays the same.",
)
ANSWER_OTHER: Final = ChangeRule(
    "CON508",
    Verdict.RISKY,
    "answer described otherwise",
    "`{name}` had {before} and has {after}.",
    "A keyword of the schema changed whose effect on callers cannot be told from here.",
)
