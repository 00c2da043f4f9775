"""What every engine answers, on every database, against a plain reading of the documents."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from directory.codes import AGEING_DAYS, Freshness, Gender, Rating, ServiceType, Specialism
from directory.search import Document, Hit, SearchPage, SearchQuery, Viewer, Zone
from directory.search.embedded.balanced import HALF_SCORE as EMBEDDED_HALF
from directory.search.port import Engine, Near, Sort
from directory.search.postgresql.balanced import HALF_SCORE as POSTGRESQL_HALF
from tests.search import make_documents, oracle
from tests.search.make_documents import AUTHORITIES, LANGUAGES, NOW, ORGANISATIONS, PLACES, TODAY, commit

PUBLIC = Viewer()
PROVIDER = Viewer(organisation_id=ORGANISATIONS[1])
SOCIAL_WORKER = Viewer(sees_confidential=True, organisation_id=ORGANISATIONS[4])
VIEWERS = (PUBLIC, PROVIDER, SOCIAL_WORKER)


@pytest.fixture
def engine(any_engine: Engine) -> Engine:
    """Each of them keeps this contract."""
    return any_engine


def near(chance: random.Random) -> Near:
    latitude, longitude = chance.choice(PLACES)
    return Near("somewhere", latitude + chance.choice([0, 0.03]), longitude)


SAID_OTHERWISE = (
    "modern slavery",
    "unaccompanied asylum-seeking child",
    "asylum seeker",
    "UASC",
    "foster family home",
    "Vietnamese",
    "trafficked child therapist",
    "therapeutic foster carer",
    "exploitation of modern slavery",
)


def random_text(chance: random.Random) -> str:
    def misspelt(right: str) -> str:
        at = chance.randrange(len(right))
        return right[:at] + chance.choice(["", "x", right[at] * 2]) + right[at + 1 :]

    def word() -> str:
        return chance.choice(make_documents.WORDS)

    forms = (
        word,
        lambda: f"{word()} {word()}",
        lambda: f'"{word()} {word()}"',
        lambda: f"{word()} OR {word()} {word()}",
        lambda: f"{word()} -{word()}",
        lambda: f"-{word()}",
        lambda: f"{word()[:3]}* {word()}",
        lambda: f'"{word()} {word()}" OR {word()[:4]}* -"{word()} {word()}"',
        lambda: "nobodywritesthis",
        lambda: f"{misspelt(word())}~ {word()}",
        lambda: f"{word()} -{misspelt(word())}~",
        lambda: chance.choice(SAID_OTHERWISE),
        lambda: f"{chance.choice(SAID_OTHERWISE)} {word()}",
        lambda: f'{word()} OR {chance.choice(SAID_OTHERWISE)} -"foster carers"',
        lambda: f'"{chance.choice(SAID_OTHERWISE)}"',
        lambda: f'- OR "{word()}',
    )
    return chance.choice(forms)()


def random_query(chance: random.Random) -> SearchQuery:
    def sometimes(value: Any, share: float = 0.15) -> dict[str, Any]:
        name, made = value
        return {name: made} if chance.random() < share else {}

    def some(values: Any, most: int = 2) -> tuple[Any, ...]:
        return tuple(chance.sample(list(values), chance.randint(1, most)))

    return SearchQuery(
        **sometimes(("text", random_text(chance)), 0.5),
        **sometimes(("near", near(chance)), 0.5),
        **sometimes(("within_miles", chance.choice([0.0, 3.0, 20.0, 150.0, 600.0])), 0.4),
        **sometimes(("types", some(list(ServiceType)[:6], 3))),
        **sometimes(("specialisms", some(Specialism))),
        **sometimes(("languages", some([*LANGUAGES, "cym"]))),
        **sometimes(("age", chance.randint(0, 18))),
        **sometimes(("gender", chance.choice(list(Gender)))),
        **sometimes(("places", chance.randint(0, 3))),
        **sometimes(("by", TODAY + timedelta(days=chance.choice([-5, 0, 12])))),
        **sometimes(("ratings", some(Rating))),
        **sometimes(("freshness", some(Freshness))),
        **sometimes(("authority", chance.choice(AUTHORITIES[:3]))),
        **sometimes(("region", "North East")),
        **sometimes(("assured", True)),
        **sometimes(("mine", True), 0.05),
        **sometimes(("emergency", True), 0.1),
        **sometimes(("avoid", (Zone(near(chance), chance.choice([1.0, 25.0])),))),
        **sometimes(("inside", Zone(near(chance), chance.choice([1.0, 60.0]))), 0.1),
        sort=chance.choice(list(Sort)),
        per_page=chance.choice([3, 20, 100]),
        page=chance.choice([1, 1, 1, 2]),
    )


def total_worth(hit: Hit, query: SearchQuery, half: float) -> float:
    return oracle.worth(hit.document, query, NOW) + 0.35 * hit.score / (hit.score + half)


def agree(page: SearchPage, documents: list[Document], query: SearchQuery, viewer: Viewer, engine_name: str) -> None:
    rows = oracle.found(documents, query, viewer, NOW)
    assert page.total == len(rows)
    assert {name: dict(counts) for name, counts in page.facets.items()} == oracle.facets(documents, query, viewer, NOW)
    start = (query.page - 1) * query.per_page
    assert len(page.hits) == len(rows[start : start + query.per_page])
    by_id = {row.service_id: row for row in rows}
    for hit in page.hits:
        assert hit.document == by_id[hit.document.service_id]
        away = oracle.distance(query.near, hit.document) if query.near else None
        # what is shown may be a metre or two off; what is found may not
        assert hit.distance_miles == (away if away is None else pytest.approx(away, abs=0.0015))
        assert away is None or round(hit.distance_miles or 0.0, 1) == round(away, 1)
    by_score = query.sort is Sort.RELEVANCE or (query.sort is Sort.DISTANCE and not query.near)
    if query.sort is Sort.BALANCED and any(hit.score for hit in page.hits):
        half = POSTGRESQL_HALF if engine_name == "postgresql" else EMBEDDED_HALF
        worths = [-round(total_worth(hit, query, half), 5) for hit in page.hits]
        assert worths == sorted(worths)
    elif by_score and any(hit.score for hit in page.hits):
        scores = [(-hit.score, hit.document.service_id) for hit in page.hits]
        assert scores == sorted(scores)
    else:
        ordered = sorted(rows, key=oracle.order(query, NOW))[start : start + query.per_page]
        assert [hit.document.service_id for hit in page.hits] == [row.service_id for row in ordered]


@pytest.mark.parametrize("merged", [False, True], ids=["in the overlay", "in the sidecar"])
def test_totals_facets_rows_and_order_are_those_of_a_plain_reading(engine: Engine, merged: bool) -> None:
    documents = make_documents.documents(7, 220)
    commit(documents)
    if merged and engine.name == "postgresql":
        pytest.skip("has one place for words only")
    if merged:
        engine.merge(at_once=True)
    chance = random.Random(11)
    # PostgreSQL takes longer for each: fewer, to keep the suite short
    for _ in range(80 if engine.name == "postgresql" else 150):
        query, viewer = random_query(chance), chance.choice(VIEWERS)
        agree(engine.search(query, viewer, NOW), documents, query, viewer, engine.name)
        assert engine.count(query, viewer, NOW) == len(oracle.found(documents, query, viewer, NOW))


def test_edits_beside_a_merged_index_are_as_if_it_were_built_anew(engine: Engine) -> None:
    documents = {each.service_id: each for each in make_documents.documents(3, 120)}
    commit(documents.values())
    engine.merge(at_once=True)
    chance = random.Random(5)
    for turn in range(12):
        changed = [
            make_documents.document(chance, service_id=service_id) for service_id in chance.sample(sorted(documents), 8)
        ]
        added = [make_documents.document(chance) for _ in range(3)]
        gone = chance.sample(sorted(documents), 2)
        commit([each for each in [*changed, *added] if each.service_id not in gone], gone)
        documents |= {each.service_id: each for each in [*changed, *added]}
        for service_id in gone:
            documents.pop(service_id, None)
        if turn % 4 == 3:
            engine.merge(at_once=True)
        for _ in range(12):
            query, viewer = random_query(chance), chance.choice(VIEWERS)
            agree(engine.search(query, viewer, NOW), list(documents.values()), query, viewer, engine.name)
    assert engine.drift() == []


def test_each_facet_count_is_the_total_of_choosing_it(engine: Engine) -> None:
    commit(make_documents.documents(9, 150))
    leeds = Near("Leeds", *PLACES[0])
    page = engine.search(SearchQuery(near=leeds), SOCIAL_WORKER, NOW)
    choices: dict[str, Any] = {
        "type": lambda value: {"types": (ServiceType(value),)},
        "specialism": lambda value: {"specialisms": (Specialism(value),)},
        "language": lambda value: {"languages": (value,)},
        "gender": lambda value: {"gender": Gender(value)},
        "age": lambda value: {"age": int(value)},
        "rating": lambda value: {"ratings": (Rating(value),)},
        "freshness": lambda value: {"freshness": (Freshness(value),)},
        "authority": lambda value: {"authority": value},
        "region": lambda value: {"region": value},
        "distance": lambda value: {"near": leeds, "within_miles": float(value)},
    }
    assert set(page.facets) == set(choices)
    for name, counts in page.facets.items():
        assert counts
        for value, count in counts:
            assert engine.count(SearchQuery(**choices[name](value)), SOCIAL_WORKER, NOW) == count, (name, value)


def test_what_matches_is_what_all_pages_show_or_of_it_what_is_asked_for(engine: Engine) -> None:
    documents = make_documents.documents(17, 60)
    commit(documents)
    for viewer in VIEWERS:
        for query in (
            SearchQuery(),
            SearchQuery(text="care OR home -school", types=(ServiceType.CHILDRENS_HOME,), age=12),
        ):
            hits = engine.search(replace(query, per_page=100), viewer, NOW).hits
            shown = {hit.document.service_id: is_free(hit.document) for hit in hits}
            assert engine.matches(query, viewer, NOW) == shown
            some = {each.service_id for each in documents[::3]}
            assert engine.matches(query, viewer, NOW, some) == {one: free for one, free in shown.items() if one in some}
            assert engine.matches(query, viewer, NOW, []) == {}
            assert engine.matches(query, viewer, NOW, [uuid4()]) == {}


def is_free(document: Document) -> bool:
    at = document.confirmed_at
    return bool(document.available) and at is not None and NOW - at <= timedelta(days=AGEING_DAYS)


def test_pages_never_overlap_and_the_page_past_the_end_is_empty(engine: Engine) -> None:
    commit(make_documents.documents(2, 60))
    for sort in Sort:
        query = SearchQuery(text="care OR home OR trauma", near=Near("Leeds", *PLACES[0]), sort=sort, per_page=7)
        pages = [engine.search(replace(query, page=page), SOCIAL_WORKER, NOW) for page in range(1, 12)]
        ids = [hit.document.service_id for page in pages for hit in page.hits]
        assert len(ids) == len(set(ids)) == pages[0].total
        assert pages[-1].hits == []
        assert pages[-1].total == pages[0].total


def test_a_stale_count_of_places_is_never_counted(engine: Engine, now: datetime) -> None:
    chance = random.Random(1)
    stale = now - timedelta(days=28, microseconds=1)
    commit([make_documents.document(chance, available=3, confirmed_at=at) for at in (stale, None, now)])
    assert engine.count(SearchQuery(places=1), SOCIAL_WORKER, now) == 1
    assert engine.count(SearchQuery(places=0), SOCIAL_WORKER, now) == 1
    assert sorted(engine.matches(SearchQuery(), SOCIAL_WORKER, now).values()) == [False, False, True]


def test_an_empty_index_answers_nothing(engine: Engine) -> None:
    page = engine.search(SearchQuery(text="foster -x OR y*"), SOCIAL_WORKER, NOW)
    assert (page.total, page.hits, page.suggestion) == (0, [], None)
    assert all(counts == [] for counts in page.facets.values())
