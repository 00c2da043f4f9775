"""Writing the index: one process at a time, while all others go on searching."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import structlog
from whoosh.index import IndexError as WhooshIndexError
from whoosh.index import LockError
from whoosh.util.filelock import FileLock

from directory.search.embedded import sidecar
from directory.search.embedded.feed import Feed
from directory.search.embedded.folder import Folder, Generation
from directory.search.embedded.record import Record, digest
from directory.search.port import Progress

MANY = 50
OLD_SECONDS = 600

log = structlog.get_logger("fairhaven.search")


class Busy(RuntimeError):
    """Another process is writing the index."""


@contextmanager
def only_writer(folder: Folder) -> Iterator[None]:
    """Be the one that writes, within the block. Raises Busy while another process is."""
    folder.path.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(folder.path / "writer.lock"))
    try:
        got = lock.acquire()
    except OSError:
        got = False
    if not got:
        raise Busy("another process is writing the index")
    try:
        yield
    finally:
        lock.release()


def rebuild(feed: Feed, folder: Folder, progress: Progress | None = None) -> int:
    """Write every document's text anew; give how many there are."""
    with only_writer(folder):
        return _rebuild(feed, folder, progress)


def _rebuild(feed: Feed, folder: Folder, progress: Progress | None) -> int:
    before = folder.current()
    number = before.number + 1 if before else 1
    name, counter = f"record-{number:08d}", feed.counter()
    total = len(feed.live_ids()) if progress else 0
    with folder.drafted(name) as draft, Record.create(draft).writing() as writer:
        for done, row in enumerate(feed.all_texts(), 1):
            writer.add(row)
            if progress and (done % 50 == 0 or done == total):
                progress(done, total, "Reading services")
    return _publish(feed, folder, Generation(number, name, counter))


def _publish(feed: Feed, folder: Folder, generation: Generation) -> int:
    record = Record(folder.path / generation.record)
    with folder.drafted(generation.sidecar) as draft:
        count = sidecar.write(draft, record.written(feed.public_ids()))
    folder.make_current(generation)
    folder.sweep()
    return count


def merge(feed: Feed, folder: Folder, *, at_once: bool = False) -> int:
    """Take the texts changed since the last generation into a new one; give how many.

    Waits until they are many or the generation is old, unless ``at_once``. Does nothing while another process writes.
    """
    began = time.perf_counter()
    try:
        with only_writer(folder):
            taken = _merge(feed, folder, at_once=at_once)
    except (Busy, LockError):
        return 0
    if taken:
        log.info("index merged", documents=taken, ms=round((time.perf_counter() - began) * 1000))
    return taken


def _merge(feed: Feed, folder: Folder, *, at_once: bool) -> int:
    now = folder.current()
    if now is None:
        return _rebuild(feed, folder, None)
    counter, texts, gone = feed.texts_since(now.sequence)
    if counter < now.sequence:
        # the database went back in time: it was restored from a backup
        return _rebuild(feed, folder, None)
    changed = len(texts) + len(gone)
    old = time.time() - folder.pointer.stat().st_mtime > OLD_SECONDS
    if not changed or not (at_once or old or changed >= MANY):
        return 0
    try:
        with Record(folder.path / now.record).writing() as writer:
            writer.replace(texts, gone)
        _publish(feed, folder, Generation(now.number + 1, now.record, counter))
    except (WhooshIndexError, FileNotFoundError):
        log.exception("the index of record cannot be read, and is made anew")
        return _rebuild(feed, folder, None)
    return changed


def drift(feed: Feed, folder: Folder) -> Sequence[str]:
    """Compare database, index of record and sidecar; texts not merged yet are no drift (they are searched anyway)."""
    generation = folder.current()
    if generation is None:
        return ["there is no index: run flask search rebuild"]
    if feed.counter() < generation.sequence:
        return ["the index is of another history of this database: run flask search rebuild"]
    try:
        stored = {bytes.fromhex(each["id"]): each for each in Record(folder.path / generation.record).stored()}
        mapped = sidecar.Sidecar(folder.path / generation.sidecar)
    except (WhooshIndexError, OSError, ValueError) as fault:
        return [f"the index cannot be read ({type(fault).__name__}): run flask search rebuild"]
    arrays = dict(zip((bytes(each) for each in mapped.ids), mapped.text_sequences.tolist(), strict=True))
    wrong: list[str] = []
    for row in feed.all_texts():
        service_id = row.service_id.bytes
        kept = stored.pop(service_id, None)
        beside = arrays.pop(service_id, None)
        if row.text_sequence > generation.sequence:
            continue
        if kept is None or beside is None:
            wrong.append(f"{row.service_id} is not in the index")
        elif kept["digest"] != digest(row) or not kept["sequence"] == beside == row.text_sequence:
            wrong.append(f"{row.service_id} has another text in the index")
    recently_gone = set(feed.texts_since(generation.sequence)[2])
    left = sorted({*stored, *arrays} - recently_gone)
    return wrong + [f"{UUID(bytes=each)} is in the index and not in the database" for each in left]
