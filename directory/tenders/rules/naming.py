"""Finds in free text the names of organisations and services: who asks, or bids, must not be read from it. Pure."""

import re
from collections.abc import Iterable

# what people leave out when they write a company's name
_LEGAL = re.compile(
    r"[\s,]+(?:ltd|limited|llp|plc|lp|cic|c\.i\.c|cio|uk|\(uk\)|community interest company|trading as\b.*)\.?$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_APOSTROPHE = re.compile("['’]")
SHORTEST = 3
# single words that are names of somebody and stand in every tender: these count only where they are written as names
_WORDS = (
    "ability advance advocacy ambition approach aspirations aspire barriers beacon bridge bridges care caring"
    " change child children choice choices community compass connect connections continuum core education"
    " embrace families family first focus forward foster fostering foundation foundations freedom future"
    " futures guardian guardians haven hope horizon horizons house impact independence independent initiative"
    " insight inspire journey journeys keys learning legacy life links lodgings new next nurture oak"
    " opportunity options outcomes partners path paths pathway pathways phoenix placement placements progress"
    " progression resilience response roots safe safety school services solutions spectrum step steps strategy"
    " success support synergy team therapy together transform transition trust unique unity valley vision voice"
    " voices way welcome wellbeing young youth"
)
_PLAIN = frozenset(_WORDS.split())


def written_forms(name: str) -> tuple[str, ...]:
    """Give how people write a name: whole, and without its legal ending and article; nothing too short to tell."""
    whole = " ".join(name.split())
    short = whole
    while (cut := _LEGAL.sub("", short)) != short:
        short = cut
    forms = dict.fromkeys((whole, short, _ARTICLE.sub("", short)))
    return tuple(form for form in forms if len(form) >= SHORTEST)


def names_in(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Give where in ``text`` one of ``names`` stands, in order and without overlap: of two that meet, the longer."""
    folded = _folded(text)
    found: set[tuple[int, int]] = set()
    for form in dict.fromkeys(form for name in names for form in written_forms(name)):
        if _folded(form) in folded:
            found |= {one.span() for one in _pattern(form).finditer(text)}
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0] - span[1], span)):
        if all(end <= first or last <= start for first, last in chosen):
            chosen.append((start, end))
    return sorted(chosen)


def _folded(text: str) -> str:
    return _APOSTROPHE.sub("", " ".join(text.split()).casefold())


def _pattern(form: str) -> re.Pattern[str]:
    words = [_APOSTROPHE.sub("['’]?", re.escape(word)) for word in form.split()]
    flags = 0 if len(words) == 1 and form.casefold() in _PLAIN else re.IGNORECASE
    return re.compile(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", flags)
