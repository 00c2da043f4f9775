"""What the peers without columns of their own filter and count with: our columns, our filters, our facets."""

from collections.abc import Sequence

import numpy as np
from sqlalchemy import Engine

from bench.data import NOW
from directory.search import SearchQuery
from directory.search.embedded.columns import Columns
from directory.search.embedded.engine import _highlights, _marker
from directory.search.embedded.facets import facets
from directory.search.embedded.feed import Feed
from directory.search.embedded.filters import Rows, chosen, narrowed
from directory.search.embedded.match import meaning
from directory.search.embedded.order import first, keys
from directory.search.syntax import parse


class Arrays:
    """The documents of a database as columns."""

    def __init__(self, database: Engine) -> None:
        self.feed, self.columns = Feed(database), Columns()
        self.columns.load(self.feed.changed_since(-1))

    def finish(self, query: SearchQuery, rows: Sequence[int] | None, scores: Sequence[float] | None) -> int:
        """Filter, count facets, order, fetch and highlight what a text engine matched; None is everything."""
        columns = self.columns
        if rows is None:
            found = Rows(columns, NOW, slice(0, columns.count))
        else:
            found = Rows(columns, NOW, np.array(rows, np.int32), np.array(scores, np.float32))
        found = narrowed(found, query, None)
        choices = chosen(found, query)
        facets(found, choices)
        kept = found.keep(np.logical_and.reduce(list(choices.values()))) if choices else found
        top = kept.numbers()[first(keys(kept, query), 20)] if len(kept) else []
        mark = _marker(meaning(parse(query.text)))
        for document in self.feed.documents([columns.ids[row] for row in top]).values():
            _highlights(document, mark)
        return len(kept)
