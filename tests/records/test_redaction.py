"""What is withheld is gone: whatever the words, however they are cut into runs, wherever they are written again."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.records.rules.document import Document, Heading, Hidden, Part, Prose, Section, Table, Words, said_in
from directory.records.rules.redaction import Redacted, redacted
from directory.records.rules.withholding import EVERYTHING, GROUNDS, Secret

NAMES = st.text("abcdefghijklmnopŵŷłñéơđ", min_size=4, max_size=12)


def document(*blocks: Heading | Prose | Table) -> Document:
    return Document("Procurement file", "A tender", (), (Section(Part.BIDS, tuple(blocks)),))


def read(found: Redacted) -> str:
    return "\n".join(
        str(words) for section in found.document.sections for block in section.blocks for words in said_in(block)
    )


def withheld(words: Words, *more: Words, shown: frozenset[Secret] = frozenset()) -> str:
    return read(redacted(document(Prose(words), *(Prose(one) for one in more)), shown))


@given(NAMES, st.sampled_from(Secret), st.text(max_size=30), st.text(max_size=30))
def test_no_letter_of_what_is_withheld_is_left(name: str, secret: Secret, before: str, after: str) -> None:
    secretive = f"{name}{name[::-1]}#{name}"
    said = withheld((before, Hidden(secret, secretive), after))
    assert secretive not in said
    assert GROUNDS[secret].mark in said


@given(NAMES, st.sampled_from([Secret.PEOPLE, Secret.BIDDERS]), st.sampled_from(["{}", "said {}.", "({})", "{}'s"]))
def test_a_name_that_is_withheld_once_is_withheld_wherever_it_is_written(name: str, secret: Secret, way: str) -> None:
    alias = "Bidder 7"
    for spelled in (name, normalize("NFD", name)):
        said = withheld(Hidden(secret, name, alias), way.format(spelled), Hidden(Secret.OPINIONS, "Also " + spelled))
        assert said.split("\n")[1] == way.format(alias)


@given(st.lists(st.sampled_from(Secret), unique=True), st.lists(NAMES, min_size=8, max_size=8, unique=True))
def test_what_is_shown_stands_as_it_was_written_and_all_else_is_counted(chosen: list[Secret], names: list[str]) -> None:
    paired = list(zip(Secret, names, strict=True))
    rows = tuple((f"row {secret.value}", Hidden(secret, f"<{name}>")) for secret, name in paired)
    found = redacted(document(Table("All", ("What", "Words"), rows)), frozenset(chosen))
    told = {one.secret: one.places for one in found.withheld}
    assert set(told) == EVERYTHING - set(chosen)
    assert set(told.values()) <= {1}
    for secret, name in paired:
        assert (f"<{name}>" in read(found)) == (secret in chosen)
    assert all(one.sections == ("The bids",) for one in found.withheld)


@pytest.mark.parametrize("spelled", ["£1,500.13", "£1500.13", "1,500.13", "1500.13", "1 500.13"])
def test_an_amount_that_is_withheld_is_withheld_in_other_words_too(spelled: str) -> None:
    said = withheld(Hidden(Secret.PRICES, "£1,500.13"), f"They ask {spelled} a week")
    assert ("500.13" in said) == (spelled == "1 500.13"), "with a space within it is not known: the page says to read"


@pytest.mark.parametrize("other", ["£11,500.13", "£1,500.131", "Bid 21,500.13"])
def test_a_longer_number_is_not_taken_for_a_withheld_one(other: str) -> None:
    assert other in withheld(Hidden(Secret.PRICES, "£1,500.13"), other)


def test_a_name_within_a_longer_one_takes_nothing_of_it() -> None:
    longer, shorter = Hidden(Secret.BIDDERS, "Tern House North", "Bidder 1"), Hidden(Secret.BIDDERS, "Tern", "Bidder 2")
    said = withheld(longer, shorter, "Tern House North beat TERN  and Lantern")
    assert said.split("\n")[2] == "Bidder 1 beat Bidder 2  and Lantern"


def test_a_name_that_is_shown_is_not_cut_by_one_that_is_withheld() -> None:
    said = withheld(
        Hidden(Secret.BIDDERS, "Ann", "Bidder 1"), Hidden(Secret.PEOPLE, "Ann Lee"), shown=frozenset({Secret.PEOPLE})
    )
    assert said == "Bidder 1\nAnn Lee"
