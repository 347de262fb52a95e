"""Capabilities of several files, read from their texts alone: what comes from where, and what is answered.

Imports (2.17), binds (2.3), the formats of answers (2.8), flows that are referred to (2.16), resources and prompts
(2.11.3, 2.11.4), and requests that are handed on (2.10.4, with the safe reading of 2.22).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

import yaml

from . import answers, formats

_FILLED: Final = re.compile(r"\{\{([A-Za-z0-9_]+)\}\}")


@dataclass(frozen=True)
class Sent:
    """A request that the API has to see."""

    target: str
    authorization: str
    kept: str | None
    """The header `X-Keep`."""


@dataclass
class Reading:
    """The main file with everything that it names."""

    files: Mapping[str, str]
    secrets: Mapping[str, str]
    environment: Mapping[str, str]

    def __post_init__(self) -> None:
        self.root = yaml.safe_load(self.files["capability.yaml"])
        self.apis = {each["namespace"]: each for each in self._section("consumes")}
        self.aggregates = {each["namespace"]: each for each in self._section("aggregates")}
        self.rest, self.mcp = self._section("exposes")

    def _section(self, name: str) -> list[dict[str, Any]]:
        """The entries of a section; an import is what it names, under its new name."""
        found = []
        for entry in self.root["capability"][name]:
            if "from" not in entry:
                found.append(entry)
                continue
            part = yaml.safe_load(self.files[entry["from"].removeprefix("./")])
            (meant,) = [each for each in part[name] if each["namespace"] == entry["import"]]
            found.append({**meant, "namespace": entry.get("as", entry["import"])})
        return found

    # --- what is sent ------------------------------------------------------------------------------

    @property
    def token(self) -> str:
        """Of the only bind. The environment comes first, under a name that a shell can export."""
        (bind,) = self.root.get("binds") or self._section("binds")
        key = bind["keys"]["TOKEN"]
        exported = re.sub(r"[^A-Z0-9_]", "_", key.upper())
        if exported in self.environment:
            return self.environment[exported]
        name = re.sub(r"^file:///?\./", "", bind["location"])
        is_yaml = name.endswith((".yaml", ".yml"))
        data = (yaml.safe_load if is_yaml else json.loads)(self.secrets[name])
        return str(data[key])

    def called(self, call: str, **inputs: str) -> Sent:
        """The request of an operation."""
        namespace, _, operation = call.partition(".")
        for resource in self.apis[namespace]["resources"].values():
            if operation in resource["operations"]:
                path = re.sub(
                    r"\{\{(\w+)\}\}", lambda hole: quote(inputs[hole[1]], safe=""), resource["path"]
                )
                return Sent(self._base(namespace) + path, f"Bearer {self.token}", None)
        raise LookupError(call)

    def handed_on(self, rest: str, headers: Mapping[str, str]) -> Sent:
        """What becomes of a request below the resource that hands on; `rest` is all after its slash."""
        forward = self.rest["resources"]["pass"]["forward"]
        trusted = {each.lower() for each in forward["trustedHeaders"]}
        base = self._base(forward["targetNamespace"])
        kept = headers.get("X-Keep") if "x-keep" in trusted else None
        return Sent(f"{base}/{rest}", f"Bearer {self.token}", kept)

    def _base(self, namespace: str) -> str:
        return urlsplit(str(self.apis[namespace]["baseUri"])).path

    # --- what is answered --------------------------------------------------------------------------

    def document(self, unit: Mapping[str, Any], content: bytes) -> Any:
        """The JSON of what a unit answers, of the bytes that its API answered."""
        namespace, _, operation = self._unit(unit)["call"].partition(".")
        declared = next(
            each["operations"][operation]
            for each in self.apis[namespace]["resources"].values()
            if operation in each["operations"]
        )
        schema = declared.get("outputSchema")
        read_by = self.files.get(schema, schema) if schema else None
        document = formats.read(declared.get("outputRawFormat", "json"), content, read_by)
        mapped = self._unit(unit).get("outputParameters")
        return document if not mapped else answers.apply(tuple(mapped), document)

    def _unit(self, unit: Mapping[str, Any]) -> Mapping[str, Any]:
        """What stands behind a unit: itself, or the flow that it refers to."""
        return self.flow(unit["ref"]) if "ref" in unit else unit

    def item(self, resource: Mapping[str, Any], value: str) -> tuple[str, Sent]:
        """The URI of a resource with one variable, and the request that it makes."""
        (name,) = re.findall(r"\{(\w+)\}", resource["uri"])
        unit = self._unit(resource)
        inputs = {name: value}
        for given, text in resource.get("with", {}).items():
            inputs[given] = inputs[text.removeprefix(f"{self.mcp['namespace']}.")]
        uri = resource["uri"].replace(f"{{{name}}}", quote(value, safe=""))
        return uri, self.called(unit["call"], **inputs)

    def flow(self, ref: str) -> Mapping[str, Any]:
        namespace, _, name = ref.partition(".")
        flow: Mapping[str, Any] = self.aggregates[namespace]["flows"][name]
        return flow

    def prompt(self, name: str, arguments: Mapping[str, str]) -> list[tuple[str, str]]:
        """The messages: each place is filled once, others stay; what nobody gave is as it is written."""
        prompt = self.mcp["prompts"][name]
        if "location" in prompt:  # The whole file is one message of the user.
            template = [{"role": "user", "content": self.files[_below(prompt["location"])]}]
        else:
            template = prompt["template"]
        return [
            (
                each["role"],
                _FILLED.sub(lambda hole: arguments.get(hole[1], hole[0]), each["content"]),
            )
            for each in template
        ]

    def needs(self, name: str) -> list[tuple[str, bool]]:
        """The arguments of a prompt, and whether each is required."""
        arguments = self.mcp["prompts"][name]["arguments"].items()
        return [(each, said.get("required", True)) for each, said in arguments]

    # --- resources ---------------------------------------------------------------------------------

    def listed(self) -> list[tuple[str, str, str | None]]:
        """URI, title and type of `resources/list`: files, sorted, and what has no variables."""
        found: list[tuple[str, str, str | None]] = []
        for name, resource in self.mcp["resources"].items():
            title = resource.get("display", name)
            if "location" in resource:
                found += [(uri, title, media) for uri, (media, _) in self.papers(resource).items()]
            elif "{" not in resource["uri"]:
                found.append((resource["uri"], title, resource.get("mimeType")))
        return found

    def templates(self) -> list[tuple[str, str | None]]:
        """URI and type of `resources/templates/list`."""
        return [
            (each["uri"], each.get("mimeType"))
            for each in self.mcp["resources"].values()
            if "{" in each["uri"]
        ]

    def papers(self, resource: Mapping[str, Any]) -> dict[str, tuple[str, str | bytes]]:
        """By URI, the type and the content of each file of a folder; bytes where the type is no text."""
        folder = _below(resource["location"]) + "/"
        found: dict[str, tuple[str, str | bytes]] = {}
        for path in sorted(each for each in self.files if each.startswith(folder)):
            media = resource.get("mimeType") or _TYPES[path.rpartition(".")[2]]
            is_text = media.startswith("text/") or re.search(r"[/+](json|yaml|xml)$", media)
            content = self.files[path]
            uri = f"{resource['uri']}/{path.removeprefix(folder)}"
            found[uri] = media, content if is_text else content.encode()
        return found


_TYPES: Final = {"md": "text/markdown", "json": "application/json", "txt": "text/plain", "png": "image/png"}  # fmt: skip
"""By ending (2.11.3)."""


def _below(location: str) -> str:
    """`file:///./papers`, beside the capability."""
    return location.removeprefix("file:///./")
