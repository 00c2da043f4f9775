"""Finds in free text what could tell who a child is, and says what to write instead.

A rule errs on the side of asking: a person may overrule a false alarm with a reason, nobody can take back
what a provider has read. Text is compared as people read it: look-alike digits and invisible characters
hide nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise


class Kind(StrEnum):
    """What was found. A bidder is found by whoever knows the names of providers: ``find`` does not."""

    NAME = "name"
    DATE_OF_BIRTH = "date_of_birth"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    HOME_OFFICE = "home_office"
    PASSPORT = "passport"
    NATIONAL_INSURANCE = "national_insurance"
    BIDDER = "bidder"


LABELS: dict[Kind, str] = {
    Kind.NAME: "a name",
    Kind.DATE_OF_BIRTH: "a date that may be a date of birth",
    Kind.POSTCODE: "a postcode",
    Kind.PHONE: "a phone number",
    Kind.EMAIL: "an email address",
    Kind.NHS_NUMBER: "an NHS number",
    Kind.UPN: "a unique pupil number",
    Kind.HOME_OFFICE: "a Home Office number",
    Kind.PASSPORT: "a passport number",
    Kind.NATIONAL_INSURANCE: "a National Insurance number",
    Kind.BIDDER: "the name of a provider or of a service",
}

INSTEAD: dict[Kind, str] = {
    Kind.NAME: "write who it is: “the young person”, “her aunt”, “his social worker”",
    Kind.DATE_OF_BIRTH: "write the age in years, or the month and year of what happened",
    Kind.POSTCODE: "write the outward code (LS1), or the authority",
    Kind.PHONE: "leave it out: you will be in touch when an offer is accepted",
    Kind.EMAIL: "leave it out: you will be in touch when an offer is accepted",
    Kind.NHS_NUMBER: "leave it out: it goes into the referral pack, after an agreement",
    Kind.UPN: "leave it out: write the school year",
    Kind.HOME_OFFICE: "leave it out: write where the claim stands",
    Kind.PASSPORT: "leave it out: write whether papers are held",
    Kind.NATIONAL_INSURANCE: "leave it out",
    Kind.BIDDER: "leave it out",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that may identify: characters ``start`` to ``end`` of the text as it was typed."""

    kind: Kind
    start: int
    end: int
    text: str

    @property
    def advice(self) -> str:
        """Give what was found and what to write instead."""
        return f"“{self.text}” looks like {LABELS[self.kind]}: {INSTEAD[self.kind]}"


_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:[a-z]*)"
_CAPITAL = "[A-ZÀ-ÖØ-ÞŁŞŻ][\\w'’-]*"
_I = re.IGNORECASE


def _is_nhs_number(found: re.Match[str]) -> bool:
    digits = [int(c) for c in found[0] if c.isdigit()]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return (0 if check == 11 else check) == digits[9]


def _number_of_month(text: str) -> int:
    return next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(text[:3].lower())), 0)


def _past(year: int, month: int, day: int, today: date) -> bool:
    if year < 100:
        year += 2000 if year + 2000 <= today.year else 1900
    for first, second in ((month, day), (day, month)):
        try:
            return date(year, first, second) <= today
        except ValueError:
            continue
    return False


def _dates(text: str, today: date) -> Iterator[tuple[int, int]]:
    """Give the spans of full dates not after today (a date to come is no date of birth)."""
    gap = r"[\s,./-]+(?:of\s+)?"
    tried: tuple[tuple[str, Callable[[re.Match[str]], tuple[int, int, int]]], ...] = (
        (
            r"(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?!\d)",
            lambda m: (int(m[3]), int(m[2]), int(m[1])),
        ),
        (r"(?<!\d)(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\d)", lambda m: (int(m[1]), int(m[2]), int(m[3]))),
        (
            rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?{gap}({_MONTH}){gap}(\d{{4}}|\d{{2}})(?!\d)",
            lambda m: (int(m[3]), _number_of_month(m[2]), int(m[1])),
        ),
        (
            rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+(\d{{4}})(?!\d)",
            lambda m: (int(m[3]), _number_of_month(m[1]), int(m[2])),
        ),
    )
    for pattern, parts in tried:
        for found in re.finditer(pattern, text, _I):
            year, month, day = parts(found)
            if _past(year, month, day, today):
                yield found.span()
    for found in re.finditer(
        rf"\b(?:born|d\.?o\.?b\.?|birth)\b[^.\n]{{0,20}}?\b({_MONTH}\s+)?(?:19|20)\d\d\b", text, _I
    ):
        yield found.span()


_PATTERNS: tuple[tuple[Kind, re.Pattern[str], Callable[[re.Match[str]], bool] | None], ...] = (
    (Kind.EMAIL, re.compile(r"[^\s@<>()\[\]]+@[^\s@<>()\[\]]+\.[a-z]{2,}", _I), None),
    (
        Kind.POSTCODE,
        re.compile(r"\b(?:GIR|[A-Z]{1,2}[0-9](?:[0-9]|[A-Z])?)[ \t]*[0-9][ABD-HJLNP-UW-Z]{2}\b", _I),
        None,
    ),
    (Kind.HOME_OFFICE, re.compile(r"\b(?:GWF ?\d{9}|\d{4}-\d{4}-\d{4}-\d{4}|[A-Z]\d{7}(?:/\d{1,3})?)\b", _I), None),
    (
        Kind.HOME_OFFICE,
        re.compile(
            r"\b(?:home office|HO|CID|ARC|NRM|UAN|port ref)\b[^\n\d]{0,20}[A-Z]{0,4}[ /-]?\d(?:[ /-]?\d){4,15}\b", _I
        ),
        None,
    ),
    (Kind.UPN, re.compile(r"\b[A-Z]\d{11}[0-9A-Z]\b", _I), None),
    (Kind.NATIONAL_INSURANCE, re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", _I), None),
    (Kind.NHS_NUMBER, re.compile(r"\bNHS\b[^\n\d]{0,20}\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)", _I), None),
    (Kind.PHONE, re.compile(r"(?<![\d+])(?:\+44|0044|0)(?:[\s().-]{0,3}\d){9,10}(?!\d)"), None),
    (Kind.PHONE, re.compile(r"(?<![\d+])\+\d(?:[\s().-]{0,2}\d){7,13}(?!\d)"), None),
    (Kind.NHS_NUMBER, re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)"), _is_nhs_number),
    (Kind.PASSPORT, re.compile(r"(?<![\d-])(?:\d{9}|[A-Z]{1,2}\d{6,9})(?![\d-])\b", _I), None),
    (Kind.PASSPORT, re.compile(r"\bpassport\b[^\n\d]{0,20}[A-Z]{0,3} ?\d(?: ?\d){5,9}\b", _I), None),
    (
        Kind.NAME,
        re.compile(
            rf"\b(?:[Mm]rs?|MRS?|[Mm]s|MS|Miss|MISS|[Mm]x|[Dd]r|DR|Master|Sir|Lady|Rev|Imam|Pastor)\b\.?\s+{_CAPITAL}"
        ),
        None,
    ),
    (
        Kind.NAME,
        re.compile(
            rf"\b(?:(?:is|was|be) called|goes by|named|[Nn]ame is|[Nn]ame:|known as)\s+{_CAPITAL}(?:\s+{_CAPITAL})?"
        ),
        None,
    ),
)


def _as_read(text: str) -> tuple[str, list[int]]:
    """Give the text as people read it, and for each of its characters where it came from."""
    read: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        if unicodedata.category(character) == "Cf":
            continue
        plain = unicodedata.normalize("NFKC", character)
        if plain.isdecimal() and len(plain) == 1:
            plain = str(unicodedata.decimal(plain))
        elif unicodedata.category(character) == "Pd":
            plain = "-"
        read.extend(plain)
        origin.extend([index] * len(plain))
    return "".join(read), origin


def find(text: str, today: date) -> list[Finding]:
    """Give what in ``text`` may identify a person, in order and without overlap; ``today`` tells past from future."""
    read, origin = _as_read(text)
    spans = [
        (kind, *found.span())
        for kind, pattern, holds in _PATTERNS
        for found in pattern.finditer(read)
        if holds is None or holds(found)
    ]
    spans += [(Kind.DATE_OF_BIRTH, start, end) for start, end in _dates(read, today)]
    chosen: list[Finding] = []
    last = 0
    # the earliest first; of those that begin together the longest
    for kind, start, end in sorted(spans, key=lambda span: (span[1], -span[2])):
        if start < last or start == end:
            continue
        last = end
        first, after = origin[start], origin[end - 1] + 1
        chosen.append(Finding(kind, first, after, text[first:after]))
    return chosen


def parts(text: str, findings: Sequence[Finding]) -> list[tuple[str, Finding | None]]:
    """Give the text in pieces, each with the finding that it is, to be shown in place."""
    edges = [0, *(edge for finding in findings for edge in (finding.start, finding.end)), len(text)]
    at = {finding.start: finding for finding in findings}
    return [(text[a:b], at.get(a) if b > a else None) for a, b in pairwise(edges) if b > a]
