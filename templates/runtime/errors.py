"""What can go wrong, as types. All of it derives from `Error`.

No message, `repr` or pickle of these holds a secret: URLs and texts arrive here already masked.
"""

from __future__ import annotations

from typing import Any, Final

from .messages import Headers, decode_any


class Error(Exception):
    """The base of every error that this package raises on purpose."""


class InvalidArgumentError(Error, ValueError):
    """An argument that cannot be sent; nothing was sent."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name} {problem}")
        self.name = name
        self.problem = problem

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.name, self.problem), self.__dict__)


class OutOfReachError(InvalidArgumentError):
    """A request that `REACH.md` does not list, which the values of a call would have made; nothing was sent."""


class SettingError(Error):
    """A setting (an argument of the client, an environment variable) that cannot be used."""


class MissingSettingError(SettingError):
    """A setting that a call needs and nobody gave."""

    def __init__(self, variable: str, purpose: str) -> None:
        super().__init__(f"set the environment variable {variable}: {purpose}")
        self.variable = variable
        self.purpose = purpose

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.variable, self.purpose), self.__dict__)


class UnsupportedAuthenticationError(SettingError):
    """The spec asks for an authentication that the package leaves to a hook, and none is set."""


class MissingDependencyError(Error, ImportError):
    """A library that is not installed, or only in a version that does not do."""

    def __init__(self, library: str, requirements: str, found: str | None = None) -> None:
        problem = "is not installed" if found is None else f"is needed, {found} is installed"
        super().__init__(f"{library} {problem}: pip install -r {requirements}")
        self.library = library
        self.requirements = requirements
        self.found = found
        """What is installed in its place; None for nothing."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.library, self.requirements, self.found), self.__dict__)


class RequestInfo:
    """The request that an error belongs to, with every secret masked."""

    __slots__ = ("headers", "method", "url")

    def __init__(self, method: str, url: str, headers: Headers) -> None:
        self.method = method
        self.url = url
        self.headers = headers

    def __str__(self) -> str:
        return f"{self.method} {self.url}"

    def __repr__(self) -> str:
        return f"RequestInfo({self.method} {self.url})"


class CallError(Error):
    """A call that failed after its request was made."""

    request: RequestInfo | None = None
    operation: str | None = None
    """The name of the operation that was called."""
    outcome_unknown: bool = False
    """Whether the call may have been carried out all the same (RFC 9110, 9.2.2): it changes something,
    and may have reached the API. Look there before you make it again."""


class UpstreamConnectionError(CallError):
    """No answer: refused, reset, unresolvable, or not understood as HTTP."""


class UpstreamTimeoutError(CallError):
    """No answer in time."""


class ResponseTooLargeError(CallError):
    """An answer above the limit, as it came or once decompressed."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the response is larger than {limit} bytes")
        self.limit = limit

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.limit,), self.__dict__)


class DecodingError(CallError):
    """An answer whose body is not what it says."""

    def __init__(
        self, problem: str, status: int = 0, headers: Headers | None = None, content: bytes = b""
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.status = status
        self.headers = headers or Headers()
        self.content = content

    def __reduce__(self) -> tuple[Any, ...]:
        return (
            type(self),
            (self.problem, self.status, self.headers, self.content),
            self.__dict__,
        )


class StatusError(CallError):
    """An answer that says that the call failed (RFC 9110, 15)."""

    def __init__(
        self, status: int, headers: Headers, content: bytes, message: str | None = None
    ) -> None:
        super().__init__(message or f"status {status}")
        self.status = status
        self.headers = headers
        self.content = content
        """The body, as bytes."""

    @property
    def body(self) -> Any:
        """The body: the JSON document if it is one, else text, else bytes; None if empty."""
        return decode_any(self.content, self.headers)

    def __reduce__(self) -> tuple[Any, ...]:
        arguments = (self.status, self.headers, self.content, str(self))
        return (type(self), arguments, self.__dict__)


class RedirectError(StatusError):
    """3xx that is not followed."""


class ClientError(StatusError):
    """4xx: the request is at fault."""


class BadRequestError(ClientError):
    """400."""


class UnauthorizedError(ClientError):
    """401: the credentials are missing or not valid."""


class PaymentRequiredError(ClientError):
    """402."""


class ForbiddenError(ClientError):
    """403."""


class NotFoundError(ClientError):
    """404."""


class MethodNotAllowedError(ClientError):
    """405."""


class NotAcceptableError(ClientError):
    """406."""


class RequestTimeoutError(ClientError):
    """408: the server waited too long for the request."""


class ConflictError(ClientError):
    """409."""


class GoneError(ClientError):
    """410."""


class PreconditionFailedError(ClientError):
    """412."""


class ContentTooLargeError(ClientError):
    """413."""


class UnsupportedMediaTypeError(ClientError):
    """415."""


class UnprocessableContentError(ClientError):
    """422."""


class TooManyRequestsError(ClientError):
    """429."""


class ServerError(StatusError):
    """5xx: the server failed."""


class InternalServerError(ServerError):
    """500."""


class BadGatewayError(ServerError):
    """502."""


class ServiceUnavailableError(ServerError):
    """503."""


class GatewayTimeoutError(ServerError):
    """504."""


_BY_STATUS: Final[dict[int, type[StatusError]]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    402: PaymentRequiredError,
    403: ForbiddenError,
    404: NotFoundError,
    405: MethodNotAllowedError,
    406: NotAcceptableError,
    408: RequestTimeoutError,
    409: ConflictError,
    410: GoneError,
    412: PreconditionFailedError,
    413: ContentTooLargeError,
    415: UnsupportedMediaTypeError,
    422: UnprocessableContentError,
    429: TooManyRequestsError,
    500: InternalServerError,
    502: BadGatewayError,
    503: ServiceUnavailableError,
    504: GatewayTimeoutError,
}
_BY_CLASS: Final[dict[int, type[StatusError]]] = {3: RedirectError, 4: ClientError, 5: ServerError}


def status_error_type(status: int) -> type[StatusError]:
    """The narrowest type for a status."""
    return _BY_STATUS.get(status) or _BY_CLASS.get(status // 100, StatusError)
