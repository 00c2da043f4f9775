"""Whoever may not see confidential services learns nothing of them: every answer is the same with and without."""

import random
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask import Flask

from directory.search import Document, SearchPage, SearchQuery, Viewer
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.engines import embedded
from tests.search import make_documents
from tests.search.make_documents import NOW, ORGANISATIONS, commit
from tests.search.test_changes import document
from tests.search.test_contract import random_query

STRANGERS = (Viewer(), Viewer(organisation_id=ORGANISATIONS[1]))


def answer(page: SearchPage) -> tuple[object, ...]:
    hits = [(hit.document, hit.score, hit.distance_miles, dict(hit.highlights)) for hit in page.hits]
    return page.total, hits, dict(page.facets), page.suggestion, page.also, page.exactly


def hidden_from_all(count: int) -> list[Document]:
    chance = random.Random(99)
    words = "refuge sanctuary xylophone traumatic trafficker Lutonian fosterling"
    return [
        make_documents.document(
            chance,
            confidential=True,
            organisation_id=UUID(int=900),
            description=f"{make_documents.text(chance, 20)} {words}",
            languages=("zza",),
            region="Wales",
            authority="W06000015",
        )
        for _ in range(count)
    ]


@pytest.mark.parametrize("merged", [False, True], ids=["in the overlay", "in the sidecar"])
def test_a_stranger_gets_the_same_answer_whether_hidden_services_exist_or_not(
    lite: Flask, lite_engine: EmbeddedEngine, merged: bool
) -> None:
    chance = random.Random(21)
    texts = ["xylophon", "refuje", "traumatc", "traficking", "fosterin", "sanctuary", "xylo*", "refuge OR care", "tra*"]
    texts += ["xylophon~", "refuje~ OR care", "traumatc~", "trafickers~", "fosterlin~", "-lutonia~", "child~", "UASC"]
    queries = [random_query(chance) for _ in range(120)] + [SearchQuery(text=text) for text in texts]
    queries += [SearchQuery(region="Wales"), SearchQuery(languages=("zza",)), SearchQuery(authority="W06000015")]
    asked = [(query, viewer) for query in queries for viewer in STRANGERS]
    commit(make_documents.documents(31, 120))
    if merged:
        lite_engine.rebuild()
    without = [answer(lite_engine.search(query, viewer, NOW)) for query, viewer in asked]
    commit(hidden_from_all(80))
    if merged:
        lite_engine.rebuild()
    for engine in (lite_engine, EmbeddedEngine(lite_engine._feed._database, lite_engine._folder.path)):
        assert [answer(engine.search(query, viewer, NOW)) for query, viewer in asked] == without


def test_one_who_may_see_them_finds_them_and_is_told_the_words(lite: Flask) -> None:
    commit(hidden_from_all(5))
    engine = embedded()
    viewer = Viewer(sees_confidential=True)
    assert engine.search(SearchQuery(text="xylophon"), viewer, NOW).suggestion == "xylophone"
    assert engine.count(SearchQuery(text="xylophone"), viewer, NOW) == 5


def test_a_service_hidden_since_is_gone_from_the_next_search(lite: Flask, lite_engine: EmbeddedEngine) -> None:
    shown = make_documents.document(random.Random(1), confidential=False, name="Lighthouse")
    commit([shown])
    lite_engine.rebuild()
    assert lite_engine.count(SearchQuery(text="lighthouse"), Viewer(), NOW) == 1
    commit([replace(shown, confidential=True)])
    assert lite_engine.count(SearchQuery(text="lighthouse"), Viewer(), NOW) == 0
    assert lite_engine.search(SearchQuery(text="lighthouze"), Viewer(), NOW).suggestion is None


@pytest.mark.parametrize("text", ["exploite*", "exploitr~"], ids=["its beginning", "spelt nearly so"])
def test_no_way_to_ask_for_part_of_a_word_tells_a_stranger_of_a_hidden_document_that_holds_it(
    lite: Flask, lite_engine: EmbeddedEngine, text: str
) -> None:
    owner, query = uuid4(), SearchQuery(text=text)
    commit([document(confidential=False, name="Exploitation", description="")])
    commit([document(confidential=True, organisation_id=owner, name="Exploiter", description="")])
    for at_once in (False, True):
        if at_once:
            lite_engine.merge(at_once=True)
        assert lite_engine.count(query, Viewer(), NOW) == 0
        assert lite_engine.count(query, Viewer(organisation_id=uuid4()), NOW) == 0
        assert lite_engine.count(query, Viewer(organisation_id=owner), NOW) == 2
        assert lite_engine.count(query, Viewer(sees_confidential=True), NOW) == 2
