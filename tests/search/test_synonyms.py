"""Words of the field that say the same: the data, what they do to a text, and what people see of it."""

import random
from datetime import date

import pytest

from directory.codes import LANGUAGES, ServiceType, Specialism
from directory.search import SearchQuery, Viewer
from directory.search.meaning import MOST_ADDED, Atom, meaning
from directory.search.port import Engine
from directory.search.synonyms import MOST_OTHERS, Group, Strength, Synonyms, built_in, ours, stems_of
from directory.search.syntax import MOST_TERMS, parse
from tests.search import make_documents
from tests.search.make_documents import NOW, commit

EVERYBODY = Viewer(sees_confidential=True)
REVIEWED = date(2026, 11, 23)


def test_each_group_has_words_that_differ_a_source_with_a_year_and_codes_we_know() -> None:
    known = {f"type:{each}" for each in ServiceType} | {f"specialism:{each}" for each in Specialism}
    known |= {f"language:{each}" for each in LANGUAGES}
    for group in built_in():
        stems = [stems_of(each) for each in group.words]
        assert len(set(stems)) == len(stems) >= 2, group.words
        assert all(stems), group.words
        assert group.source[-4:].isdigit(), group.source
        assert ", " in group.source
        assert set(group.codes) <= known, group.codes
    written = [group.words for group in built_in()]
    assert len(set(written)) == len(written)


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("UASC", "unaccompanied"),
        ("NRM", "national referral mechanism"),
        ("CSE", "sexual exploitation"),
        ("CCE support", "criminal exploitation"),
        ("icta", "trafficking guardian"),
        ("emdr", "eye movement desensitisation and reprocessing"),
        ("camhs", "child and adolescent mental health service"),
        ("looked after child", "LAC"),
        ("EHCP", "education health and care plan"),
        ("special guardianship order", "SGO"),
        ("mother and baby placement", "parent and child"),
        ("Tigrinya", "Eritrea"),
        ("trafficking", "modern slavery"),
        ("therapist OR nothing", "therapy"),
    ],
)
def test_what_the_field_says_otherwise_is_looked_for_too(text: str, also: str) -> None:
    assert also in meaning(parse(text), ours()).also


@pytest.mark.parametrize("text", ['"UASC"', "uasc*", "vietnamese~", "-UASC home", '"mother and baby"', "leeds"])
def test_what_is_quoted_begun_near_or_unwanted_stands_for_itself(text: str) -> None:
    meant = meaning(parse(text), ours())
    assert (meant.also, meant.exactly) == ((), None)
    assert meant == meaning(parse(text))


@pytest.mark.parametrize(
    ("text", "exactly"),
    [
        ("UASC home", '"UASC" home'),
        ("mother and baby -modern slavery", '"mother" and "baby" -modern slavery'),
        ("trafficking OR refugee", '"trafficking" OR "refugee"'),
        ("modern -x slavery", '"modern" -x "slavery"'),
    ],
)
def test_the_exact_words_are_asked_for_by_quotes(text: str, exactly: str) -> None:
    meant = meaning(parse(text), ours())
    assert meant.exactly == exactly
    alone = meaning(parse(exactly), ours())
    assert alone.also == ()
    assert alone.required == meaning(parse(text)).required


def test_a_weaker_synonym_counts_less_and_no_word_more_than_it_weighs() -> None:
    same = Group(("cat", "feline", "house cat"), Strength.SAME, "A book, 2020", REVIEWED)
    weaker = Group(("cat", "big lion"), Strength.WEAKER, "A book, 2020", REVIEWED)
    ((own, *others),) = meaning(parse("cat"), Synonyms([same, weaker])).required
    assert own == Atom(("cat",))
    assert [atom.terms for atom in others] == [("felin",), ("big", "lion")]
    weights = [atom.weight * len(atom.terms) for atom in others]
    assert 1 > weights[0] > weights[1] > 0


def test_what_one_search_looks_for_too_is_bounded() -> None:
    many = Group(tuple(f"word{number}" for number in range(100)), Strength.SAME, "A book, 2020", REVIEWED)
    synonyms = Synonyms([many])
    meant = meaning(parse(" ".join(many.words[:MOST_TERMS])), synonyms)
    added = [atom for group in meant.required for atom in group if atom.added]
    assert len(added) <= MOST_ADDED
    assert len(synonyms.of(stems_of("word1"))) == MOST_OTHERS


def test_both_words_are_found_the_one_asked_for_first_and_both_are_marked(any_engine: Engine) -> None:
    chance = random.Random(3)
    named = {
        "UASC": "A home for UASC.",
        "said": "A home for any unaccompanied boy or child alone.",
        "weaker": "A home for a separated child; the child alone.",
        "other": "A home for a child alone.",
    }
    commit(make_documents.document(chance, name=name, description=text) for name, text in named.items())
    page = any_engine.search(SearchQuery(text="UASC"), EVERYBODY, NOW)
    assert next(hit.document.name for hit in page.hits) == "UASC"
    assert {hit.document.name for hit in page.hits} == {"UASC", "said", "weaker"}
    shown = {hit.document.name: hit.highlights["description"] for hit in page.hits}
    assert shown["said"] == "A home for any <mark>unaccompanied</mark> boy or child alone."
    assert shown["weaker"] == "A home for a <mark>separated</mark> <mark>child</mark>; the child alone."
    assert "unaccompanied" in page.also
    assert page.exactly == '"UASC"'
    exact = any_engine.search(SearchQuery(text=page.exactly), EVERYBODY, NOW)
    assert [hit.document.name for hit in exact.hits] == ["UASC"]
