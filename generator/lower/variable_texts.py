"""What is said of the variables of a package: their names without a prefix, what they are, their defaults."""

from __future__ import annotations

from typing import Final

OF_CALLERS: Final = (
    ("BEARER_TOKEN", "The token that callers show, in place of what the spec says of them.", ""),
    ("BASIC_USERNAME", "The user name that callers show.", ""),
    ("BASIC_PASSWORD", "The password that callers show.", ""),
    ("API_KEY", "The API key that callers show.", ""),
    ("SECRETS_DIR", "A directory of secrets: one file for each variable, named like it.", ""),
    ("API_KEY_HEADER", "The header in which callers show the API key.", "X-API-Key"),
)
OF_RULED: Final = (
    (
        "CALLS_PER_MINUTE",
        "How many calls a caller may make in a minute; 0 means no limit.",
        "minute",
    ),
    ("CALLS_AT_ONCE", "How many calls of a caller may be out at once; 0 means no limit.", "once"),
    (
        "AUDIT_FILE",
        "The file that a line for each call is added to; standard error without it.",
        "",
    ),
    ("AUDIT_KEY", "The secret that names of callers without a token are made with.", "random"),
)
"""Of those whose callers the configuration speaks of."""
OF_APIS: Final = (
    ("TIMEOUT", "How long a whole call may take; 0 means no limit.", "60"),
    ("CONNECT_TIMEOUT", "How long it may take to connect.", "10"),
    ("READ_TIMEOUT", "How long it may take until the next piece of an answer.", "30"),
    ("RETRIES", "How often the adapters repeat a failed request.", "0"),
    (
        "REACH_CHECK",
        "Whether each request is held against `REACH.md`; one that it does not list is refused.",
        "true",
    ),
    ("MAX_RESPONSE_BYTES", "The largest answer, in bytes; a larger one is an error.", "67108864"),
    (
        "MAX_CONNECTIONS",
        "How many requests of the client are out at once; the adapters have no limit unless it is set.",
        "100",
    ),
    ("SECRETS_DIR", "A directory of secrets: one file for each variable, named like it.", ""),
    (
        "IDLE_TIMEOUT",
        "How long a connection that nobody uses may be used again; 0 means always.",
        "4",
    ),
    ("PROXY", "The URL of the proxy to this API.", ""),
    ("CA_FILE", "Certificates to trust besides the usual ones.", ""),
    ("CLIENT_CERTIFICATE", "Certificate and key to show to this API.", ""),
    ("CLIENT_KEY", "The key, where it is not in the file of the certificate.", ""),
)

OF_STEPS: Final = (
    "PARALLEL",
    "Whether steps of a unit that only read and do not need each other run at the same time.",
    "true",
)
OF_CREDENTIALS: Final = (
    (
        "CREDENTIALS",
        "Whose credential the adapters send: `team`, `caller` or `exchange` (the caller's token, exchanged).",
        "team",
    ),
    ("CREDENTIALS_HEADER", "The header in which callers send theirs.", ""),
)
OF_EXCHANGE: Final = (
    ("EXCHANGE_URL", "The token endpoint that exchanges tokens of callers (RFC 8693).", ""),
    ("EXCHANGE_CLIENT_ID", "The service's own name there.", ""),
    ("EXCHANGE_CLIENT_SECRET", "Its secret.", ""),
    ("EXCHANGE_AUDIENCE", "The audience that is asked for.", ""),
    (
        "EXCHANGE_RESOURCE",
        "The resource that is asked for, in place of an audience or beside it.",
        "",
    ),
    ("EXCHANGE_SCOPE", "The scope that is asked for.", ""),
)

OF_GRANT: Final = (
    ("OAUTH_ISSUER", "Whose metadata say where tokens are to be had.", "issuer"),
    ("OAUTH_TOKEN_URL", "Where tokens are to be had, in place of what the metadata say.", "url"),
    ("OAUTH_RESOURCE", "The resource that tokens are asked for (RFC 8707).", "resource"),
    ("OAUTH_AUDIENCE", "The audience that tokens are asked for.", "audience"),
    ("OAUTH_SCOPES", "The scopes that tokens are asked for.", "scopes"),
    (
        "OAUTH_CLIENT_AUTHENTICATION",
        "How the client shows its secret: `client_secret_basic` or `client_secret_post`.",
        "client_secret_basic",
    ),
    ("OAUTH_INSECURE", "Whether the issuer may be reached by http from other machines.", "false"),
)
"""Of APIs that take tokens which the client gets for itself."""

OF_RECORDING: Final = (
    ("RECORD", "A folder: exchanges with the API are written there, without secrets.", ""),
    ("RECORD_MASK", "Names of fields that a recording never holds, besides the usual ones.", ""),
    ("RECORD_MAX_BODY", "The longest body that is recorded, in bytes.", "262144"),
    ("RECORD_MAX_BYTES", "The size at which a recording ends, in bytes.", "67108864"),
)

CONFIRM_KEY: Final = (
    "The secret that answers of persons are known by, the same for all replicas: at least 16 characters. "
    "Required where a person is asked over HTTP."
)
PATH_SEGMENTS: Final = (
    "Parameters in paths whose values may have slashes, with their number of segments: "
    "`repository=2,path=1-9`."
)

OF_TELEMETRY: Final = (
    ("OTEL_SDK_DISABLED", "`true` records nothing, and imports nothing of OpenTelemetry.", "false"),
    ("OTEL_SERVICE_NAME", "The name of the service.", "as the spec says"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "Where the collector is, by HTTP.", "as the spec says"),
    ("OTEL_TRACES_SAMPLER", "Which traces are recorded.", "as the spec says"),
    (
        "OTEL_PROPAGATORS",
        "How contexts are read and written; `none` takes none from callers and gives none to APIs.",
        "tracecontext,baggage",
    ),
)
