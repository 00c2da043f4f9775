import string
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.kit.identifiers import INSTEAD, LABELS, Kind, find, parts

TODAY = date(2026, 11, 23)


def kinds(text: str) -> list[Kind]:
    return [finding.kind for finding in find(text, TODAY)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She trusts Mrs Okafor from school", Kind.NAME),
        ("Ask Dr. Brân about it", Kind.NAME),
        ("The boy is called Minh", Kind.NAME),
        ("He was born on 04/03/2011 in Hanoi", Kind.DATE_OF_BIRTH),
        ("DOB 4.3.11", Kind.DATE_OF_BIRTH),
        ("born 4th of March 2011", Kind.DATE_OF_BIRTH),
        ("since March 4, 2011", Kind.DATE_OF_BIRTH),
        ("2011-03-04", Kind.DATE_OF_BIRTH),
        ("born in March 2011", Kind.DATE_OF_BIRTH),
        ("lives at LS1 4AP now", Kind.POSTCODE),
        ("sw1a1aa", Kind.POSTCODE),
        ("ring 0113 496 0000", Kind.PHONE),
        ("ring +44 (0)7700 900123", Kind.PHONE),
        ("mother on +84 24 3825 3855", Kind.PHONE),
        ("write to worker@example.org.uk", Kind.EMAIL),
        ("NHS number 943 476 5919", Kind.NHS_NUMBER),
        ("943-476-5919", Kind.NHS_NUMBER),
        ("UPN H801200001001", Kind.UPN),
        ("Home Office ref M1234567", Kind.HOME_OFFICE),
        ("UAN 1212-3434-5656-7878", Kind.HOME_OFFICE),
        ("passport 925665416", Kind.PASSPORT),
        ("holds AB1234567", Kind.PASSPORT),
        ("QQ 12 34 56 C", Kind.NATIONAL_INSURANCE),
        ("lives at LS1\u200b 4AP", Kind.POSTCODE),
        ("ring ０１１３ ４９６ ００００", Kind.PHONE),
        ("lives at LS1\u00a04AP", Kind.POSTCODE),
    ],
)
def test_what_may_identify_is_found_however_it_is_written(text: str, kind: Kind) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "A quiet young person of 15 who likes football and needs calm evenings.",
        "Needs 2:1 staffing for the first 72 hours, then 1:1. Bedtime is 21:30.",
        "The placement is needed by 1 December 2026 for 12 weeks.",
        "Within 40 miles of LS1, not in Luton. Year 10. GCSEs in 2027.",
        "Miss a meal now and then; mister nobody. The doctor says asthma is mild.",
        "About £4,500 a week was paid last time; 30 hours of one-to-one.",
        "He is called in for tea, is known as kind, and reads at the level of a 7-year-old.",
        "",
    ],
)
def test_plain_words_are_no_finding(text: str) -> None:
    assert kinds(text) == []


def test_every_kind_says_what_it_is_and_what_to_write_instead() -> None:
    assert set(LABELS) == set(INSTEAD) == set(Kind)
    assert find("ring 0113 496 0000", TODAY)[0].advice.startswith("“0113 496 0000” looks like a phone number: leave")


BENIGN = st.text(alphabet=string.ascii_lowercase + " .,", max_size=60)
OUTWARD = st.sampled_from(["LS1", "M16", "SW1A", "E1", "BT1", "CF10", "B33"])
INWARD = st.builds("{}{}{}".format, st.integers(0, 9), *[st.sampled_from("ABDEFGHJLNPQRSTUWXYZ")] * 2)
GAPS = st.sampled_from(["", " ", "  ", "\u00a0", "\u200b"])
WAYS = st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d.%m.%y", "%B %d, %Y"])


@given(
    before=BENIGN,
    outward=OUTWARD,
    gap=GAPS,
    inward=INWARD,
    after=BENIGN,
)
def test_any_postcode_is_found_in_any_words(before: str, outward: str, gap: str, inward: str, after: str) -> None:
    text = f"{before} {outward}{gap}{inward} {after}"
    assert Kind.POSTCODE in kinds(text)


@given(
    before=BENIGN,
    day=st.dates(date(2005, 1, 1), date(2026, 11, 22)),
    how=WAYS,
)
def test_any_date_that_has_passed_is_found(before: str, day: date, how: str) -> None:
    assert Kind.DATE_OF_BIRTH in kinds(f"{before} {day.strftime(how)} x")


@given(text=st.text(max_size=200))
def test_the_pieces_make_up_the_text_and_the_findings_do_not_overlap(text: str) -> None:
    found = find(text, TODAY)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[f.start : f.end] == f.text and f.text for f in found)
    pieces = parts(text, found)
    assert "".join(piece for piece, _ in pieces) == text
    assert [finding for _, finding in pieces if finding] == found


@given(text=BENIGN)
def test_small_letters_alone_are_never_a_finding(text: str) -> None:
    assert kinds(text) == []
