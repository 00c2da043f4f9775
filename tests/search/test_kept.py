"""Columns kept beside the index say what the database says, whatever happened since they were written."""

import random
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from flask import Flask

from directory.geo.rules import Point
from directory.kit.db import db
from directory.search import Document, Viewer
from directory.search.embedded import kept
from directory.search.embedded.beside import Beside
from directory.search.embedded.columns import Columns
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.embedded.feed import Feed
from directory.search.embedded.grid import Grid, Places
from directory.search.embedded.opening import loaded
from directory.search.embedded.tally import Tally
from directory.search.port import SearchQuery
from tests.search import make_documents
from tests.search.make_documents import NOW, commit

EVERYBODY = Viewer(sees_confidential=True)


@pytest.fixture
def feed(lite: Flask) -> Feed:
    return Feed(db.engine)


def by_name(columns: Columns) -> list[bytes]:
    rows = [row for row in range(columns.count) if columns.live[row]]
    return [columns.ids[row] for row in sorted(rows, key=columns.name_rank.__getitem__)]


def in_order(documents: list[Document]) -> list[bytes]:
    return [each.service_id.bytes for each in sorted(documents, key=lambda d: (d.name.casefold(), d.service_id.bytes))]


def everything(feed: Feed) -> list[object]:
    return [row for some in feed.everything() for row in some]


def test_columns_are_opened_as_they_were_written_and_follow_what_changes(feed: Feed, tmp_path: Path) -> None:
    chance = random.Random(3)
    present = {each.service_id: each for each in make_documents.documents(3, 120)}
    commit(present.values())
    columns, sequence = loaded(feed, kept_ids(list(present)[:50]))
    for turn in range(4):
        folder = tmp_path / str(turn)
        kept.write(folder, columns, sequence)
        columns, sequence = kept.read(folder)
        assert columns.differ(everything(feed)) == []  # type: ignore[arg-type]
        assert by_name(columns) == in_order(list(present.values()))
        # new, changed and renamed ones
        for each in [
            *make_documents.documents(turn + 50, 1500 if turn == 2 else 30),
            *chance.sample(list(present.values()), 30),
        ]:
            present[each.service_id] = replace(make_documents.document(chance), service_id=each.service_id)
        gone = chance.sample(sorted(present), 5)
        commit(present.values(), gone)
        for service_id in gone:
            del present[service_id]
        assert columns.differ(everything(feed))  # type: ignore[arg-type]
        changed = feed.changed_since(sequence)
        columns.put(changed)
        sequence = changed[-1].sequence
        assert columns.differ(everything(feed)) == []  # type: ignore[arg-type]
        assert by_name(columns) == in_order(list(present.values()))
        assert int(columns.live.sum()) == len(present)


def test_what_stands_beside_opened_columns_follows_as_if_it_were_made_anew(feed: Feed, tmp_path: Path) -> None:
    chance = random.Random(5)
    present = make_documents.documents(5, 300)
    commit(present)
    columns, sequence = loaded(feed, kept_ids([]))
    kept.write(tmp_path / "columns", columns, sequence)
    before = {file.name: file.read_bytes() for file in (tmp_path / "columns").iterdir()}
    columns, sequence = kept.read(tmp_path / "columns")
    opened = Beside()
    for turn in range(3):
        if turn:
            changed = [replace(make_documents.document(chance), service_id=each.service_id) for each in present[:90]]
            commit([*changed, *make_documents.documents(turn + 70, 40)], [present[turn + 100].service_id])
            documents = feed.changed_since(sequence)
            columns.put(documents)
            sequence = documents[-1].sequence
        opened.follow(columns)
        anew = Tally(columns)
        for viewer in (Viewer(), EVERYBODY, Viewer(organisation_id=present[0].organisation_id)):
            view, wanted = opened.tally.view(viewer), anew.view(viewer)
            assert view.size == wanted.size
            assert {name: np.trim_zeros(each, "b").tolist() for name, each in view.sums.items()} == {
                name: np.trim_zeros(each, "b").tolist() for name, each in wanted.sums.items()
            }
        some = np.arange(0, columns.count, 30)  # few: their lists are counted, not bits
        assert opened.tally.count(some)["many"].tolist() == anew.count(some)["many"].tolist()
        places = Places(columns.latitude, columns.longitude, columns.x, columns.y, columns.z)
        leeds = Point(53.797, -1.553)
        near, wanted_near = opened.grid.within(leeds, 60), Grid(places, columns.count).within(leeds, 60)
        assert sorted(near.tolist()) == sorted(wanted_near.tolist()) != []
    assert {file.name: file.read_bytes() for file in (tmp_path / "columns").iterdir()} == before


def kept_ids(ids: list[UUID]) -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    return np.frombuffer(b"".join(each.bytes for each in ids), np.uint8).reshape(-1, 16)


def test_what_one_process_takes_in_is_not_written_to_the_files(feed: Feed, tmp_path: Path) -> None:
    documents = make_documents.documents(3, 30)
    commit(documents)
    columns, sequence = loaded(feed, kept_ids([]))
    kept.write(tmp_path / "columns", columns, sequence)
    before = {file.name: file.read_bytes() for file in (tmp_path / "columns").iterdir()}
    opened, _ = kept.read(tmp_path / "columns")
    commit([replace(each, available=77, name="Zebra") for each in documents])
    opened.put(feed.changed_since(sequence))
    assert opened.available[:30].tolist() == [77] * 30
    assert {file.name: file.read_bytes() for file in (tmp_path / "columns").iterdir()} == before


@pytest.mark.parametrize("later", [0, 40], ids=["a lower counter", "a counter that went on beyond"])
def test_a_database_restored_from_a_backup_is_believed_and_not_the_index(
    lite_engine: EmbeddedEngine, later: int
) -> None:
    documents = make_documents.documents(8, 60)
    commit([replace(each, available=1, confirmed_at=NOW) for each in documents])
    raw = db.engine.raw_connection()
    backup = list(raw.execute("SELECT * FROM search_documents"))
    counter = list(raw.execute("SELECT * FROM search_sequences"))
    raw.close()
    commit([replace(each, available=99, confirmed_at=NOW) for each in documents[:20]])
    lite_engine.merge(at_once=True)
    restore(backup, counter)
    if later:
        commit([replace(each, available=55, confirmed_at=NOW) for each in documents[20 : 20 + later]])
    fresh = EmbeddedEngine(db.engine, lite_engine._folder.path)
    assert fresh.count(SearchQuery(places=99), EVERYBODY, NOW) == 0
    assert fresh.count(SearchQuery(places=55), EVERYBODY, NOW) == later
    assert fresh.drift()
    fresh.merge()
    assert fresh.drift() == []
    assert fresh.count(SearchQuery(places=1), EVERYBODY, NOW) == 60


def restore(documents: list[tuple[object, ...]], counter: list[tuple[object, ...]]) -> None:
    raw = db.engine.raw_connection()
    for table, rows in (("search_documents", documents), ("search_sequences", counter)):
        raw.execute(f"DELETE FROM {table}")  # noqa: S608
        marks = ", ".join("?" * len(rows[0]))
        raw.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
    raw.commit()
    raw.close()


def test_facts_that_differ_from_the_database_are_named(lite_engine: EmbeddedEngine) -> None:
    documents = make_documents.documents(3, 80)
    commit(documents)
    lite_engine.rebuild()
    assert lite_engine.drift() == []
    raw = db.engine.raw_connection()
    raw.execute("UPDATE search_documents SET available = 66 WHERE service_id = ?", (documents[0].service_id.hex,))
    raw.commit()
    assert lite_engine.drift() == [f"{documents[0].service_id} has other facts in the index"]
