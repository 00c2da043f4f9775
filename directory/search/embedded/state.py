"""What one process holds of the index, brought up to date before every search."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from directory.search.documents import AnyRow
from directory.search.embedded.arrays import Mask, Scores
from directory.search.embedded.columns import Columns
from directory.search.embedded.feed import Feed, words_of
from directory.search.embedded.folder import Folder
from directory.search.embedded.overlay import Overlay, Text
from directory.search.embedded.sidecar import Sidecar
from directory.search.embedded.texts import Texts
from directory.search.wording.reading import Wording

TRIES = 20


class State:
    """Columns and texts of one process. Not safe for threads by itself: the engine holds a lock around it."""

    def __init__(self, feed: Feed, folder: Folder) -> None:
        self._feed, self._folder = feed, folder
        self._seen = -1
        self._stamp = 0
        self.columns = Columns()
        self.texts = Texts(None, Overlay(), np.zeros(0, np.bool_))
        self.board: Scores = np.zeros(0, np.float32)
        self.wording = Wording()

    def refresh(self) -> None:
        """Take in everything that was committed, and the newest generation of the sidecar."""
        stamp = self._folder.stamp()
        moved = self._feed.moved()
        if moved or self._seen < 0:
            self._feed.read_wording(self.wording)
        if self._seen < 0 or (moved and self._feed.counter() < self._seen):
            self._load()
            self._lay({})
        elif stamp != self._stamp:
            self._follow()
            rows = self.columns.ids
            self._lay({rows[row]: text for row, text in self.texts.overlay.texts.items()})
        elif moved:
            self._follow()
        if len(self.board) < self.columns.room:
            self.board = np.zeros(self.columns.room, np.float32)

    def clear_board(self) -> None:
        """Wipe the board after a search that failed half-way."""
        self.board.fill(0)

    def forget(self) -> None:
        """Load everything anew at the next search: this one failed while taking in changes."""
        self._seen = -1

    def _load(self) -> None:
        documents = self._feed.changed_since(-1)
        self.columns = Columns()
        self.columns.load(documents)
        self.texts = Texts(None, Overlay(), np.zeros(0, np.bool_))
        self._seen = documents[-1].sequence if documents else 0

    def _follow(self) -> None:
        documents = self._feed.changed_since(self._seen)
        if not documents:
            return
        reworded: list[bytes] = []
        for document in documents:
            service_id = document.service_id.bytes
            known = self.columns.rows.get(service_id)
            before = -1 if known is None else int(self.columns.text_sequence[known])
            row = self.columns.put(document)
            if document.gone:
                self.texts.remove(row)
            elif document.text_sequence != before:
                reworded.append(service_id)
        self._take(self._feed.texts(reworded))
        self._seen = documents[-1].sequence

    def _take(self, texts: Any) -> None:
        text: AnyRow
        for text in texts:
            row = self.columns.rows[text.service_id.bytes]
            self.columns.text_sequence[row] = text.text_sequence
            self.texts.put(row, words_of(text))

    def _lay(self, held: dict[bytes, Text]) -> None:
        """Open the newest sidecar, put the columns in its order, and lay over it what it does not know."""
        sidecar = self._open()
        overlay, columns = Overlay(), self.columns
        count = sidecar.documents if sidecar else 0
        current: Mask = np.zeros(0, np.bool_)
        if sidecar:
            raw = sidecar.ids.tobytes()
            columns.rearrange(raw[at : at + 16] for at in range(0, len(raw), 16))
            current = columns.live[:count] & (columns.text_sequence[:count] == sidecar.text_sequences)
        self.texts = Texts(sidecar, overlay, ~current)
        wanted = columns.live[: columns.count].copy()
        wanted[:count] &= ~current
        missing: list[bytes] = []
        for row in np.flatnonzero(wanted).tolist():
            text: Sequence[Sequence[str]] | None = held.get(columns.ids[row])
            if text is None:
                missing.append(columns.ids[row])
            else:
                overlay.put(row, text)
        self._take(self._feed.texts(missing))

    def _open(self) -> Sidecar | None:
        for _ in range(TRIES):
            stamp = self._folder.stamp()
            generation = self._folder.current()
            try:
                sidecar = Sidecar(self._folder.path / generation.sidecar) if generation else None
            except FileNotFoundError:
                continue  # swept away between the two looks: a newer one is there
            self._stamp = stamp
            return sidecar
        raise RuntimeError("the index is incomplete: flask search rebuild makes it anew")
