"""Words that tell where a confidential service is: a postcode, or what reads like a street and a house."""

import re
import unicodedata
from collections.abc import Iterator

from directory.geo.rules import parse_postcode

INSTEAD = "The place is confidential: write what it is like there instead, such as “a quiet street near a market town”"

_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?[\s-]*[0-9][A-Z]{2}\b", re.ASCII | re.IGNORECASE)
_STREET = "Road|Rd|Street|Lane|Avenue|Ave|Close|Crescent|Cres|Drive|Terrace|Mews|Grove|Row"
_ALSO_WITH_A_NUMBER = f"{_STREET}|St|Dr|Gardens|Gdns|Place|Square|Hill|Way|Walk|Court|View|Rise|Parade|Villas|Cottages?"
_NUMBER = r"\b\d{1,4}(?:\s?[a-fA-F]\b)?"
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
# words that stand before "street" or "close" in what is no name
_PLAIN = r"(?!(?:a|an|the|in|of|on|at|to|and|with|from|one|each|per|same|quiet|busy|nearby|main|beds?|bedrooms?"
_PLAIN += r"|children|young|people|boys|girls|homes?|places?|miles?|minutes?|hours?|days?|years?)\b)"
_TELLING = (
    # "12 Park Row", "Flat 3, 9b St John's Hill"
    re.compile(rf"{_NUMBER},?\s+(?:{_NAME}\s+){{1,3}}(?:{_ALSO_WITH_A_NUMBER})\b"),
    # "12 park road", as it is typed in a hurry
    re.compile(
        rf"{_NUMBER},?\s+(?:{_PLAIN}[a-z'’-]+\s+){{1,2}}(?:road|rd|street|lane|avenue|ave|crescent|terrace)\b",
        re.IGNORECASE,
    ),
    # "Ashton Road", "the old school on Mill Lane"; "ASHTON ROAD"
    re.compile(rf"\b(?!(?:The|A|An|This|Our|One|Quiet|Busy|Main)\b){_NAME}\s+(?:{_STREET}|{_STREET.upper()})\b"),
    # "Flat 3", "Apartment 12b", "House number 9"
    re.compile(r"\b(?:flat|apartment|apt|house number|house no\.?)\s*\d{1,4}[a-f]?\b", re.IGNORECASE),
)


def telling(text: str) -> list[str]:
    """Give each piece of ``text`` that may tell where the service is, as it was typed, in order."""
    plain = unicodedata.normalize("NFKC", text)
    spans = sorted(_spans(plain))
    found: list[str] = []
    last = 0
    for start, end in spans:
        if start >= last:
            found.append(" ".join(plain[start:end].split()))
            last = end
    return found


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for found in _POSTCODE.finditer(text):
        if parse_postcode(found[0].replace("-", "")):
            yield found.span()
    for pattern in _TELLING:
        for found in pattern.finditer(text):
            yield found.span()


def refusal(text: str) -> str:
    """Give in words what to leave out and what to write instead; empty where nothing tells."""
    found = telling(text)
    return f"“{'”, “'.join(found[:3])}” may tell where it is. {INSTEAD}" if found else ""
