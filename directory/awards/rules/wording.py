"""What must not stand in words that a bidder reads: who a child is, who judged, who else bid and lost."""

import re
from collections.abc import Collection, Iterable
from datetime import date

from directory.kit.identifiers import find

LONGEST = 4_000
SHORTEST_NAME = 4
OWN_WORDS = re.compile(r"\b(?:bid|bidder)s?\s+(?:number\s+|no\.?\s*)?\d+", re.IGNORECASE)


def _names(text: str, names: Iterable[str]) -> str | None:
    """Give the first of these names that stands in a text as a whole; case makes no difference."""
    read = " ".join(text.casefold().split())
    for name in names:
        wanted = " ".join(name.casefold().split())
        if len(wanted) >= SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", read):
            return name
    return None


def _without(text: str, names: Iterable[str]) -> str:
    """Give a text in which these names are hidden, so that what they look like finds nothing."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(re.escape(name), lambda found: "·" * len(found[0]), text, flags=re.IGNORECASE)
    return text


def wrong_in(
    text: str, *, allowed: Collection[str], bidders: Collection[str], judges: Collection[str], today: date
) -> str:
    """Give what is wrong with words that a bidder will read, and what to write; "" where nothing is.

    ``allowed`` are the names that may stand there: the bidder's own and the winners'.
    """
    if not text.strip():
        return "Enter the reason: the bidder will read it"
    if len(text) > LONGEST:
        return f"Use {LONGEST:,} characters or fewer; this has {len(text):,}"
    rest = _without(text, allowed)
    other = _names(rest, [one for one in bidders if one not in set(allowed)])
    if other:
        return f"“{other}” bid too and did not win: write nothing about its bid"
    judge = _names(rest, judges)
    if judge:
        return f"“{judge}” judged the bids: write “the panel”"
    numbered = OWN_WORDS.search(rest)
    if numbered:
        return f"“{numbered[0]}” is a number of the authority’s own: write “your bid” or the winner’s name"
    found = find(rest, today)
    return found[0].advice if found else ""
