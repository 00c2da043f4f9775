import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.providers.rules.whereabouts import refusal, telling


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("At 12 Park Row, LS8 1AA.", ["12 Park Row", "LS8 1AA"]),
        ("ls81aa", ["ls81aa"]),
        ("Behind 7b St John's Hill", ["7b St John's Hill"]),
        ("we are at 14 mill road", ["14 mill road"]),
        ("The old school on Mill Lane", ["Mill Lane"]),
        ("ASHTON ROAD PROJECT", ["ASHTON ROAD"]),
        ("Acacia Avenue Home", ["Acacia Avenue"]),
        ("Oak Close", ["Oak Close"]),
        ("Flat 3 of a larger house", ["Flat 3"]),
        ("22 Harbour Court", ["22 Harbour Court"]),
        ("１２ Ｐａｒｋ Ｒｏａｄ", ["12 Park Road"]),
    ],
)
def test_a_street_a_house_or_a_postcode_is_found(text: str, found: list[str]) -> None:
    assert telling(text) == found
    assert found[0] in refusal(text)
    assert "write what it is like there instead" in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "A home in LS8 for 2 to 4 children, unit A1 2 at a time",
        "A quiet street, close to schools; 4 children, close support",
        "2 bedrooms in one street of a market town, 10 minutes from a main road",
        "Household LW-014",
        "A carer who drives, 3 years of experience. Close supervision. The Road to Recovery programme",
        "Harbour House, a home for 4. Beacon Court",
        "Education at the Square, a walk of 5 minutes",
        "We work with 16 and 17 year olds who lived on the street",
    ],
)
def test_what_a_place_is_like_may_be_said(text: str) -> None:
    assert refusal(text) == ""


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    telling(text)
