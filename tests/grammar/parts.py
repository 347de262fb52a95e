"""What both grammars are made of: names, paths, parameters, authentication, outputs."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

PLAIN_NAMES = ("id", "q", "limit", "userId", "page-size", "kind", "since", "owner", "repo", "tag")
AWKWARD_NAMES = (
    "$filter",
    "filter[name]",
    "x.y",
    "class",
    "self",
    "options",
    "X-Trace",
    "from",
    "a:b",
    "not",
    "Größe",
    "__init__",
    "print",
    "json",
    "query",
    "path",
    "input",
)
SEGMENTS = ("items", "v1", "users", "a.b", "x-y", "geo:here", "A_B", "reports")
TYPES = ("string", "integer", "number", "boolean", "array", "object", None)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12
)

names = st.one_of(st.sampled_from(PLAIN_NAMES), st.sampled_from(AWKWARD_NAMES))
path_names = st.sampled_from(PLAIN_NAMES)
descriptions = st.one_of(
    st.none(),
    TEXTS,
    st.sampled_from(
        ['He said """no"""', "ends with \\", "{{x}} {% y %}", "a\nb", "# not a comment"]
    ),
)


def without_none(value: dict[str, Any]) -> dict[str, Any]:
    """A mapping without its empty entries."""
    return {key: item for key, item in value.items() if item is not None}


@st.composite
def paths(draw: st.DrawFn, variables: list[str], double: bool) -> str:
    """A path with each of the variables in it, some of them beside constant text."""
    parts = [draw(st.sampled_from(SEGMENTS)) for _ in range(draw(st.integers(0, 2)))]
    for name in variables:
        written = "{{" + name + "}}" if double else "{" + name + "}"
        style = draw(st.sampled_from(["", "", "", "v{}", "range(a='{}')"]))
        parts.append(style.replace("{}", written) if style else written)
        if draw(st.booleans()):
            parts.append(draw(st.sampled_from(SEGMENTS)))
    slash = draw(st.sampled_from(["", "", "", "/"])) if parts else ""
    return "/" + "/".join(parts) + slash


authentications = st.sampled_from(
    [
        None,
        None,
        {"type": "bearer", "token": "{{API_TOKEN}}"},
        {"type": "basic", "username": "{{API_USER}}", "password": "{{API_TOKEN}}"},
        {"type": "apikey", "key": "X-Api-Key", "value": "{{API_TOKEN}}", "placement": "header"},
        {"type": "apikey", "key": "api key", "value": "{{API_TOKEN}}", "placement": "query"},
        {
            "type": "apikey",
            "key": "Authorization",
            "value": "Key {{API_TOKEN}}",
            "placement": "header",
        },
    ]
)

BINDS = [{"namespace": "env", "keys": {"API_TOKEN": "API_TOKEN", "API_USER": "API_USER"}}]

identity = st.sampled_from(
    [[{"type": "object", "mapping": "$."}], [{"type": "array", "mapping": "$."}], None]
)
mapped = st.sampled_from(
    [
        [{"type": "array", "mapping": "$.records"}],
        [{"type": "object", "mapping": "$.result"}],
        [{"type": "string", "mapping": "$.name"}],
        [{"type": "string", "mapping": "$.missing"}, {"type": "integer", "mapping": "$.count"}],
        [
            {
                "type": "object",
                "properties": {
                    "who": {"type": "string", "mapping": "$.user.name"},
                    "n": {"type": "integer", "mapping": "$.count"},
                },
            }
        ],
        [
            {
                "type": "array",
                "mapping": "$.records",
                "items": {
                    "type": "object",
                    "properties": {"key": {"type": "string", "mapping": "$.id"}},
                },
            }
        ],
    ]
)
outputs = st.one_of(identity, identity, mapped)
