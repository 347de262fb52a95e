"""CAP450 to CAP499: what a request consists of, where the file leaves it open (stage 3)."""

from __future__ import annotations

from ..rule import Rule, Severity
from .samples import capability, published


def _posting(body: str = "", parameters: str = "") -> str:
    """A capability whose operation sends a body."""
    extra = f"              body: {body}\n" if body else ""
    return published(
        capability(
            operation="POST /items",
            parameters=parameters,
            operation_extra=extra,
            rest="POST /items",
        )
    )


APPENDED_TO_PATH = Rule(
    code="CAP450",
    severity=Severity.WARNING,
    title="A path parameter without a place in the path",
    message="`{name}` is `in: path`, but the path has no such variable; it is read as `{path}`.",
    hint="write the path as `{path}`",
    explanation=(
        "Published files often lost the variable at the end of a path. A path parameter that the "
        "path does not have is appended as a segment, with one slash before it."
    ),
    example=capability(parameters="[{name: id, in: path, type: string}]"),
    correction=capability(
        operation="GET /items/{id}", parameters="[{name: id, in: path, type: string}]"
    ),
)

FREE_BODY = Rule(
    code="CAP451",
    severity=Severity.NOTE,
    title="A body that the file does not describe",
    message="The operation takes any JSON as its body, or none: a {method} may carry one.",
    hint="describe it under `body`, or declare parameters with `in: body`",
    explanation=(
        "Published files lost most bodies when they were converted. A POST, PUT or PATCH without "
        "one therefore takes an optional argument `body`, which is sent as it is."
    ),
    example=_posting(),
    correction=_posting("{type: json, data: {name: '{{tools.name}}'}}"),
)

BODY_OF_PARAMETERS = Rule(
    code="CAP452",
    severity=Severity.NOTE,
    title="A body made of parameters",
    message="The body is a JSON object of the parameters that are `in: body`: {names}.",
    hint="no change is needed; write a `body` for another form",
    explanation="Parameters with `in: body` are the fields of a JSON object where no `body` stands.",
    example=_posting(parameters="[{name: title, in: body, type: string}]"),
    correction=_posting("{type: json, data: {title: '{{tools.title}}'}}"),
)

BODY_PARAMETER_UNUSED = Rule(
    code="CAP453",
    severity=Severity.WARNING,
    title="A body parameter that is not sent",
    message="`{name}` is `in: body`, but the body does not use it, so it is not sent.",
    hint="put `{{{{{reference}}}}}` into the body, or remove the parameter",
    explanation=(
        "Where a `body` is written out, it decides what is sent. Text, bytes and lists have no "
        "fields to add one to, and the official language adds none: such a parameter is no input."
    ),
    example=_posting(
        "{type: text, data: 'by {{tools.name}}'}",
        "[{name: title, in: body, type: string}]",
    ),
    correction=_posting(
        "{type: text, data: '{{tools.title}} by {{tools.name}}'}",
        "[{name: title, in: body, type: string}]",
    ),
)

BODY_PARAMETER_ADDED = Rule(
    code="CAP459",
    severity=Severity.WARNING,
    title="A body parameter that the body does not use",
    message="`{name}` is `in: body`, but the body does not use it; it is sent as the field `{name}`.",
    hint="put `{{{{{reference}}}}}` into the body, or remove the parameter",
    explanation=(
        "What is declared as a part of the body is sent in it: a parameter that the template of a "
        "JSON object or a form does not mention becomes a field under its own name."
    ),
    example=_posting(
        "{type: json, data: {name: '{{tools.name}}'}}",
        "[{name: title, in: body, type: string}]",
    ),
    correction=_posting(
        "{type: json, data: {name: '{{tools.name}}', title: '{{tools.title}}'}}",
        "[{name: title, in: body, type: string}]",
    ),
)

PATH_VARIABLE_SPELLED = Rule(
    code="CAP460",
    severity=Severity.WARNING,
    title="A path variable under another spelling",
    message="`{name}` is `in: path`, but the path spells it `{{{variable}}}`; they are one variable.",
    hint="write `{{{name}}}` in the path",
    explanation=(
        "Published files spell a variable in one way in the path and in another among the "
        "parameters. Where neither has another counterpart, the two are the same."
    ),
    example=capability(
        operation="GET /labels/{labelID}",
        parameters="[{name: labelId, in: path, type: string}]",
        rest="GET /labels/{labelID}",
    ),
    correction=capability(
        operation="GET /labels/{labelId}",
        parameters="[{name: labelId, in: path, type: string}]",
        rest="GET /labels/{labelId}",
    ),
)

BODY_TYPE = Rule(
    code="CAP454",
    severity=Severity.WARNING,
    title="A body type under another name",
    message="The body type `{type}` is read as {read_as}.",
    hint="write `{meant}`; there are `json`, `text`, `xml`, `sparql`, `formUrlEncoded` and `multipartForm`",
    explanation=(
        "Published files call body types by other names. `form` and `multipart` are the forms of "
        "the web; `binary` and media types stand for bytes."
    ),
    example=_posting("{type: form, data: {name: '{{tools.name}}'}}"),
    correction=_posting("{type: formUrlEncoded, data: {name: '{{tools.name}}'}}"),
)

TEXT_OF_ONE_ENTRY = Rule(
    code="CAP455",
    severity=Severity.WARNING,
    title="Text inside a mapping",
    message="A body of type `{type}` is text: the value of the only entry is sent.",
    hint="write the text itself as `data`",
    explanation="Text has no fields. Where a mapping has one entry, its value is the text.",
    example=_posting("{type: text, data: {query: '{{tools.query}}'}}"),
    correction=_posting("{type: text, data: '{{tools.query}}'}"),
)

TEXT_OF_DATA = Rule(
    code="CAP456",
    severity=Severity.WARNING,
    title="Data where text is expected",
    message="A body of type `{type}` is text, but this is data: it is sent as JSON.",
    hint="use `type: json`, or write the text itself as `data`",
    explanation="Text has no fields, so that a mapping with several entries can only be JSON.",
    example=_posting("{type: text, data: {name: '{{tools.name}}', size: '{{tools.size}}'}}"),
    correction=_posting("{type: json, data: {name: '{{tools.name}}', size: '{{tools.size}}'}}"),
)

NOT_JSON = Rule(
    code="CAP457",
    severity=Severity.ERROR,
    title="A JSON body that is no JSON",
    message="This body is to be JSON, and it is not, whatever its placeholders stand for.",
    hint="write it as data under `data`, or correct the text; a placeholder cannot be a key",
    explanation=(
        "The text of a JSON body is read once, when the package is generated: a placeholder "
        "outside quotes stands for a JSON value, one inside quotes for a part of a text."
    ),
    example=_posting("{type: json, data: '{\"name\": {{tools.name}}'}"),
    correction=_posting("{type: json, data: '{\"name\": {{tools.name}}}'}"),
)

SECTIONS_NOT_JSON = Rule(
    code="CAP462",
    severity=Severity.WARNING,
    title="A JSON body that is no JSON with some values",
    message="With {written} written this body is no JSON: a call that gives such values fails.",
    hint="let the text be JSON whichever sections are written: put the comma in the section, or write an inverted section too",
    explanation=(
        "Sections of JSON text decide which members and elements are there. The text is read as JSON when a call is "
        "made, and a call whose values make no document fails before anything is sent."
    ),
    example=_posting(
        "{type: json, data: '{\"name\": {{#tools.name}}{{tools.name}}{{/tools.name}}}'}"
    ),
    correction=_posting(
        "{type: json, data: '{{{#tools.name}}\"name\": {{tools.name}}{{/tools.name}}}'}"
    ),
)

BODY_WITHOUT_DATA = Rule(
    code="CAP458",
    severity=Severity.WARNING,
    title="A body without data",
    message="The body has the type `{type}` and no `data`, so nothing is sent.",
    hint="add `data`, or remove the body",
    explanation="Only a JSON body without data has a meaning: it takes what the caller gives.",
    example=_posting("{type: xml}"),
    correction=_posting("{type: xml, data: '<item>{{tools.name}}</item>'}"),
)

WORDS = Rule(
    code="CAP461",
    severity=Severity.WARNING,
    title="A body of plain text under the type of JSON",
    message="This body is no JSON; it is sent as it is written, as `application/json`.",
    hint="write `{{type: text, data: ...}}` for `text/plain`",
    explanation=(
        "A body that is only a text goes out as `application/json`, as the reference engine sends "
        "it, also where it is no JSON. One that begins like JSON and is none is an error."
    ),
    example=_posting("Take {{tools.name}} along."),
    correction=_posting("{type: text, data: 'Take {{tools.name}} along.'}"),
)

EMPTIED_BODY = Rule(
    code="CAP463",
    severity=Severity.WARNING,
    title="A body that says nothing",
    message="`{key}` is empty, so {meaning}.",
    hint="write what is sent under it, or remove the key",
    explanation=(
        "What stood under the key has gone, or stands beside it now. In the published dialect an operation "
        "whose body says nothing takes any JSON of the caller (POST, PUT and PATCH)."
    ),
    example=_posting("{type: json, data: }"),
    correction=_posting("{type: json, data: {name: '{{tools.name}}'}}"),
)
