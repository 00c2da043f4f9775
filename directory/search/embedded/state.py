"""What one process holds of the index, brought up to date before every search."""

from collections.abc import Sequence

import numpy as np

from directory.search.embedded.arrays import Mask, Scores
from directory.search.embedded.columns import Columns
from directory.search.embedded.feed import Feed, written
from directory.search.embedded.folder import Folder
from directory.search.embedded.opening import opened
from directory.search.embedded.overlay import Overlay
from directory.search.embedded.public import without_hidden
from directory.search.embedded.texts import Texts
from directory.search.wording.reading import Wording


class State:
    """Columns and texts of one process: of what the feed gives, all documents or public ones.

    Not safe for threads by itself: ``World`` holds a lock around it.
    """

    def __init__(self, feed: Feed, folder: Folder) -> None:
        self._feed, self._folder = feed, folder
        self._seen = -1
        self._stamp = 0
        self.columns = Columns()
        self.texts = Texts(None, Overlay(), np.zeros(0, np.bool_))
        self.board: Scores = np.zeros(0, np.float32)
        self.wording = Wording()

    def refresh(self) -> None:
        """Take in everything that was committed, and the newest generation of the index."""
        stamp = self._folder.stamp()
        counter = self._seen
        if self._feed.moved() or self._seen < 0:
            counter, reworded = self._feed.look()
            self._feed.read_wording(self.wording, reworded)
        if self._seen < 0 or stamp != self._stamp or counter < self._seen:
            self._open()
        elif counter > self._seen:
            self._follow()
        if len(self.board) < self.columns.room:
            self.board = np.zeros(self.columns.room, np.float32)

    def clear_board(self) -> None:
        """Wipe the board after a search that failed half-way."""
        self.board.fill(0)

    def forget(self) -> None:
        """Open everything anew at the next search: this one failed while taking in changes."""
        self._seen = -1

    def _open(self) -> None:
        """Open the newest generation, and lay over it what the database says otherwise."""
        self._seen = -1
        sidecar, columns, seen, self._stamp = opened(self._feed, self._folder)
        self.columns = columns
        count = len(sidecar) if sidecar else 0
        current: Mask = np.zeros(0, np.bool_)
        if sidecar:
            # a text of the sidecar is used only where the database says that it is still the same
            current = columns.live[:count] & (columns.text_sequence[:count] == sidecar.text_sequences)
        self.texts = Texts(sidecar, Overlay(), ~current)
        wanted = columns.live[: columns.count].copy()
        wanted[:count] &= ~current
        self._take([columns.ids[row] for row in np.flatnonzero(wanted).tolist()])
        self._seen = seen
        self._follow()

    def _follow(self) -> None:
        documents = self._feed.changed_since(self._seen)
        if not documents:
            return
        seen = documents[-1].sequence
        if self._feed.public:
            hidden, documents = without_hidden(self.columns, documents)
            for row in hidden:
                self.texts.remove(row)
        known = [self.columns.find(document.service_id.bytes) for document in documents]
        before = [-1 if row is None else int(self.columns.text_sequence[row]) for row in known]
        rows = self.columns.put(documents).tolist()
        reworded: list[bytes] = []
        for document, row, sequence in zip(documents, rows, before, strict=True):
            if document.gone:
                self.texts.remove(row)
            elif document.text_sequence != sequence:
                reworded.append(document.service_id.bytes)
        self._take(reworded)
        self._seen = seen

    def _take(self, ids: Sequence[bytes]) -> None:
        texts = [written(row) for row in self._feed.texts(ids)] if ids else []
        if texts:
            rows = self.columns.places([text.service_id for text in texts])
            self.columns.text_sequence[rows] = [text.text_sequence for text in texts]
            self.texts.put(rows.tolist(), texts)
