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

from .vocabulary import READS, SAME, STOP, WRITES, kinds_of

Weights = Mapping[str, float]
"""Word → what it counts for one tool."""

FIELDS: Final = {
    "name": (4.0, 0.9),
    "title": (4.0, 0.9),
    "lead": (1.0, 0.75),
    "rest": (0.2, 0.75),
    "tags": (1.0, 0.5),
    "arguments": (0.3, 0.75),
}
"""What a word of a field counts, and how much the length of the field takes of it."""
_SATURATION: Final = 1.2
_OTHER_KIND: Final = 0.5
"""What is left for a tool that reads where the task writes, or the other way round."""
_OTHER_VERB: Final = 0.7
"""What is left for a tool whose name has a verb of another kind: `delete-comment` where the task is to add one."""
_VERB: Final = 0.7
"""What the first verb of a task counts beside its other words: the kind says most of what it means."""
_SHORTEST: Final = 3
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\dA-Za-z_]+")
_ENDINGS: Final = (
    ("ies", "y"),
    ("sses", "ss"),
    ("xes", "x"),
    ("ches", "ch"),
    ("ing", ""),
    ("ers", ""),
    ("er", ""),
    ("ed", ""),
    ("s", ""),
    ("e", ""),
)

_UNKNOWN: Final = frozenset[int]()
"""The kinds of a verb that nobody knows."""


def words(text: str) -> list[str]:
    """The words of a text without their endings: `listRepoTags` and `list repository tag` are the same."""
    return [_stem(SAME.get(word, word)) for word in _plain(text) if word not in STOP]


def _plain(text: str) -> list[str]:
    return [match.lower() for match in _WORD.findall(text)]


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
        self._kinds: dict[str, frozenset[int]] = {
            name: next((kinds for kinds in map(kinds_of, _plain(name)) if kinds), _UNKNOWN)
            for name in index
        }
        self._having: dict[str, list[str]] = {}
        for name, weights in index.items():
            for word in weights:
                self._having.setdefault(word, []).append(name)

    def search(self, task: str, limit: int) -> Sequence[str]:
        """The names that fit best, the best first; of equal ones in the order of the spec."""
        scores = dict.fromkeys(self._index, 0.0)
        verb = next(iter(_plain(task)), "")
        kinds = kinds_of(verb)
        for word in dict.fromkeys(words(task)):
            having = self._having.get(word, ())
            rare = math.log(1 + (len(self._index) - len(having) + 0.5) / (len(having) + 0.5))
            if kinds and [word] == words(verb):
                rare *= _VERB
            for name in having:
                weight = self._index[name][word]
                scores[name] += rare * weight * (_SATURATION + 1) / (weight + _SATURATION)
        for name in scores:
            if verb in READS or verb in WRITES:
                scores[name] *= 1 if (name in self._readers) is (verb in READS) else _OTHER_KIND
            if kinds and self._kinds[name] and not kinds & self._kinds[name]:
                scores[name] *= _OTHER_VERB
        found = [name for name, score in scores.items() if score > 0]
        return sorted(found, key=lambda name: -scores[name])[:limit]
