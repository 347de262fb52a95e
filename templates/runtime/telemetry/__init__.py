"""OpenTelemetry: spans and metrics of requests, in packages whose spec asks for them."""
