"""What everybody may see, apart: a search for a stranger never comes near a confidential document."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from directory.search.documents import AnyRow
from directory.search.embedded.arrays import Array, Mask, mapped
from directory.search.embedded.bitmaps import Bitmaps
from directory.search.embedded.columns import NOWHERE, Codes, Columns, Owners, roomy
from directory.search.embedded.joining import Source
from directory.search.embedded.lines import Lines
from directory.search.embedded.part import Part
from directory.search.embedded.sidecar import Sidecar, about_of
from directory.search.embedded.spelling import Spelling

_SHARED = ("stream", "rows", "impacts", "positions", "codes")
_OF_DOCUMENTS = ("ids", "text_sequences", "digests", "lengths")


class PublicSidecar(Sidecar):
    """The public documents of one generation, as if there were no others.

    They have the first rows, so each term's postings and positions begin with theirs: only where these end, and the
    words that they hold, are files of their own.
    """

    def __init__(self, folder: Path) -> None:
        count = int(about_of(folder)["public"])
        own = folder / "public"
        arrays = {name: mapped(folder, name) for name in _SHARED}
        arrays |= {name: mapped(folder, name)[:count] for name in _OF_DOCUMENTS}
        arrays |= {name: mapped(own, name) for name in ("word_terms", "starts", "position_starts")}
        Part.__init__(self, Lines.open(own, "words"), Lines.open(own, "terms"), **arrays)
        self.ends, self.position_ends = mapped(own, "ends"), mapped(own, "position_ends")
        self.documents = self.public_documents = count
        self.public_counts = self.ends - self.starts
        self.word_counts = self.word_public_counts = mapped(own, "word_counts")
        self.spelling = Spelling(self.words, mapped(own, "deletion_hashes"), mapped(own, "deletion_words"))


def public_first(sources: Sequence[Source], public: Mask) -> list[Source]:
    """Give the same documents in another order. ``public`` (documents,): which everybody may see, as they come."""
    first, last = [], []
    at = 0
    for part, kept in sources:
        seen = np.zeros(len(kept), np.bool_)
        count = int(kept.sum())
        seen[kept] = public[at : at + count]
        at += count
        first.append(Source(part, seen))
        last.append(Source(part, kept & ~seen))
    return [source for source in [*first, *last] if source.kept.any()] or list(sources)


def keep_public(columns: Columns) -> None:
    """Leave only public documents in columns, and of all lists only what stands in one of these."""
    rows = np.flatnonzero(columns.live & ~columns.confidential)
    columns.rearrange(rows, roomy(len(rows)))
    columns.specialisms, columns.languages = _used(columns.specialisms), _used(columns.languages)
    columns.authorities = _renumber(columns.authorities, columns.authority)
    columns.regions = _renumber(columns.regions, columns.region)
    owner = columns.owner[: columns.count]
    used = np.unique(owner)
    high, low = (half[used] for half in columns.owners.halves())
    columns.owners = Owners(high, low, np.lexsort((low, high)).astype(np.int32))
    owner[:] = np.searchsorted(used, owner)


def without_hidden(columns: Columns, documents: Sequence[AnyRow]) -> tuple[list[int], Sequence[AnyRow]]:
    """Take what is not public any more out of columns; give its former rows, and the documents that are public."""
    found = [columns.find(document.service_id.bytes) for document in documents if document.gone]
    rows = [row for row in found if row is not None]
    for row in rows:
        columns.withdraw(row)
    return rows, [document for document in documents if not document.gone]


def _used(bitmaps: Bitmaps) -> Bitmaps:
    there = np.flatnonzero(bitmaps.bits.any(axis=1))
    return Bitmaps([bitmaps.values[place] for place in there.tolist()], bitmaps.bits[there])


def _renumber(codes: Codes, column: Array) -> Codes:
    used = np.unique(column[column != NOWHERE])
    column[:] = np.where(column == NOWHERE, NOWHERE, np.searchsorted(used, column))
    return Codes([codes.values[place] for place in used.tolist()])
