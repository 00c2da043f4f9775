"""How the box is read, judged on phrasings as people type them, and what holds for every text."""

import string
from datetime import date
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.finder.places import names_of
from directory.finder.rules.understanding import PlaceTable, read
from directory.geo.gazetteer import gazetteer_at
from directory.search.port import LONGEST_TEXT
from tests.finder.judging import MONDAY, judged, reading, wrong
from tests.geo.gazetteer_fixture import built_gazetteer

AT_LEAST = {"judged.txt": 0.97, "unseen.txt": 0.9}
"""The unseen ones were written when the rules were finished: 95% of 60 were read exactly."""
WITHOUT_TOWNS = {"judged.txt": 0.88, "unseen.txt": 0.7}
"""Where the list of towns could not be fetched, places are authorities and postcodes only."""


@pytest.mark.parametrize(("name", "number"), [("judged.txt", 150), ("unseen.txt", 60)])
def test_phrasings_are_read_as_they_must_be(name: str, number: int, capsys: pytest.CaptureFixture[str]) -> None:
    rows = judged(name)
    told = wrong(rows)
    rate = 1 - len(told) / len(rows)
    with capsys.disabled():
        print(f"\n{name}: {rate:.1%} of {len(rows)} read exactly")  # noqa: T201  # for whoever changes the rules
    assert len(rows) >= number
    towns = gazetteer_at(built_gazetteer()).has_places
    assert rate >= (AT_LEAST if towns else WITHOUT_TOWNS)[name], "\n".join(told)


PIECES = [row.text for row in judged("judged.txt")]
WORDS = sorted({word for piece in PIECES for word in piece.split()})


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), st.text(string.printable, max_size=60)))
def test_what_is_left_is_understood_no_further(text: str) -> None:
    rest = reading(text).rest
    again = reading(rest)
    assert (again.given, again.zones, again.rest) == ((), (), rest)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_the_words_as_typed_are_never_understood(text: str) -> None:
    read_as = reading(text)
    if read_as.given:
        assert not reading(read_as.quoted).given


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=LONGEST_TEXT))
def test_no_text_is_an_error_and_none_grows(text: str) -> None:
    assert len(reading(text).rest) <= 2 * LONGEST_TEXT


@pytest.mark.parametrize(
    ("text", "explicit", "given", "rest"),
    [
        ("foster carer near Leeds", {"type": ("therapy",)}, {"near": ("Leeds",)}, '"foster carer"'),
        ("foster carer near Leeds", {"type": ("foster_care",)}, {"near": ("Leeds",)}, ""),
        ("therapist near Leeds", {"near": ("York",)}, {"type": ("therapy",)}, '"Leeds"'),
        ("boy with trauma", {"specialism": ("autism",)}, {"gender": ("male",), "specialism": ("trauma",)}, ""),
        ("therapist within 20 miles", {"near": ("York",)}, {"type": ("therapy",), "within": ("20",)}, ""),
        ("therapist within 20 miles", {}, {"type": ("therapy",)}, "within 20 miles"),
    ],
)
def test_what_is_chosen_beats_what_is_typed(
    text: str, explicit: dict[str, tuple[str, ...]], given: dict[str, tuple[str, ...]], rest: str
) -> None:
    places = names_of(gazetteer_at(built_gazetteer()))
    read_as = read(text, today=MONDAY, places=places, explicit=explicit)
    assert (read_as.parameters(), read_as.rest) == (given, rest)


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        (MONDAY, "bed by Monday", "2026-11-30"),
        (date(2026, 11, 29), "bed this weekend", "2026-11-29"),
        (date(2026, 12, 31), "foster carer tomorrow", "2027-01-01"),
        (date(2028, 2, 28), "foster carer tomorrow", "2028-02-29"),
        (MONDAY, "foster carer by 1 November", "2027-11-01"),
        (date(2026, 12, 10), "foster carer next month", "2027-01-31"),
        (date(2027, 1, 31), "foster carer in a month", "2027-02-28"),
        (MONDAY, "foster carer within 48 hours", "2026-11-25"),
        (MONDAY, "foster carer on 2026-12-24", "2026-12-24"),
        (MONDAY, "foster carer by 31 February", None),
    ],
)
def test_days_are_counted_from_the_day_given(today: date, text: str, day: str | None) -> None:
    assert reading(text, today).values("by") == ((day,) if day else ())


@pytest.mark.parametrize("piece", ["a ", "not near ", "15 and ", "within 20 miles of ", "leeds ", '"', "north west "])
def test_reading_is_bounded_whatever_is_typed(piece: str) -> None:
    text = (piece * LONGEST_TEXT)[:LONGEST_TEXT]
    reading(text)
    begun = thread_time()
    reading(text)
    assert thread_time() - begun < 0.5


def test_a_nationality_says_why_it_was_taken_for_a_language() -> None:
    (tigrinya,) = [one for one in reading("Eritrean boy of 15").given if one.parameter == "language"]
    assert tigrinya.because == "Eritrean children often speak Tigrinya"
    assert tigrinya.words == "Eritrean"


def test_a_day_is_left_out_where_places_are_not_counted() -> None:
    read_as = reading("advocate in Leeds tomorrow")
    assert read_as.aside == (("tomorrow", "its places are not counted, so a day says nothing"),)
    assert (read_as.values("by"), read_as.rest) == ((), "")


def test_ones_own_services_are_for_those_who_have_any() -> None:
    assert not read("our own foster carers", today=MONDAY, places=PlaceTable(), own=False).values("mine")


def test_without_a_gazetteer_all_but_places_is_understood() -> None:
    read_as = read("foster carer near Leeds for a girl of 9", today=MONDAY, places=PlaceTable())
    assert read_as.parameters() == {"type": ("foster_care",), "gender": ("female",), "age": ("9",)}
    assert read_as.rest == "Leeds"
