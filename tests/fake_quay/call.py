"""One call of the API: the request, who makes it, and what that one may do."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import csrf, forbidden, not_found, read_only, unauthenticated
from .messages import Received
from .tokens import Identity
from .world import Repository, World


@dataclass(frozen=True, slots=True)
class Call:
    """A request that found its handler."""

    request: Received
    world: World
    values: dict[str, str]
    """The variables of the path, decoded."""
    identity: Identity | None

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    @property
    def repository(self) -> Repository | None:
        return self.world.find(self["repository"])

    def user(self) -> Identity:
        """The caller; nobody is refused as the method demands."""
        if self.identity is None:
            raise csrf() if self.request.method not in ("GET", "HEAD") else unauthenticated()
        return self.identity

    def may_read(self, repository: Repository) -> bool:
        if repository.public:
            return True
        identity = self.identity
        if identity is None or not identity.full:
            return False
        return self._owns(repository.namespace) or identity.user in repository.permissions

    def _owns(self, namespace: str) -> bool:
        identity = self.identity
        if identity is None or not identity.full:
            return False
        return identity.superuser or self.world.owns(identity.user, namespace)

    def readable(self) -> Repository:
        """The repository of the path, for a caller who may see it."""
        found = self.repository
        if found is not None and found.public:
            return found
        self.user()
        if found is None and self._owns(self._namespace):
            raise not_found()
        if found is None or not self.may_read(found):
            raise forbidden()
        return found

    def must_own(self, namespace: str) -> None:
        """Refuse a caller who may not change things in a namespace."""
        self.user()
        if not self._owns(namespace):
            raise forbidden()

    def must_own_repository(self) -> None:
        self.must_own(self._namespace)

    def writable(self) -> Repository:
        """The repository of the path, for a caller who may change what is in it."""
        self.must_own_repository()
        found = self.repository
        if found is None:
            raise not_found()
        if found.read_only:
            raise read_only()
        return found

    @property
    def _namespace(self) -> str:
        return self["repository"].partition("/")[0]
