"""Callers that show an access token of an issuer: a resource server (OAuth 2, RFC 6750, 9068 and 9728)."""
