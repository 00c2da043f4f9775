"""Where database and index do not agree."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from whoosh.index import IndexError as WhooshIndexError

from directory.search.embedded import kept
from directory.search.embedded.columns import Columns
from directory.search.embedded.feed import Feed, digest
from directory.search.embedded.folder import Folder, Generation
from directory.search.embedded.public import without_hidden
from directory.search.embedded.record import Record
from directory.search.embedded.sidecar import Sidecar

Stored = dict[str, Any]


def drift(feed: Feed, public_feed: Feed, folder: Folder) -> Sequence[str]:
    """Compare database, index of record, sidecar and columns, those that everybody may see too.

    What changed and is not merged yet is no drift: it is searched anyway.
    """
    generation = folder.current()
    if generation is None:
        return ["there is no index: run flask search rebuild"]
    path = folder.path / generation.sidecar
    try:
        stored = {bytes.fromhex(each["id"]): each for each in Record(folder.path / generation.record).stored()}
        mapped = Sidecar(path)
        columns, sequence = kept.read(path / "columns")
        public, _ = kept.read(path / "public" / "columns")
    except (WhooshIndexError, OSError, ValueError) as fault:
        return [f"the index cannot be read ({type(fault).__name__}): run flask search rebuild"]
    if feed.counter() < max(generation.sequence, sequence):
        return ["the index is of another history of this database: run flask search rebuild"]
    wrong = dict(_texts(feed, generation, stored, mapped))
    columns.put(feed.changed_since(sequence))
    _, shown = without_hidden(public, public_feed.changed_since(sequence))
    public.put(shown)
    return list((dict(_columns(public_feed, public)) | dict(_columns(feed, columns)) | wrong).values())


def _texts(
    feed: Feed, generation: Generation, stored: dict[bytes, dict[str, object]], mapped: Sidecar
) -> Iterator[tuple[UUID, str]]:
    raw = mapped.ids.tobytes()
    places = {raw[at * 16 : at * 16 + 16]: at for at in range(len(mapped))}
    for row in feed.all_texts():
        service_id = row.service_id.bytes
        record, place = stored.pop(service_id, None), places.pop(service_id, None)
        if row.text_sequence > generation.sequence:
            continue
        if record is None or place is None:
            yield row.service_id, f"{row.service_id} is not in the index"
            continue
        text = digest(row)
        if (
            not record["sequence"] == mapped.text_sequences[place] == row.text_sequence
            or record["digest"] != text.hex()
            or mapped.digests[place].tobytes() != text
        ):
            yield row.service_id, f"{row.service_id} has another text in the index"
    recently_gone = set(feed.texts_since(generation.sequence)[2])
    for service_id in sorted({*stored, *places} - recently_gone):
        yield UUID(bytes=service_id), f"{UUID(bytes=service_id)} is in the index and not in the database"


def _columns(feed: Feed, columns: Columns) -> Iterator[tuple[UUID, str]]:
    """Compare the columns, brought up to date as every process does it."""
    extra = columns.live[: columns.count].copy()
    for some in feed.everything():
        for row in columns.differ(some):
            yield row.service_id, f"{row.service_id} has other facts in the index"
        found = (columns.find(row.service_id.bytes) for row in some)
        extra[[row for row in found if row is not None]] = False
    for place in np.flatnonzero(extra).tolist():
        service_id = UUID(bytes=columns.ids[place])
        yield service_id, f"{service_id} is in the index and not in the database"
