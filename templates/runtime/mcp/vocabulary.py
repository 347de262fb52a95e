"""English as tasks and names of tools have it: what says nothing, what means the same, what verbs do to the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP: Final = _set(
    "a an and are as at be by can did do does for from has have how i if in into is it its me my of on or our "
    "please so some somebody that the their them there these this those to up us was we were what when where "
    "which who whose will with you your"
)
SAME: Final[Mapping[str, str]] = {
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
READS: Final = _set(
    "get show list find search look who what which how were was is are does do count download read fetch view "
    "see check whose when where query browse retrieve inspect describe display"
)
_MAKES: Final = _set(
    "create add make new open publish write post insert register submit store save put upload start invite set "
    "assign give grant"
)
_CHANGES: Final = _set("update change edit modify alter rename replace set put mark")
_REMOVES: Final = _set(
    "delete remove drop erase clear unassign revoke unstar unfollow unpin unlock unblock disable dismiss cancel"
)
WRITES: Final = (
    _MAKES
    | _CHANGES
    | _REMOVES
    | _set(
        "record build move take stop run trigger rerun retry lock follow star merge close reopen protect fork "
        "transfer enable send approve reject archive restore import block join leave hand ask ping pin subscribe "
        "convert"
    )
)
_KINDS: Final = (READS, _MAKES, _CHANGES, _REMOVES)


def kinds_of(word: str) -> frozenset[int]:
    """What a verb does, as far as it is known; some may be of two kinds."""
    return frozenset(number for number, kind in enumerate(_KINDS) if word in kind)
