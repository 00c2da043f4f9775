"""Building the index in parts: by as many processes as there are cores, and taken up again where it was killed."""

import json
import os
import shutil
from collections import deque
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from uuid import UUID

import numpy as np
import structlog
from sqlalchemy import create_engine

from directory.search.documents import AnyRow
from directory.search.embedded.feed import Feed, digest, written
from directory.search.embedded.part import Part, made
from directory.search.embedded.record import Record
from directory.search.port import Progress

PART = 10_000
"""Documents: some ten seconds of work."""

Task = tuple[str, UUID | None, UUID | None]
"""The folder of a part, and the ids from which and before which its documents are."""

log = structlog.get_logger("fairhaven.search")


def parts(feed: Feed, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Write all documents' texts as parts below a folder; give their folders, in the order of the ids.

    Parts that are there already are kept, if the database still says the same.
    """
    tasks, total = _plan(feed, folder)
    done = 0
    for count in _made(feed, tasks):
        done += count
        if progress:
            progress(done, max(done, total), "Reading services")
    return [Path(name) for name, _, _ in tasks]


def _plan(feed: Feed, folder: Path) -> tuple[list[Task], int]:
    """Divide the ids, or take up how they were divided before."""
    total, bounds = feed.bounds(PART)
    code = b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    made_by = blake2b(code, digest_size=8).hexdigest()
    plan = folder / "plan.json"
    kept = json.loads(plan.read_text(encoding="utf-8")) if plan.exists() else {}
    if kept.get("made_by") == made_by and len(kept["bounds"]) >= len(bounds) // 2:
        bounds = [UUID(each) for each in kept["bounds"]]
        log.info("a build is taken up again", parts=len(list(folder.glob("part-*"))), of=len(bounds) + 1)
    else:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        draft = folder / "draft-plan.json"
        draft.write_text(json.dumps({"made_by": made_by, "bounds": [each.hex for each in bounds]}), encoding="utf-8")
        draft.replace(plan)
    edges: Sequence[UUID | None] = [None, *bounds, None]
    names = [str(folder / f"part-{number:05d}") for number in range(len(edges) - 1)]
    return list(zip(names, edges, edges[1:], strict=False)), total


def make(feed: Feed, task: Task) -> int:
    """Write one part, unless it is there as the database says; give how many documents it has."""
    folder = Path(task[0])
    texts = list(feed.texts_between(*task[1:]))
    if folder.exists() and _same(Part.open(folder), texts):
        return len(texts)
    draft = folder.with_name(f"draft-{os.getpid()}-{folder.name}")
    shutil.rmtree(draft, ignore_errors=True)
    (draft / "record").mkdir(parents=True)
    documents = [written(each) for each in texts]
    made(documents).save(draft)
    with Record.create(draft / "record").writing() as writer:
        for each in documents:
            writer.add(each)
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)
    return len(texts)


def _same(part: Part, texts: Sequence[AnyRow]) -> bool:
    return (
        part.ids.tobytes() == b"".join(each.service_id.bytes for each in texts)
        and np.array_equal(part.text_sequences, [each.text_sequence for each in texts])
        and part.digests.tobytes() == b"".join(digest(each) for each in texts)
    )


def _made(feed: Feed, tasks: Sequence[Task]) -> Iterator[int]:
    count = min(len(tasks), cores()) if feed.address else 1
    if count == 1:
        yield from (make(feed, task) for task in tasks)
    else:
        yield from _by_processes(str(feed.address), tasks, count)


def cores() -> int:
    """Give how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _by_processes(address: str, tasks: Sequence[Task], count: int) -> Iterator[int]:
    # not forked: this process may have threads and open connections
    context, left = get_context("spawn"), deque(tasks)
    processes, busy = [], []
    try:
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(address, theirs), daemon=True)
            process.start()
            theirs.close()
            processes.append(process)
            ours.send(left.popleft())
            busy.append(ours)
        while busy:
            for ready in wait(busy):
                assert isinstance(ready, Connection)  # noqa: S101  # it is one of ours
                try:
                    yield ready.recv()
                except EOFError:
                    raise RuntimeError("a process that builds the index has stopped: build it again") from None
                if left:
                    ready.send(left.popleft())
                else:
                    busy.remove(ready)
                    ready.close()
    finally:
        for process in processes:
            process.kill()
            process.join()


def _work(address: str, tasks: Connection) -> None:
    """Make parts until there are no more: also when the process that asks for them was killed."""
    feed = Feed(create_engine(address))
    try:
        while True:
            tasks.send(make(feed, tasks.recv()))
    except (EOFError, OSError):
        return
