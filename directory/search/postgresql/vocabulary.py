"""The words of the documents that a viewer may see: what a beginning stands for, and what may have been meant."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from directory.search.embedded.analysis import stem
from directory.search.embedded.spelling import becomes, edits, most_edits, spellable
from directory.search.embedded.suggest import FEW, enough
from directory.search.embedded.texts import MOST_ALIKE, MOST_EXPANSIONS
from directory.search.meaning import Atom
from directory.search.port import Viewer
from directory.search.postgresql.filters import as_tsquery
from directory.search.postgresql.table import d, visible, words
from directory.search.postgresql.tsquery import quoted

ENOUGH = enough(FEW)
LAST_LETTER = "\U0010ffff"

w = words.c


class Vocabulary:
    """Asks for the words that one viewer may see."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection, self._viewer = connection, viewer
        self._times = w.documents if viewer.sees_confidential else w.public_documents

    def stands_for(self, atom: Atom) -> Sequence[str]:
        """Give the stems that a beginning, or a word spelt nearly so, stands for."""
        return self.expand(atom.prefix) if atom.prefix else self.spelt_like(atom.like)

    def spelt_like(self, word: str) -> Sequence[str]:
        """Give the stems of this word and of those spelt nearly so: of many the nearest."""
        found = self.alike(word)
        chosen = sorted(found, key=lambda each: (found[each], each))[:MOST_ALIKE]
        return sorted({stem(each) for each in [word, *chosen]})

    def expand(self, prefix: str) -> Sequence[str]:
        """Give the stems of the words that begin so; of more than ``MOST_EXPANSIONS`` words the most frequent."""
        begins = and_(w.word.between(prefix, prefix + LAST_LETTER), self._known())
        chosen = select(w.stem).where(begins).order_by(self._times.desc(), w.word).limit(MOST_EXPANSIONS)
        return sorted(set(self._connection.execute(chosen).scalars()))

    def alike(self, word: str) -> dict[str, tuple[int, int]]:
        """Give the words spelt nearly as one: how many edits away, and minus how many documents hold them."""
        if not spellable(word):
            return {}
        most = most_edits(word)
        # the words that become what this one becomes when letters are left out: the table of the embedded engine
        rows = select(w.word, self._times).where(w.becomes.overlap(becomes(word)), self._known())
        found: dict[str, tuple[int, int]] = {}
        for other, times in self._connection.execute(rows.order_by(w.word)):
            away = edits(word, other, most)
            if 0 < away <= most:
                found[other] = (away, -times)
        return found

    def held(self, stem: str) -> int:
        """Give how many documents that the viewer may see hold a stem: of very many, as many as matter."""
        there = d.stems.bool_op("@@")(as_tsquery(quoted(stem)))
        some = select(d.service_id).where(there, visible(self._viewer)).limit(ENOUGH).subquery()
        return int(self._connection.scalar(select(func.count()).select_from(some)) or 0)

    def _known(self) -> ColumnElement[bool]:
        if self._viewer.sees_confidential or self._viewer.organisation_id is None:
            return self._times > 0
        own = and_(d.organisation_id == self._viewer.organisation_id, d.confidential, ~d.gone)
        return or_(self._times > 0, w.word.in_(select(func.unnest(d.words)).where(own)))
