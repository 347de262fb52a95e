"""Answers in every format, as callers of REST, of tools and of the client get them."""
