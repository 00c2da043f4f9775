"""Several processes and threads on one index: each sees at once what any has committed, and none breaks another."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import create_engine

from directory.kit.db import db
from directory.search import SearchQuery, Viewer
from directory.search.embedded import maintain
from directory.search.embedded.engine import EmbeddedEngine
from tests.search import make_documents
from tests.search.make_documents import NOW, commit

EVERYBODY = Viewer(sees_confidential=True)
ID = UUID(int=77)


@contextmanager
def another(do: Callable[[], object]) -> Iterator[BaseProcess]:
    """Let another process do something on the same database and folder, with connections of its own."""

    def run() -> None:
        db.session.remove()
        db.engine.dispose(close=False)
        do()

    process = get_context("fork").Process(target=run)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def does(do: Callable[[], object]) -> None:
    """Let another process do something to its end."""
    with another(do) as process:
        process.join(60)
        assert process.exitcode == 0


def again_and_again(engine: EmbeddedEngine, do: Callable[[EmbeddedEngine], object]) -> Callable[[], None]:
    """Give what a writer does that never stops by itself."""

    def work() -> None:
        own = EmbeddedEngine(create_engine(engine._feed._database.url), engine._folder.path)
        for _ in range(1000):
            do(own)

    return work


@pytest.mark.parametrize("merged", [False, True], ids=["in the overlay", "in the sidecar"])
def test_what_another_process_commits_is_in_the_next_search(engine: EmbeddedEngine, merged: bool) -> None:
    first = make_documents.document(random.Random(4), service_id=ID, available=0, confirmed_at=NOW)
    commit([*make_documents.documents(1, 40), first])
    if merged:
        engine.merge(at_once=True)
    with_places = SearchQuery(places=99)
    assert engine.count(with_places, EVERYBODY, NOW) == 0
    does(lambda: commit([replace(first, available=99)]))
    assert [hit.document.service_id for hit in engine.search(with_places, EVERYBODY, NOW).hits] == [ID]
    renamed = SearchQuery(text="lighthouse")
    assert engine.count(renamed, EVERYBODY, NOW) == 0
    does(lambda: commit([replace(first, name="The Lighthouse")]))
    assert [hit.document.name for hit in engine.search(renamed, EVERYBODY, NOW).hits] == ["The Lighthouse"]
    does(lambda: commit([replace(first, name="The Boathouse")]))
    assert engine.count(renamed, EVERYBODY, NOW) == 0
    commit(removes=[ID])
    assert engine.count(SearchQuery(text="boathouse"), EVERYBODY, NOW) == 0


@pytest.mark.parametrize("do", [lambda own: own.merge(at_once=True), EmbeddedEngine.rebuild], ids=["merge", "rebuild"])
def test_a_writer_killed_at_any_moment_leaves_an_index_that_is_whole(
    lite_engine: EmbeddedEngine, do: Callable[[EmbeddedEngine], object]
) -> None:
    documents = make_documents.documents(6, 300)
    commit(documents)
    lite_engine.merge(at_once=True)
    chance = random.Random(2)
    query = SearchQuery(text="trauma OR foster", per_page=100)
    for turn in range(8):
        changed = [replace(each, name=f"Turn {turn} {each.name}") for each in chance.sample(documents, 60)]
        commit(changed)
        documents = list({each.service_id: each for each in [*documents, *changed]}.values())
        with another(again_and_again(lite_engine, do)):
            time.sleep(chance.uniform(0, 0.4))
        assert lite_engine.drift() == []
        assert lite_engine.count(SearchQuery(text=f'"Turn {turn}"'), EVERYBODY, NOW) == 60
    lite_engine.merge(at_once=True)
    assert lite_engine.drift() == []
    fresh = EmbeddedEngine(lite_engine._feed._database, lite_engine._folder.path)
    assert fresh.search(query, EVERYBODY, NOW).hits == lite_engine.search(query, EVERYBODY, NOW).hits
    assert not list(lite_engine._folder.path.glob("draft-*"))


def test_threads_search_while_a_worker_merges_and_others_write(app: Flask, engine: EmbeddedEngine) -> None:
    documents = make_documents.documents(8, 150)
    commit(documents)
    wrong: list[str] = []
    stop = threading.Event()

    def look() -> None:
        with app.app_context():
            while not stop.is_set():
                try:
                    page = engine.search(SearchQuery(text="-zebra", per_page=50), EVERYBODY, NOW)
                except Exception as fault:  # noqa: BLE001  # any failure at all is what the test is about
                    wrong.append(repr(fault))
                    return
                if page.total != len(documents):
                    wrong.append(f"{page.total} found")

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    with another(again_and_again(engine, lambda own: own.merge(at_once=True))):
        for turn in range(25):
            commit([replace(each, name=f"{each.name} {turn}") for each in documents[turn : turn + 4]])
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_only_one_process_writes_at_a_time(engine: EmbeddedEngine) -> None:
    commit(make_documents.documents(8, 10))
    with maintain.only_writer(engine._folder):
        assert engine.merge(at_once=True) == 0
        with pytest.raises(maintain.Busy):
            engine.rebuild()
    assert engine.merge(at_once=True) == 10


def test_an_index_of_a_database_that_was_restored_is_found_out(lite_engine: EmbeddedEngine) -> None:
    commit(make_documents.documents(8, 10))
    lite_engine.merge(at_once=True)
    folder = lite_engine._folder
    current = folder.current()
    assert current
    folder.make_current(replace(current, sequence=current.sequence + 5))
    assert lite_engine.drift() == ["the index is of another history of this database: run flask search rebuild"]
    lite_engine.merge()
    assert lite_engine.drift() == []
