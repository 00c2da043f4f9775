"""Writing the index: one process at a time, while all others go on searching."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from shutil import rmtree

import numpy as np
import structlog
from whoosh.index import IndexError as WhooshIndexError
from whoosh.index import LockError
from whoosh.util.filelock import FileLock

from directory.search.embedded import building, kept, sidecar
from directory.search.embedded.arrays import Array, Mask, Rows
from directory.search.embedded.columns import Columns, roomy
from directory.search.embedded.feed import Feed, written
from directory.search.embedded.folder import Folder, Generation
from directory.search.embedded.joining import Source
from directory.search.embedded.opening import loaded, same_history
from directory.search.embedded.part import Part, made
from directory.search.embedded.public import keep_public, public_first
from directory.search.embedded.record import Record
from directory.search.embedded.sidecar import Sidecar
from directory.search.port import Progress

MANY = 50
SHARE = 1000
"""A merge copies the whole index: in a large one as many documents wait as are a thousandth of it."""
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
    generation = Generation(number, f"record-{number:08d}", feed.counter())
    parts = building.parts(feed, folder.parts, progress)
    with folder.drafted(generation.record) as draft:
        Record.join(draft, [Record(each / "record") for each in parts])
    sources = [_whole(Part.open(each)) for each in parts]
    columns, sequence = loaded(feed, np.concatenate([source.part.ids for source in sources]))
    _publish(folder, generation, sources, columns, np.arange(columns.count), sequence)
    rmtree(folder.parts, ignore_errors=True)
    return sum(len(source.part) for source in sources)


def _whole(part: Part) -> Source:
    return Source(part, np.ones(len(part), np.bool_))


def _publish(  # noqa: PLR0917  # what a generation is made of
    folder: Folder, generation: Generation, sources: Sequence[Source], columns: Columns, rows: Array, sequence: int
) -> None:
    """Write a generation. ``rows``: those of the columns that are kept, the sources' documents first, as they come."""
    count = sum(int(source.kept.sum()) for source in sources)
    public = (columns.live & ~columns.confidential)[rows[:count]]
    order = np.argsort(~public, kind="stable")
    columns.rearrange(np.concatenate([rows[:count][order], rows[count:]]), roomy(len(rows)))
    with folder.drafted(generation.sidecar) as draft:
        sidecar.write(draft, public_first(sources, public), int(public.sum()))
        kept.write(draft / "columns", columns, sequence)
        keep_public(columns)
        kept.write(draft / "public" / "columns", columns, sequence)
    folder.make_current(generation)
    folder.sweep()


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
    try:
        base = Sidecar(folder.path / now.sidecar)
        columns, sequence = kept.read(folder.path / now.sidecar / "columns")
    except (OSError, ValueError):
        log.exception("the index cannot be read, and is made anew")
        return _rebuild(feed, folder, None)
    if feed.counter() < now.sequence or not same_history(feed, columns, sequence):
        log.warning("the database was restored from a backup: the index is made anew")
        return _rebuild(feed, folder, None)
    counter, texts, gone = feed.texts_since(now.sequence)
    changed = len(texts) + len(gone)
    old = time.time() - folder.pointer.stat().st_mtime > OLD_SECONDS
    if not changed or not (at_once or old or changed >= max(MANY, len(base) // SHARE)):
        return 0
    documents = [written(each) for each in texts]
    try:
        with Record(folder.path / now.record).writing() as writer:
            writer.replace(documents, gone)
    except (WhooshIndexError, FileNotFoundError):
        log.exception("the index of record cannot be read, and is made anew")
        return _rebuild(feed, folder, None)
    recent = feed.changed_since(sequence)
    columns.put(recent)
    new = columns.places([each.service_id for each in documents])
    left = _left(columns, len(base), new, gone)
    rows = np.concatenate([np.flatnonzero(left), new])
    rest = columns.live[: columns.count].copy()
    rest[rows] = False
    rows = np.concatenate([rows, np.flatnonzero(rest)])
    sources = [Source(base, left), _whole(made(documents))]
    generation = Generation(now.number + 1, now.record, counter)
    _publish(folder, generation, sources, columns, rows, recent[-1].sequence if recent else sequence)
    return changed


def _left(columns: Columns, count: int, new: Rows, gone: Sequence[bytes]) -> Mask:
    """Say which of the ``count`` texts merged before nothing replaces."""
    left = np.ones(count, np.bool_)
    taken = [row for row in map(columns.find, gone) if row is not None]
    replaced = np.concatenate([new, np.array(taken, np.int32)])
    left[replaced[replaced < count]] = False
    return left
