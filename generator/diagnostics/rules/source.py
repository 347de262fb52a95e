"""CAP1xx: the file itself, before anybody asks what it says."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability

_GOOD = capability()


def _with_info(lines: str) -> str:
    """A capability with these lines, indented by two, under `info`."""
    return _GOOD.replace("capability:\n", f"info:\n{lines}capability:\n", 1)


NOT_READABLE = Rule(
    code="CAP101",
    severity=Severity.ERROR,
    title="The file cannot be read",
    message="The file cannot be read: {reason}.",
    hint="check the path and its permissions",
    explanation=(
        "The file does not exist, is a folder, or may not be read by the user who runs the command."
    ),
    example="",
    correction="",
)

TOO_LARGE = Rule(
    code="CAP102",
    severity=Severity.ERROR,
    title="The file is too large",
    message="The file is too large: it has more than {limit}.",
    hint="split it into several capability files",
    explanation=(
        "A capability file is read whole, so its size is bounded: 8 MiB of text, and 250,000 "
        "values. The largest published files are far below either."
    ),
    example="",
    correction="",
)

CUT = Rule(
    code="CAP103",
    severity=Severity.ERROR,
    title="The file was cut by its publisher",
    message="The file was cut by its publisher: what follows this line is missing.",
    hint="use the complete file{where}",
    explanation=(
        "The catalogue cuts files at 32 kB and says so in the last comment lines. The last entries "
        "may be cut in the middle of a word and still look right, so nothing is read from such a "
        "file. The comment names the address of the complete one."
    ),
    example="""\
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.example/v1
    resources:
    - name: orders
      pa
# --- truncated at 32 KB (48 KB total) ---
# Full source: https://shop.example/shop-capability.yaml
""",
    correction=_GOOD,
)

NOT_TEXT = Rule(
    code="CAP104",
    severity=Severity.ERROR,
    title="The file is not text in UTF-8",
    message="The file is not text in UTF-8: {problem}.",
    hint="save the file as UTF-8; if it is not a capability file, give the path of one",
    explanation=(
        "Capability files are YAML in UTF-8, with or without a byte order mark. Control characters "
        "other than tab and the ends of lines may not stand in YAML, quoted or not; a quoted text "
        'may name them as an escape, such as "\\u0007".'
    ),
    example=_with_info('  label: "Bell \x07"\n'),
    correction="",
)

EMPTY = Rule(
    code="CAP105",
    severity=Severity.ERROR,
    title="The file is empty",
    message="The file is empty.",
    hint="a capability file has at least the keys `naftiko` or `ikanos`, and `capability`",
    explanation="The file holds nothing, or nothing but comments.",
    example="# to be written\n",
    correction=_GOOD,
)

SYNTAX = Rule(
    code="CAP106",
    severity=Severity.ERROR,
    title="The file is not valid YAML",
    message="This is not valid YAML: {problem}.",
    hint="{advice}",
    explanation=(
        "The text cannot be read as YAML from this place on, so that nothing below it was checked. "
        "The usual causes are an indentation that differs from the lines around it, a quote or a "
        "bracket that is never closed, and unquoted text that holds `: ` or ` #`, or begins with "
        "one of `{ [ & * ! | > % @` or a quote."
    ),
    example=_with_info('  label: "Shop\n'),
    correction=_with_info('  label: "Shop"\n'),
)

NOT_A_MAPPING = Rule(
    code="CAP107",
    severity=Severity.ERROR,
    title="The file is not a mapping",
    message="The file holds {found} where a mapping of keys to values is expected.",
    hint="a capability file begins with keys such as `naftiko:` and `capability:`",
    explanation="The outermost value of a capability file is a mapping; this one has another shape.",
    example="- naftiko: 1.0.0-alpha2\n",
    correction=_GOOD,
)

DUPLICATE_KEY = Rule(
    code="CAP108",
    severity=Severity.ERROR,
    title="A key stands twice in one mapping",
    message="The key `{key}` stands twice in this mapping: it was given on line {line} already.",
    hint="{advice}",
    explanation=(
        "YAML forbids a key that stands twice. Readers that allow it keep the last one and drop "
        "the first without a word, so that half of what was written has no effect."
    ),
    example=_with_info("  label: Shop\n  label: Shop API\n"),
    correction=_with_info("  label: Shop API\n"),
)

ALIAS = Rule(
    code="CAP109",
    severity=Severity.ERROR,
    title="A YAML anchor or alias",
    message="{what} is not part of the capability language.",
    hint="{advice}",
    explanation=(
        "Anchors (`&name`) and aliases (`*name`) of YAML are not part of the language: the "
        "reference engine reads an alias as the text of its name. Where text should begin with "
        "`&` or `*`, it must stand in quotes."
    ),
    example=_with_info("  label: &name Shop\n  description: *name\n"),
    correction=_with_info("  label: Shop\n  description: Shop\n"),
)

SEVERAL_DOCUMENTS = Rule(
    code="CAP110",
    severity=Severity.ERROR,
    title="Several documents in one file",
    message="A second YAML document begins here: a capability file holds one.",
    hint="move it to a file of its own, or remove the line `---`",
    explanation="A line `---` ends a document and begins the next. The language knows one per file.",
    example=_GOOD + "---\nnaftiko: 1.0.0-alpha2\n",
    correction=_GOOD,
)

TOO_DEEP = Rule(
    code="CAP111",
    severity=Severity.ERROR,
    title="Values nested too deeply",
    message="Values are nested more than {limit} deep here.",
    hint="flatten the value; bodies of real APIs need fewer than ten levels",
    explanation="The depth is bounded so that a hostile file cannot exhaust the machine.",
    example="naftiko: " + "[" * 70 + "]" * 70 + "\n",
    correction=_GOOD,
)

UNQUOTED_TEMPLATE = Rule(
    code="CAP112",
    severity=Severity.ERROR,
    title="A placeholder without quotes",
    message="`{template}` must stand in quotes: without them YAML reads the braces as a mapping.",
    hint="write '{quoted}'",
    explanation=(
        "A value that begins with `{{` begins a mapping inside a mapping for YAML. Put the whole "
        "value in quotes."
    ),
    example=_GOOD.replace("https://shop.test/v1", "{{SHOP}}/v1"),
    correction=_GOOD.replace("https://shop.test/v1", "'{{SHOP}}/v1'"),
)

COMPLEX_KEY = Rule(
    code="CAP113",
    severity=Severity.ERROR,
    title="A key that is not text",
    message="{found} cannot be a key: keys are text.",
    hint="put the key in quotes if it is meant as text",
    explanation=(
        "YAML allows mappings and lists as keys; the capability language does not. Mostly a quote "
        "is missing."
    ),
    example=_with_info("  [label]: Shop\n"),
    correction=_with_info("  label: Shop\n"),
)

NOT_FINITE = Rule(
    code="CAP114",
    severity=Severity.ERROR,
    title="A number that JSON cannot write",
    message="`{text}` is a number that JSON cannot write.",
    hint="put it in quotes if it is meant as text",
    explanation=(
        "`.inf`, `.nan` and numbers beyond the range of a 64-bit float exist in YAML and not in "
        "JSON, in which requests and schemas are written."
    ),
    example=_with_info("  label: .inf\n"),
    correction=_with_info("  label: '.inf'\n"),
)

TYPOGRAPHIC_QUOTES = Rule(
    code="CAP116",
    severity=Severity.WARNING,
    title="Typographic quotes",
    message="`{opening}` and `{closing}` are no quotes of YAML: they are parts of this text.",
    hint="write straight quotes: `{meant}`",
    explanation=(
        "Word processors and chat programs put typographic quotes in place of the straight ones. YAML knows "
        "only `'` and `\"`; any others are sent and shown with the text."
    ),
    example=_with_info("  label: \u201cShop\u201d\n"),
    correction=_with_info("  label: 'Shop'\n"),
)

ITEM_IS_TEXT = Rule(
    code="CAP117",
    severity=Severity.WARNING,
    title="An item that goes on with the text of the item above",
    message="This `- ` begins further right than the item above, so that it is a part of its text.",
    hint="begin `-` in column {column}, as the item above does",
    explanation=(
        "A text without quotes goes on in the lines below that are indented further. A dash there begins no "
        "item, it is a character of the text."
    ),
    example=_with_info("  tags:\n  - one\n    - two\n"),
    correction=_with_info("  tags:\n  - one\n  - two\n"),
)

TAG = Rule(
    code="CAP115",
    severity=Severity.ERROR,
    title="A YAML tag that does not fit",
    message="The YAML tag `{tag}` {problem}.",
    hint="remove the tag; where text should begin with `!`, put it in quotes",
    explanation=(
        "Of the tags of YAML only those of its core schema are read (`!!str`, `!!int`, `!!float`, "
        "`!!bool`, `!!null`, `!!map`, `!!seq`), and only where the value is of that kind."
    ),
    example=_with_info("  label: !shop Shop\n"),
    correction=_with_info("  label: Shop\n"),
)
