"""The PostgreSQL engine: what the contract does not say."""

import random
import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import event, func, select

from directory.geo.distance import miles_between
from directory.geo.rules import Point
from directory.kit.db import db
from directory.kit.settings import BadSettings
from directory.kit.understand import NotUnderstood
from directory.search import Document, SearchQuery, Viewer, Zone
from directory.search.engines import embedded
from directory.search.engines import engine as present_engine
from directory.search.meaning import meaning
from directory.search.port import Near, Sort
from directory.search.postgresql.engine import PostgresqlEngine
from directory.search.postgresql.lacks import LACKING, NOT_MIGRATED
from directory.search.postgresql.reading import any_unread
from directory.search.postgresql.tsquery import ranked, required
from directory.search.syntax import parse
from directory.web import create_app
from tests.engines import postgresql as pg
from tests.engines.databases import test_settings as settings_of_a_test
from tests.search import make_documents
from tests.search.make_documents import NOW, ORGANISATIONS, commit
from tests.search.test_bounds import HOSTILE, milliseconds
from tests.search.test_contract import VIEWERS, random_query
from tests.search.test_hidden import STRANGERS, answer, hidden_from_all

EVERYBODY = Viewer(sees_confidential=True)
LEEDS = Near("Leeds", 53.797, -1.553)


def one(**more: object) -> Document:
    return make_documents.document(random.Random(1), **more)


def text_of(document: Document) -> tuple[str, str, str]:
    return document.name, document.organisation_name, document.description


def ids(engine: PostgresqlEngine, **query: object) -> list[UUID]:
    page = engine.search(SearchQuery(**query), EVERYBODY, NOW)  # type: ignore[arg-type]
    assert page.total == len(page.hits)
    return [hit.document.service_id for hit in page.hits]


def test_both_engines_find_mark_and_suggest_the_same(postgresql_engine: PostgresqlEngine) -> None:
    words = "accommodating added organisations' children's well-being, O'Neill\\s <b>caf\u00e9</b> self-harm 1e5 x_y"
    documents = make_documents.documents(17, 60)
    commit([*documents, one(name="Exploitation & harm", description=f"The {words} of it", confidential=False)])
    chance = random.Random(12)
    texts = [
        "accommodation",
        "added",
        '"children well"',
        '"organisations children"',
        "1e5",
        "x_y",
        "o'neill\\s",
        "cafe",
    ]
    texts += [
        "exploited harm",
        "accommod*",
        "exploite*",
        "traficking",
        "exploitatoin hram",
        "xyzzyx",
        "'); --",
        "a:b & !c",
    ]
    queries = [SearchQuery(text=text) for text in texts] + [random_query(chance) for _ in range(20)]
    other = embedded()
    for query in queries:
        viewer = chance.choice(VIEWERS)
        ours, theirs = postgresql_engine.search(query, viewer, NOW), other.search(query, viewer, NOW)
        assert (ours.total, ours.suggestion, dict(ours.facets)) == (
            theirs.total,
            theirs.suggestion,
            dict(theirs.facets),
        )
        if theirs.total <= query.per_page:
            marks = [{hit.document.service_id: hit.highlights for hit in page.hits} for page in (ours, theirs)]
            assert marks[0] == marks[1]


def test_a_name_that_matches_comes_before_a_description_that_does(postgresql_engine: PostgresqlEngine) -> None:
    named = one(service_id=UUID(int=9), name="Lighthouse", description="A home.")
    told = one(service_id=UUID(int=1), name="Home", description="lighthouse " * 9)
    commit([named, told])
    assert ids(postgresql_engine, text="lighthouse") == [named.service_id, told.service_id]


def test_a_stranger_gets_the_same_answer_whether_hidden_services_exist_or_not(
    postgresql_engine: PostgresqlEngine,
) -> None:
    chance = random.Random(21)
    texts = [
        "xylophon",
        "refuje",
        "traumatc",
        "traficking",
        "sanctuary",
        "xylo*",
        "refuge OR care",
        "tra*",
        "exploite*",
        "refuje~ OR care",
        "traumatc~",
        "exploitr~",
        "UASC",
    ]
    queries = [random_query(chance) for _ in range(30)] + [SearchQuery(text=text) for text in texts]
    queries += [SearchQuery(region="Wales"), SearchQuery(languages=("zza",)), SearchQuery(authority="W06000015")]
    asked = [(query, viewer) for query in queries for viewer in STRANGERS]
    shown = [each for each in make_documents.documents(31, 80) if "exploited" not in " ".join(text_of(each))]
    commit(shown)
    without = [answer(postgresql_engine.search(query, viewer, NOW)) for query, viewer in asked]
    hidden = [replace(each, description=f"{each.description} exploiter") for each in hidden_from_all(30)]
    commit(hidden)
    assert [answer(postgresql_engine.search(query, viewer, NOW)) for query, viewer in asked] == without
    assert postgresql_engine.search(SearchQuery(text="xylophon"), EVERYBODY, NOW).suggestion == "xylophone"
    for text in ("exploite*", "exploitr~"):
        assert postgresql_engine.count(SearchQuery(text=text), Viewer(), NOW) == 0
    assert postgresql_engine.count(SearchQuery(text="exploite*"), EVERYBODY, NOW) >= len(hidden)


def test_a_provider_finds_its_own_hidden_services_by_the_beginnings_of_their_words(
    postgresql_engine: PostgresqlEngine,
) -> None:
    commit([one(confidential=True, organisation_id=ORGANISATIONS[0], name="Xylophone")])
    for organisation, found in ((ORGANISATIONS[0], 1), (ORGANISATIONS[1], 0), (None, 0)):
        viewer = Viewer(organisation_id=organisation)
        assert postgresql_engine.count(SearchQuery(text="xyl*"), viewer, NOW) == found


def test_every_commit_is_in_the_next_search(postgresql_engine: PostgresqlEngine) -> None:
    first = one(service_id=UUID(int=77), available=0, confirmed_at=NOW, confidential=False)
    commit([*make_documents.documents(1, 20), first])
    assert ids(postgresql_engine, places=99) == ids(postgresql_engine, text="lighthouse") == []
    commit([replace(first, available=99)])
    assert ids(postgresql_engine, places=99) == [first.service_id]
    commit([replace(first, name="The Lighthouse")])
    assert ids(postgresql_engine, text="lighthouse") == [first.service_id]
    commit([replace(first, name="The Lighthouse", confidential=True)])
    assert postgresql_engine.search(SearchQuery(text="lighthouze"), Viewer(), NOW).suggestion is None
    commit(removes=[first.service_id])
    assert ids(postgresql_engine, text="lighthouse") == []
    assert postgresql_engine.drift() == []


def test_what_was_written_past_the_index_is_told_and_mended(postgresql_engine: PostgresqlEngine) -> None:
    documents = make_documents.documents(3, 12)
    commit(documents)
    assert len(postgresql_engine.drift()) == 12
    assert postgresql_engine.merge() == 12
    with db.engine.begin() as connection:
        renamed = "UPDATE search_documents SET name = 'Zebra' WHERE service_id = %s"
        connection.exec_driver_sql(renamed, (documents[0].service_id,))
        connection.exec_driver_sql("UPDATE search_words SET documents = documents + 1 WHERE word = 'trauma'")
    text, word = postgresql_engine.drift()
    assert text == f"{documents[0].service_id} has another text in the index"
    assert word == "the word trauma is counted wrongly"
    steps: list[int] = []
    assert postgresql_engine.rebuild(lambda done, *_: steps.append(done)) == 12
    assert (steps, postgresql_engine.drift()) == ([12], [])
    assert ids(postgresql_engine, text="zebra") == [documents[0].service_id]


def test_threads_search_while_others_write(postgresql_app: Flask, postgresql_engine: PostgresqlEngine) -> None:
    documents = make_documents.documents(8, 60)
    commit(documents)
    wrong: list[str] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            try:
                total = postgresql_engine.search(SearchQuery(text="-zebra"), EVERYBODY, NOW).total
            except Exception as fault:  # noqa: BLE001  # any failure at all is what the test is about
                total = -1
                wrong.append(repr(fault))
            if total != len(documents):
                wrong.append(f"{total} found")

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(15):
        commit([replace(each, name=f"{each.name} {turn}") for each in documents[turn : turn + 4]])
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    postgresql_engine.merge()
    assert postgresql_engine.drift() == []


def test_a_radius_and_a_zone_end_where_geopy_says(postgresql_engine: PostgresqlEngine) -> None:
    chance = random.Random(5)
    points = [Point(chance.uniform(50, 58), chance.uniform(-6, 1)) for _ in range(40)]
    where = [{"latitude": p.latitude, "longitude": p.longitude, "confidential": True} for p in points]
    nowhere = make_documents.document(chance, latitude=None, longitude=None)
    documents = [make_documents.document(chance, radius_miles=4.0, **at) for at in where]
    commit([*documents, nowhere])
    leeds = Point(LEEDS.latitude, LEEDS.longitude)
    away = {each.service_id: miles_between(leeds, point) for each, point in zip(documents, points, strict=True)}
    metre = 1 / 1609.344
    for exact in list(away.values())[:10]:
        for radius in (exact, exact + metre / 100, exact - metre / 100):
            page = postgresql_engine.search(SearchQuery(near=LEEDS, within_miles=radius, per_page=100), EVERYBODY, NOW)
            assert {h.document.service_id for h in page.hits} == {each for each, at in away.items() if at <= radius}
            query = SearchQuery(avoid=(Zone(LEEDS, radius - 4.0),), sort=Sort.FRESHNESS, per_page=100)
            page = postgresql_engine.search(query, EVERYBODY, NOW)
            assert {h.document.service_id for h in page.hits} == {each for each, at in away.items() if at > radius}


@pytest.mark.parametrize("near", [Near("x", 90, 0), Near("x", -90, 180), Near("x", 0, -180), Near("x", 51.5, -0.1)])
def test_any_place_on_earth_may_be_searched_from(postgresql_engine: PostgresqlEngine, near: Near) -> None:
    commit(make_documents.documents(4, 20))
    for miles in (0.0, 600.0, 12_000.0, 1e6):
        total = postgresql_engine.count(SearchQuery(near=near, within_miles=miles), EVERYBODY, NOW)
        assert (total > 0) == (miles > 1e4 or (miles > 0 and near.latitude == 51.5))


def test_hostile_text_ends_soon(postgresql_engine: PostgresqlEngine) -> None:
    chance = random.Random(1)
    vocabulary = ["".join(chance.choice("abcdefghij") for _ in range(chance.randint(3, 9))) for _ in range(2000)]
    commit(make_documents.document(chance, description=" ".join(chance.choices(vocabulary, k=60))) for _ in range(200))
    postgresql_engine.merge()
    common = milliseconds(postgresql_engine, SearchQuery(text="trauma care"))
    took = {name: milliseconds(postgresql_engine, SearchQuery(text=text)) for name, text in HOSTILE.items()}
    assert {name: ms for name, ms in took.items() if ms > 10 * common + 60} == {}
    assert postgresql_engine.search(SearchQuery(page=10**18, per_page=10**9), EVERYBODY, NOW).total == 200


def test_only_stems_in_quotes_reach_the_database() -> None:
    meant = meaning(parse('it\'s "foster carers" OR a\\b | c:* & !d'))
    written = required(meant, lambda atom: [atom.prefix])
    assert written is not None
    assert set("".join(written.split("'")[::2])) <= set(" ()|&<->:ABCD")


def test_an_engine_that_the_database_cannot_serve_is_refused_at_the_start(
    postgresql_address: str, tmp_path: Path, postgresql_app: Flask
) -> None:
    with pytest.raises(BadSettings, match="needs a PostgreSQL database"):
        create_app(settings_of_a_test(tmp_path, f"sqlite:///{tmp_path / 'x'}", search_engine="postgresql"))
    settings = settings_of_a_test(tmp_path, db.engine.url.render_as_string(), search_engine="postgresql")
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP EXTENSION postgis CASCADE")
    with pytest.raises(BadSettings) as refusal:
        create_app(settings)
    assert str(refusal.value) == LACKING


def test_a_server_without_the_extensions_is_migrated_all_the_same(postgresql_address: str, tmp_path: Path) -> None:
    name, owner = "bare_" + tmp_path.name.replace("-", "_").lower(), "bare_owner"
    pg.command(postgresql_address, f"DROP ROLE IF EXISTS {owner}", f"CREATE ROLE {owner} LOGIN")
    pg.command(postgresql_address, f"CREATE DATABASE {name} OWNER {owner}")
    there = postgresql_address.rsplit("/", 1)[0].replace(f"{pg.OWNER}@", f"{owner}@") + f"/{name}"
    try:
        app = create_app(settings_of_a_test(tmp_path, there))
        with app.app_context():
            flask_migrate.upgrade()
            flask_migrate.check()
            commit(make_documents.documents(3, 5))
            assert embedded().count(SearchQuery(), EVERYBODY, NOW) == 5
            columns = select(func.count()).where(func.to_regclass("search_words").is_not(None))
            assert db.session.scalar(columns) == 1
            db.session.remove()
            db.engine.dispose()
        with pytest.raises(BadSettings, match="postgis and pg_trgm"):
            create_app(settings_of_a_test(tmp_path, there, search_engine="postgresql"))
    finally:
        pg.command(postgresql_address, f"DROP DATABASE {name} WITH (FORCE)", f"DROP ROLE {owner}")


def test_a_database_not_migrated_yet_is_let_pass_and_told_when_searched(
    postgresql_address: str, tmp_path: Path
) -> None:
    app = create_app(settings_of_a_test(tmp_path, postgresql_address, search_engine="postgresql"))
    with app.app_context(), pytest.raises(BadSettings) as refusal:
        present_engine()
    assert str(refusal.value) == NOT_MIGRATED


def test_values_that_no_list_knows_are_counted_by_their_names(postgresql_engine: PostgresqlEngine) -> None:
    for number, (authority, language) in enumerate([("E06000001", "zza"), ("W06000099", "zzb")], start=1):
        commit([one(service_id=UUID(int=number), authority=authority, languages=(language, "vie"), region="Elsewhere")])
        facets = postgresql_engine.search(SearchQuery(), EVERYBODY, NOW).facets
        assert dict(facets["authority"])[authority] == dict(facets["language"])[language] == 1
        assert dict(facets["language"])["vie"] == dict(facets["region"])["Elsewhere"] == number
    # the only one to have it is gone: nothing is told of it
    commit(removes=[UUID(int=2)])
    assert dict(postgresql_engine.search(SearchQuery(), EVERYBODY, NOW).facets["language"]) == {"zza": 1, "vie": 1}


def test_whether_any_document_is_unread_is_asked_of_the_index_of_those(postgresql_engine: PostgresqlEngine) -> None:
    commit(make_documents.documents(5, 20))
    assert postgresql_engine.merge() == 20
    with db.engine.connect() as connection:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        asked = str(select(any_unread).compile(connection, compile_kwargs={"literal_binds": True}))
        plan = connection.exec_driver_sql(f"EXPLAIN {asked}").scalars().all()
    assert any("using ix_search_documents_unread" in line for line in plan), plan


def test_a_search_is_one_round_trip(postgresql_engine: PostgresqlEngine, tmp_path: Path) -> None:
    commit(make_documents.documents(5, 40))
    postgresql_engine.merge()
    query = SearchQuery(text="trauma", near=LEEDS, age=15)
    postgresql_engine.search(query, EVERYBODY, NOW)
    with postgresql_engine._connections.connect() as connection:
        driver: Any = connection.connection.driver_connection
    asked = tmp_path / "asked"
    with asked.open("w") as file:
        driver.pgconn.trace(file.fileno())
        page = postgresql_engine.search(query, EVERYBODY, NOW)
        driver.pgconn.untrace()
    assert page.hits
    # what the server says whenever it has answered
    assert asked.read_text().count("ReadyForQuery") == 1


@pytest.mark.parametrize(
    "query",
    [SearchQuery(text="trauma"), SearchQuery(age=15), SearchQuery(near=LEEDS, within_miles=1.0)],
    ids=["a word", "no word", "a distance"],
)
def test_a_stranger_s_search_goes_by_indexes_without_hidden_documents(
    postgresql_engine: PostgresqlEngine, query: SearchQuery
) -> None:
    commit([*make_documents.documents(5, 60), *hidden_from_all(60)])
    postgresql_engine.merge()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE search_documents")
    asked: list[Any] = []
    own = postgresql_engine._connections
    event.listen(own, "before_cursor_execute", lambda *given: asked.append(given[2:4]))
    postgresql_engine.search(query, Viewer(), NOW)
    with own.connect() as connection:
        # so few rows are read as quickly without any index
        connection.exec_driver_sql("SET enable_seqscan = off")
        plan = connection.exec_driver_sql(f"EXPLAIN {asked[0][0]}", asked[0][1]).scalars().all()
        connection.exec_driver_sql("SET enable_seqscan = on")
    gone_by = set(re.findall(r"ix_search_documents_(\w+)", "\n".join(plan))) - {"unread"}
    assert gone_by, plan
    assert gone_by <= {"public", "public_stems", "public_place"}, plan


def test_beginnings_of_many_words_are_ranked_as_they_stand() -> None:
    many = [f"tr{number}" for number in range(200)]
    meant = meaning(parse("tr* fo* trawma~"))
    written = ranked(meant, lambda atom: many if atom.prefix == "tr" else many[:2] if atom.prefix else many[:50])
    assert written == f"('tr':*) & (('tr0' | 'tr1')) & (({' | '.join(repr(each) for each in many[:8])}))"


def test_what_takes_too_long_is_refused_in_words(postgresql_engine: PostgresqlEngine) -> None:
    commit(make_documents.documents(5, 40))
    postgresql_engine.merge()
    with postgresql_engine._connections.connect() as connection:
        connection.exec_driver_sql("SET statement_timeout = 100")
    with db.engine.begin() as another:
        another.exec_driver_sql("LOCK TABLE search_documents IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(NotUnderstood, match="more than can be looked up") as refusal:
            postgresql_engine.search(SearchQuery(text="trauma"), EVERYBODY, NOW)
    assert refusal.value.fields.keys() == {"q"}
