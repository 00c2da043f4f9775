"""A place whose name is misspelt among the words of a search: "carer in Manchestr".

The box takes only names that it knows, so that such a word stays text, and finds little.
"""

import re
from collections.abc import Callable, Iterator

from directory.finder.places import large_near
from directory.geo.gazetteer import Gazetteer
from directory.search import SearchPage

Found = tuple[SearchPage, str]
"""What a text finds, and those of its words that the box did not understand."""
MOST_TRIED = 3
SHORTEST = 5
_BEFORE = re.compile(r"(?:near|around|in|at|from|of|to|nr)", re.IGNORECASE)


def place_meant(text: str, gazetteer: Gazetteer, found_with: Callable[[str], Found | None]) -> str:
    """Give the text with a town or authority that may be meant, if that finds anything; "" where none is.

    ``found_with`` gives what another text finds, None where that names no place. Where its other words are
    misspelt too, they are put right as that search suggests.
    """
    for rest, place in _candidates(text, gazetteer):
        as_meant = f"{rest} near {place}".strip()
        found = found_with(as_meant)
        if found and not found[0].total and found[0].suggestion and found[1] in as_meant:
            as_meant = as_meant.replace(found[1], found[0].suggestion)
            found = found_with(as_meant)
        if found and found[0].total:
            return as_meant
    return ""


def _candidates(text: str, gazetteer: Gazetteer) -> Iterator[tuple[str, str]]:
    """Give each way to take one or two words as a large place misspelt: the other words, and the place."""
    words = text.split()
    tried = 0
    if '"' in text:
        return
    for length in (2, 1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length]).strip(",.;?!()")
            if len(name) < SHORTEST or name.startswith("-") or not name.replace(" ", "").isalpha():
                continue
            place = large_near(name, gazetteer)
            if place is None:
                continue
            before = start - (start > 0 and _BEFORE.fullmatch(words[start - 1]) is not None)
            yield " ".join(words[:before] + words[start + length :]), place
            tried += 1
            if tried == MOST_TRIED:
                return
