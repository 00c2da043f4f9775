"""What in a description to look at again before everybody reads it. It is kept as it was written."""

from collections.abc import Callable
from datetime import date

from directory.kit.identifiers import LABELS, Kind, find
from directory.kit.likely_names import likely_names

# an office may say how it is reached; of a confidential place nobody writes that into a description
_HOW_TO_REACH = frozenset({Kind.POSTCODE, Kind.PHONE, Kind.EMAIL})
_LEAVE_OUT = "If it is of a child, a carer or anybody who works there, leave it out"
_CONTACT = "The place is confidential: leave it out, authorities reach you here"
MOST = 3


def look_again(
    text: str, *, confidential: bool, today: date, known: Callable[[str], bool] = lambda _words: False
) -> list[str]:
    """Give a sentence for each piece that may tell who somebody is, the first few in order.

    ``known`` says of words in small letters that they are no person's name.
    """
    found = find(text, today)
    spans = [(each.start, each.end) for each in found]
    names = [one for one in likely_names(text, known) if all(one.end <= a or b <= one.start for a, b in spans)]
    told = [
        f"“{one.text}” looks like {LABELS[one.kind]}. {_CONTACT if one.kind in _HOW_TO_REACH else _LEAVE_OUT}"
        for one in sorted([*found, *names], key=lambda one: one.start)
        if confidential or one.kind not in _HOW_TO_REACH
    ]
    return told[:MOST]
