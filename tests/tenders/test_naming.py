from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.tenders.rules.naming import names_in, written_forms

NAMES = [
    "Harbour Light Care Ltd",
    "The Beacon",
    "Barnardo's",
    "Stillwater Therapy C.I.C.",
    "Hope",
    "Aspire-North UK Ltd",
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Harbour Light Care asks", ["Harbour Light Care"]),
        ("we at HARBOUR  LIGHT\nCARE ltd.", ["HARBOUR  LIGHT\nCARE ltd"]),
        ("barnardos", ["barnardos"]),
        ("Barnardo’s home", ["Barnardo’s"]),
        ("Does Barnardo's or Stillwater Therapy bid?", ["Barnardo's", "Stillwater Therapy"]),
        ("We hope to have beacons of care", []),
        ("We are Hope, near The Beacon", ["Hope", "The Beacon"]),
        ("harbour light careful", []),
        ("aspire-north", ["aspire-north"]),
        ("", []),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in names_in(text, NAMES)] == found


def test_a_name_is_known_without_its_legal_ending() -> None:
    assert written_forms("The Larch Trust Limited (UK) Ltd") == (
        "The Larch Trust Limited (UK) Ltd",
        "The Larch Trust",
        "Larch Trust",
    )
    assert written_forms("A B") == ("A B",)
    assert written_forms("Ox") == ()


words = st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=2, max_size=8)
names = st.lists(words, min_size=2, max_size=4).map(" ".join)


@given(st.text(max_size=40), names, st.text(max_size=40))
def test_no_name_of_several_words_passes_unseen(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    place = len(before) + 1
    spans = names_in(text, [name])
    assert any(start < place + len(name) and place < end for start, end in spans)
    assert all(last <= first for (_, last), (first, _) in pairwise(spans))
    assert names_in(text, []) == []
