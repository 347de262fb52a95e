"""The whole body of a request as one input: a JSON document, passed on as it came."""

from __future__ import annotations

from typing import Any

from ..server.asgi import is_encoded
from ..server.problem import Refusal
from ..values import RawJson
from .inputs import MISSING, Finder, Input, Sources
from .json_in import is_json, look_ahead, looked_at_body, require_json


class WholeBody(Input):
    """The whole request body: JSON, passed on as it came."""

    place = "body"
    takes_body = True
    ahead = (look_ahead,)

    @property
    def pointer(self) -> str:
        """See `Input`."""
        return "/body"

    def finder(self, *, takes_encoded: bool) -> Finder:
        """See `Input`."""
        required = self.required

        def found(sources: Sources) -> Any:
            incoming = sources.incoming
            content = incoming.body
            declared = incoming.headers.get(b"content-type")
            content_type = declared.decode("latin-1") if declared is not None else None
            if not content:
                # Upstream tells no body and an empty JSON body apart; so do we.
                empty = content_type is not None and is_json(content_type) and not required
                return RawJson(b"", content_type) if empty else MISSING
            if takes_encoded and is_encoded(incoming.headers):
                return RawJson(
                    content, content_type
                )  # The operation asks for it; upstream reads it.
            require_json(incoming)
            try:
                looked_at_body(incoming)
            except ValueError:
                raise Refusal(400, "The body is not JSON.") from None
            return RawJson(content, content_type)

        return found
