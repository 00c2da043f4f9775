import pytest

from directory.organisations.rules import name_key, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour Care Ltd", "HARBOUR  CARE LIMITED"),
        ("St. John's & Co", "St Johns and Company"),
        ("Café Home", "Cafe Home"),
    ],
)
def test_names_that_people_take_for_the_same_compare_as_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_names_stay_different() -> None:
    assert name_key("Harbour Care (North)") != name_key("Harbour Care (South)")
    assert tidy("  Harbour \n Care ") == "Harbour Care"
