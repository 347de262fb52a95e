"""Ranking of tools for a task, as Okapi BM25F does it (Robertson and Zaragoza, 2009, 3.1 to 3.3).

A word counts the more the fewer tools have it, and ever less the more often one tool has it; a word of a
name counts for more than one of a description, and a field that is longer than usual for less. What a tool
does to the world counts too: a task that begins with `delete` is seldom done by a tool that only reads.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


Weights = Mapping[str, float]
"""Word → what it counts for one tool."""

FIELDS: Final = {
    "name": (8.0, 0.9),
    "title": (4.0, 0.9),
    "lead": (1.0, 0.75),
    "rest": (0.2, 0.75),
    "tags": (1.0, 0.5),
    "arguments": (0.1, 0.75),
}
"""What a word of a field counts, and how much the length of the field takes of it."""
_SATURATION: Final = 1.2
_OTHER_KIND: Final = 0.5
"""What is left for a tool that reads where the task writes, or the other way round."""
_SHORTEST: Final = 3
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\dA-Za-z_]+")
_ENDINGS: Final = (
    ("ies", "y"),
    ("sses", "ss"),
    ("xes", "x"),
    ("ches", "ch"),
    ("ing", ""),
    ("ed", ""),
    ("s", ""),
    ("e", ""),
)
_STOP: Final = _set(
    "a an and are as at be by can did do does for from has have how i if in into is it its me my of on or our "
    "please so some somebody that the their them there these this those to up us was we were what when where "
    "which who whose will with you your"
)
_SAME: Final[Mapping[str, str]] = {
    short: instead
    for short, _, instead in (
        pair.partition("=")
        for pair in _set(
            "repo=repository org=organization config=configuration info=information auth=authentication "
            "env=environment app=application dir=directory msg=message img=image param=parameter db=database "
            "make=create new=create vulnerable=vulnerability"
        )
    )
}
_READS: Final = _set(
    "get show list find search look who what which how were was is are does do count download read fetch view "
    "see check whose when where query browse retrieve inspect describe display"
)
_WRITES: Final = _set(
    "create make open publish write add store save put set record start register submit post insert build update "
    "change edit modify alter rename replace move delete remove take drop erase clear cancel stop run trigger "
    "rerun retry invite assign lock unlock follow unfollow mark star merge close reopen protect fork transfer "
    "grant revoke enable disable upload send approve reject dismiss archive restore import block join leave hand "
    "give ask ping pin unpin unstar subscribe convert"
)


def words(text: str) -> list[str]:
    """The words of a text without their endings: `listRepoTags` and `list repository tag` are the same."""
    found: list[str] = [match.lower() for match in _WORD.findall(text)]
    return [_stem(_SAME.get(word, word)) for word in found if word not in _STOP]


def _stem(word: str) -> str:
    """Without the commonest English endings; both sides get the same, so it may be rough."""
    for ending, instead in _ENDINGS:
        rest = len(word) - len(ending)
        if word.endswith(ending) and rest >= _SHORTEST and not word.endswith("ss"):
            return _stem(word[:rest] + instead)
    return word


def weighed(tools: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, float]]:
    """The index: of each tool, by name, the weights of its words; a tool is a text for each of `FIELDS`."""
    split = {name: {f: words(text) for f, text in each.items()} for name, each in tools.items()}
    usual = {f: sum(len(each[f]) for each in split.values()) / max(len(split), 1) for f in FIELDS}
    index: dict[str, dict[str, float]] = {}
    for name, fields in split.items():
        weights: dict[str, float] = {}
        for field, (weight, by_length) in FIELDS.items():
            part = weight / (1 - by_length + by_length * len(fields[field]) / (usual[field] or 1.0))
            for word in fields[field]:
                weights[word] = weights.get(word, 0.0) + part
        index[name] = {word: round(weights[word], 2) for word in sorted(weights)}
    return index


class Ranking:
    """The tools that are served, by their weights; `readers` are those that change nothing."""

    def __init__(self, index: Mapping[str, Weights], readers: Iterable[str]) -> None:
        self._index = index
        self._readers = frozenset(readers)
        self._having: dict[str, list[str]] = {}
        for name, weights in index.items():
            for word in weights:
                self._having.setdefault(word, []).append(name)

    def search(self, task: str, limit: int) -> Sequence[str]:
        """The names that fit best, the best first; of equal ones in the order of the spec."""
        scores = dict.fromkeys(self._index, 0.0)
        for word in dict.fromkeys(words(task)):
            having = self._having.get(word, ())
            rare = math.log(1 + (len(self._index) - len(having) + 0.5) / (len(having) + 0.5))
            for name in having:
                weight = self._index[name][word]
                scores[name] += rare * weight * (_SATURATION + 1) / (weight + _SATURATION)
        first = next((match.lower() for match in _WORD.findall(task)), "")
        if first in _READS or first in _WRITES:
            for name in scores:
                scores[name] *= 1 if (name in self._readers) is (first in _READS) else _OTHER_KIND
        found = [name for name, score in scores.items() if score > 0]
        return sorted(found, key=lambda name: -scores[name])[:limit]
