"""Packages that record what they do (OpenTelemetry)."""
