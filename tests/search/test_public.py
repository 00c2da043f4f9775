"""What a stranger's search reads is the same, number for number, whether confidential services exist or not."""

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import thread_time
from uuid import UUID, uuid4

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import create_engine

from directory.codes import Specialism
from directory.kit.db import db
from directory.search import Document, SearchQuery, Viewer
from directory.search.embedded import kept
from directory.search.embedded.columns import LAYOUT
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.embedded.public import PublicSidecar
from directory.search.embedded.sidecar import FORMAT
from directory.search.port import MOST_PER_PAGE, Near, Sort
from tests.search import make_documents
from tests.search.make_documents import NOW, commit
from tests.search.test_hidden import answer, hidden_from_all

STRANGER = Viewer()
ARRAYS = ("ids", "text_sequences", "digests", "lengths", "word_terms", "word_counts", "public_counts")


def engine_without(folder: Path) -> EmbeddedEngine:
    """Give an engine on a copy of the database as it is now."""
    db.session.remove()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    folder.mkdir()
    copied = shutil.copyfile(str(db.engine.url.database), folder / "without.sqlite")
    return EmbeddedEngine(create_engine(f"sqlite:///{copied}"), folder / "index")


def told(engine: EmbeddedEngine) -> dict[str, object]:
    """Give all that a stranger's search may read of the present generation."""
    now = engine._folder.current()
    assert now is not None
    folder = engine._folder.path / now.sidecar
    sidecar = PublicSidecar(folder)
    columns, _ = kept.read(folder / "public" / "columns")
    postings = [[each.tolist() for each in sidecar.postings(number)] for number in range(len(sidecar.terms))]
    bounds = zip(sidecar.position_starts.tolist(), sidecar.position_ends.tolist(), strict=True)
    return {
        **{name: getattr(sidecar, name).tolist() for name in ARRAYS},
        "words": list(sidecar.words),
        "terms": list(sidecar.terms),
        "postings": postings,
        "around": sidecar.codes[: sidecar.offsets[-1]].tolist(),
        "positions": [sidecar.positions[start:end].tolist() for start, end in bounds],
        "phrases": [sidecar.phrase(both).tolist() for both in pairwise(sidecar.terms)],
        "spelling": (sidecar.spelling.hashes.tolist(), sidecar.spelling.owners.tolist()),
        "size": (columns.count, columns.room),
        "columns": {name: getattr(columns, name).tobytes() for name in LAYOUT},
        "claims": columns.claims.tobytes(),
        "bits": [(each.values, each.bits.tobytes()) for each in (columns.specialisms, columns.languages)],
        "codes": (columns.authorities.values, columns.regions.values),
        "owners": [half.tolist() for half in columns.owners.halves()],
    }


@pytest.mark.parametrize("merged", [False, True], ids=["built at once", "merged"])
def test_all_that_a_strangers_search_reads_is_as_if_there_were_public_services_only(
    lite: Flask, lite_engine: EmbeddedEngine, tmp_path: Path, merged: bool
) -> None:
    chance = random.Random(17)
    shown = [make_documents.document(chance, confidential=False) for _ in range(150)]
    commit(shown[:100] if merged else shown)
    without = engine_without(tmp_path / "without")
    commit(hidden_from_all(60))
    for engine in (lite_engine, without):
        engine.rebuild()
    if merged:
        # what is new comes to both, with hidden ones in between only here
        commit([*shown[100:], replace(shown[3], name="Zanzibar"), replace(shown[4], available=3)])
        both = engine_without(tmp_path / "both")
        raw = create_engine(f"sqlite:///{both._feed._database.url.database}")
        with raw.begin() as connection:
            connection.exec_driver_sql("DELETE FROM search_documents WHERE confidential")
        shutil.copytree(without._folder.path, both._folder.path)
        without = both
        commit([replace(each, description="xylophone zither") for each in hidden_from_all(200)[60:]])
        for engine in (lite_engine, without):
            assert engine.merge(at_once=True)
    with_hidden, alone = told(lite_engine), told(without)
    for name, value in alone.items():
        assert with_hidden[name] == value, name


@pytest.mark.parametrize("count", [0, 5], ids=["no documents at all", "confidential ones only"])
def test_without_public_services_a_stranger_finds_nothing(lite: Flask, lite_engine: EmbeddedEngine, count: int) -> None:
    commit(hidden_from_all(count))
    for _ in range(2):
        for query in (SearchQuery(), SearchQuery(text="xylo*"), SearchQuery(text='"refuge sanctuary"')):
            page = lite_engine.search(query, STRANGER, NOW)
            assert (page.total, page.hits, page.suggestion) == (0, [], None)
        lite_engine.rebuild()
    commit(removes=[each.service_id for each in hidden_from_all(count)])
    lite_engine.merge(at_once=True)
    assert lite_engine.count(SearchQuery(), Viewer(sees_confidential=True), NOW) == 0
    assert lite_engine.drift() == []


def test_a_wrong_fact_that_only_strangers_would_be_told_is_named(lite: Flask, lite_engine: EmbeddedEngine) -> None:
    hidden, shown = (make_documents.document(random.Random(n), confidential=n == 1) for n in (1, 2))
    commit([hidden, shown])
    lite_engine.rebuild()
    (column,) = lite_engine._folder.path.glob("sidecar-*/public/columns/age_maximum.npy")
    ages = np.load(column, mmap_mode="r+")
    ages[0] = 77
    ages.flush()
    assert lite_engine.drift() == [f"{shown.service_id} has other facts in the index"]


def test_an_index_of_an_older_format_is_not_read_and_is_made_anew(lite: Flask, lite_engine: EmbeddedEngine) -> None:
    commit([*hidden_from_all(3), *much(random.Random(1), 2)])
    lite_engine.rebuild()
    (about,) = lite_engine._folder.path.glob("sidecar-*/about.json")
    about.write_text(
        json.dumps(json.loads(about.read_text(encoding="utf-8")) | {"format": FORMAT - 1}), encoding="utf-8"
    )
    fresh = EmbeddedEngine(lite_engine._feed._database, lite_engine._folder.path)
    for count, viewer in ((2, STRANGER), (5, Viewer(sees_confidential=True))):
        assert fresh.count(SearchQuery(), viewer, NOW) == count
    assert fresh.drift() == ["the index cannot be read (ValueError): run flask search rebuild"]
    fresh.merge()
    assert fresh.drift() == []


def queries() -> Iterator[SearchQuery]:
    for text in ("", "trauma", "foster carers", '"risk assessment"', "tra*", "traumma~", "care OR -home"):
        yield SearchQuery(text=text, sort=Sort.FRESHNESS, per_page=MOST_PER_PAGE)
    yield SearchQuery(near=Near("Leeds", 53.797, -1.553), within_miles=20, sort=Sort.DISTANCE, per_page=MOST_PER_PAGE)
    yield SearchQuery(languages=("vie",), specialisms=(Specialism.TRAUMA,), region="North East", per_page=MOST_PER_PAGE)


def test_services_hidden_and_shown_again_are_found_by_those_who_may_at_every_moment(
    lite: Flask, lite_engine: EmbeddedEngine
) -> None:
    """A provider that has nothing of its own goes through everything, by a mask: it must get the same."""
    chance = random.Random(23)
    present = {each.service_id: each for each in make_documents.documents(23, 80)}
    commit(present.values())
    lite_engine.rebuild()
    for turn in range(8):
        for each in chance.sample(list(present.values()), 12):
            more = {"description": make_documents.text(chance, 9)} if chance.random() < 0.3 else {}
            present[each.service_id] = replace(each, confidential=not each.confidential, **more)  # type: ignore[arg-type]
        gone = chance.sample(sorted(present), 2)
        come = [make_documents.document(chance) for _ in range(2)]
        commit([*present.values(), *come], gone)
        present |= {each.service_id: each for each in come}
        present = {each: document for each, document in present.items() if each not in gone}
        if turn % 3 == 2:
            lite_engine.merge(at_once=True)
        shown = {each for each, document in present.items() if not document.confidential}
        fresh = EmbeddedEngine(lite_engine._feed._database, lite_engine._folder.path)
        for engine in (lite_engine, fresh):
            assert found(engine, SearchQuery(per_page=MOST_PER_PAGE), STRANGER) == shown
            for query in queries():
                mine, masked = (
                    engine.search(query, viewer, NOW) for viewer in (STRANGER, Viewer(organisation_id=uuid4()))
                )
                assert (mine.total, dict(mine.facets)) == (masked.total, dict(masked.facets))
                assert [hit.document for hit in mine.hits] == [hit.document for hit in masked.hits]
            assert engine.drift() == []


def found(engine: EmbeddedEngine, query: SearchQuery, viewer: Viewer) -> set[UUID]:
    return {hit.document.service_id for hit in engine.search(query, viewer, NOW).hits}


def much(chance: random.Random, count: int) -> list[Document]:
    return [make_documents.document(chance, confidential=False) for _ in range(count)]


def test_a_strangers_search_takes_no_longer_where_ten_times_as_many_hidden_services_exist(
    lite: Flask, lite_engine: EmbeddedEngine, tmp_path: Path
) -> None:
    """Processor time, of searches in turn: within noise, which on a busy machine is much."""
    commit(much(random.Random(3), 400))
    without = engine_without(tmp_path / "without")
    commit(hidden_from_all(4000))
    asked = [SearchQuery(), SearchQuery(region="Wales"), *(SearchQuery(text=text) for text in TIMED)]
    for engine in (lite_engine, without):
        engine.rebuild()
    for query in asked * 3:
        assert answer(lite_engine.search(query, STRANGER, NOW)) == answer(without.search(query, STRANGER, NOW))
    slower = 0
    for query in asked:
        times = [[cost(engine, query) for engine in (lite_engine, without)] for _ in range(ROUNDS)]
        ratio = median(mine for mine, _ in times) / median(other for _, other in times)
        slower += sum(mine > other for mine, other in times)
        assert 1 / 1.25 < ratio < 1.25, (query, ratio)
    assert 0.25 < slower / (ROUNDS * len(asked)) < 0.75


TIMED = ("trauma", "tra*", "foster carers", '"risk assessment"', "traumma~", "xylophon", "home -care")
ROUNDS = 60


def cost(engine: EmbeddedEngine, query: SearchQuery) -> float:
    began = thread_time()
    engine.search(query, STRANGER, NOW)
    return thread_time() - began
