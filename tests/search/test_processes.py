"""Several processes and threads on one index: each sees at once what any has committed, and none breaks another."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import create_engine

from directory.kit.db import db
from directory.search import Hit, SearchQuery, Viewer
from directory.search.embedded import building, maintain
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


def like(engine: EmbeddedEngine) -> EmbeddedEngine:
    """Give another process's engine on the same database and folder."""
    return EmbeddedEngine(create_engine(engine._feed._database.url), engine._folder.path)


def again_and_again(engine: EmbeddedEngine, do: Callable[[EmbeddedEngine], object]) -> Callable[[], None]:
    """Give what a writer does that never stops by itself."""

    def work() -> None:
        own = like(engine)
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


def answers(engine: EmbeddedEngine, asked: Connection) -> Callable[[], None]:
    """Give what a web process does: it searches all the time, and when asked says what its next search finds."""

    def work() -> None:
        own, chance = like(engine), random.Random(1)
        while True:
            if asked.poll():
                places, word = asked.recv()
                asked.send(
                    (
                        own.count(SearchQuery(places=places), EVERYBODY, NOW),
                        own.count(SearchQuery(text=word), EVERYBODY, NOW),
                        own.count(SearchQuery(), EVERYBODY, NOW),
                    )
                )
            own.search(SearchQuery(text=chance.choice(["trauma OR foster", "care", ""])), EVERYBODY, NOW)

    return work


def test_each_commit_is_in_the_next_search_of_every_busy_process(engine: EmbeddedEngine) -> None:
    documents = make_documents.documents(11, 120)
    first = make_documents.document(random.Random(4), service_id=ID, available=0, confirmed_at=NOW)
    commit([*documents, first])
    engine.rebuild()
    with ExitStack() as stack:
        ends = []
        for _ in range(3):
            ours, theirs = Pipe()
            stack.enter_context(another(answers(engine, theirs)))
            ends.append(ours)
        stack.enter_context(another(again_and_again(engine, lambda own: own.merge(at_once=True))))
        for turn in range(100, 112):
            first = replace(first, available=turn, name=f"Lighthouse turn{turn}")
            commit([first, *(replace(each, available=3) for each in documents[: turn - 99])], removes=[])
            for end in ends:
                end.send((turn, f"turn{turn}"))
            for end in ends:
                assert end.poll(60)
                assert end.recv() == (1, 1, len(documents) + 1)
    assert engine.drift() == []


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


def test_a_searching_process_killed_while_it_takes_in_changes_harms_nobody(lite_engine: EmbeddedEngine) -> None:
    documents = make_documents.documents(6, 200)
    commit(documents)
    lite_engine.rebuild()
    chance = random.Random(3)
    for turn in range(6):
        ours, theirs = Pipe()
        with another(answers(lite_engine, theirs)), another(again_and_again(lite_engine, EmbeddedEngine.rebuild)):
            commit([replace(each, name=f"Turn {turn} {each.name}") for each in documents])
            ours.send((1, "turn"))
            time.sleep(chance.uniform(0, 0.3))
    assert lite_engine.drift() == []
    assert lite_engine.count(SearchQuery(text='"Turn 5"'), EVERYBODY, NOW) == 200


def test_a_build_that_was_killed_goes_on_where_it_stopped(
    lite_engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "PART", 40)
    documents = make_documents.documents(6, 400)
    commit(documents)
    parts = lite_engine._folder.parts
    with another(lite_engine.rebuild):
        while len(list(parts.glob("part-*"))) < 4:
            time.sleep(0.005)
    before = {each: each.stat().st_ino for each in parts.glob("part-*")}
    assert 4 <= len(before) <= 10
    # one text in one of them is another by now
    remade = min(before)
    place = int(remade.name.removeprefix("part-")) * 40
    reworded = sorted(documents, key=lambda each: each.service_id.bytes)[place]
    commit([replace(reworded, name="Lighthouse")])
    told: list[int] = []
    kept: dict[Path, int] = {}

    def progress(done: int, total: int, what: str) -> None:
        told.append(done)
        assert (total, what) == (400, "Reading services")
        kept.update({each: each.stat().st_ino for each in before if each.exists()})

    assert lite_engine.rebuild(progress) == 400
    assert [each for each in before if kept[each] != before[each]] == [remade]
    assert told[-1] == 400
    assert lite_engine.drift() == []
    assert not parts.exists()
    assert [hit.document.service_id for hit in search(lite_engine, "lighthouse")] == [reworded.service_id]
    assert lite_engine.count(SearchQuery(text="-zebra"), EVERYBODY, NOW) == 400


def search(engine: EmbeddedEngine, text: str) -> Sequence[Hit]:
    return engine.search(SearchQuery(text=text), EVERYBODY, NOW).hits


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
