import pytest

from directory.kit.likely_names import hint, likely_names

TOWNS = {"hebden", "pontefract", "bishop auckland", "vietnamese", "tigrinya"}


@pytest.mark.parametrize(
    "text",
    [
        "Firstname Lastname near Hebden",
        "a room for Firstname Lastname, 15",
        "For Firstname Lastname",
        "Asked of Firstname Middlename Lastname again",
        "Firstname O’Lastname",
        "the sister of Firstname Lastname-Other",
    ],
)
def test_two_or_three_words_with_capitals_look_like_a_name(text: str) -> None:
    (found,) = likely_names(text, TOWNS.__contains__)
    assert "Lastname" in found.text
    assert text[found.start : found.end] == found.text
    assert hint([found]).startswith(f"“{found.text}” looks like a name: if it is, write who it is")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Foster care near Bishop Auckland",
        "Calm carers. Pontefract or Hebden",
        "Vietnamese Tigrinya",
        "Somewhere Council",
        "Somewhere Fostering Agency",
        "Monday Morning",
        "Firstname alone",
        "SOME SHOUTED WORDS",
        "A House Of Four Rooms And More",
        "The Quiet Cedars",
    ],
)
def test_towns_organisations_languages_and_days_do_not(text: str) -> None:
    assert likely_names(text, TOWNS.__contains__) == []


def test_nothing_found_is_nothing_said() -> None:
    assert hint([]) == ""
