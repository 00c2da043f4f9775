"""The newest generation of the index, opened; what of it cannot be trusted is read from the database."""

from typing import NamedTuple

import numpy as np
import structlog

from directory.search.embedded import kept
from directory.search.embedded.arrays import Array
from directory.search.embedded.columns import Columns, roomy
from directory.search.embedded.feed import Feed
from directory.search.embedded.folder import Folder, Generation
from directory.search.embedded.public import PublicSidecar
from directory.search.embedded.sidecar import Sidecar

COMPARED = 50

log = structlog.get_logger("fairhaven.search")


class Opened(NamedTuple):
    """``columns`` hold everything up to ``sequence``; row n of them is document n of the sidecar."""

    sidecar: Sidecar | None
    columns: Columns
    sequence: int
    stamp: int


def opened(feed: Feed, folder: Folder) -> Opened:
    """Open the newest generation; without one, or with one of another version, there is no sidecar."""
    while True:
        stamp = folder.stamp()
        try:
            sidecar, columns, sequence = _stored(feed, folder, folder.current())
        except FileNotFoundError:
            if folder.stamp() != stamp:
                continue  # swept away between the two looks: a newer one is there
            log.exception("the index is incomplete, and the worker makes it anew")
            sidecar, columns, sequence = None, None, 0
        if columns is None:
            columns, sequence = loaded(feed, np.empty((0, 16), np.uint8) if sidecar is None else sidecar.ids)
        return Opened(sidecar, columns, sequence, stamp)


def _stored(feed: Feed, folder: Folder, generation: Generation | None) -> tuple[Sidecar | None, Columns | None, int]:
    if generation is None:
        return None, None, 0
    path = folder.path / generation.sidecar
    try:
        sidecar = PublicSidecar(path) if feed.public else Sidecar(path)
    except ValueError:
        log.warning("the index was made by another version, and the worker makes it anew")
        return None, None, 0
    try:
        columns, sequence = kept.read(path / "columns")
    except kept.OtherFormat:
        return sidecar, None, 0
    if not same_history(feed, columns, sequence):
        return sidecar, None, 0
    if feed.public:
        columns, sequence = kept.read(path / "public" / "columns")
    return sidecar, columns, sequence


def same_history(feed: Feed, columns: Columns, sequence: int) -> bool:
    """Say whether columns that hold everything up to ``sequence`` were read from what the database now is.

    One restored from a backup has a lower counter, or numbers that stand for other changes: of those that the
    columns hold too, the last are compared.
    """
    return feed.counter() >= sequence and not columns.differ(feed.last_changed(sequence, COMPARED))


def loaded(feed: Feed, ids: Array) -> tuple[Columns, int]:
    """Read all columns from the database, these documents first; give up to which sequence they hold everything."""
    sequence = feed.counter()
    columns = Columns(roomy(len(ids)))
    raw = ids.tobytes()
    columns.places([raw[at : at + 16] for at in range(0, len(raw), 16)])
    for some in feed.everything():
        columns.put(some)
    return columns, sequence
