"""How much a word says of a document: BM25F with the lengths measured against constants.

Against the average length of all documents, one document's score would tell of the others', hidden ones too;
against constants it depends on its own words alone, so that documents are weighed once and merged as they are.
"""

from typing import NamedTuple

import numpy as np

from directory.search.embedded.arrays import Array, Floats, Ints, Longs, Scores

K1 = 1.2
B = 0.75


class Field(NamedTuple):
    """A part of the text, how much it counts, and the length (in words) taken as usual."""

    name: str
    boost: float
    usual_words: float


FIELDS = (
    Field("name", 3.0, 5.0),
    Field("organisation", 1.0, 4.0),
    Field("description", 1.0, 80.0),
    Field("specialisms", 1.0, 8.0),
)
_BOOST = np.array([f.boost for f in FIELDS])
_USUAL = np.array([f.usual_words for f in FIELDS])


class Postings(NamedTuple):
    """Terms' documents, term by term: ``starts`` (terms + 1,), ``rows`` and ``impacts`` (postings,)."""

    starts: Longs
    rows: Ints
    impacts: Scores


def weigh(terms: Array, documents: Array, fields: Array, lengths: Array, count: int) -> Postings:
    """Weigh tokens that are sorted by term, then document, then field.

    ``terms``, ``documents``, ``fields`` (tokens,): numbers; ``lengths`` (documents, fields), words; ``count``: terms.
    """
    if not len(terms):
        return Postings(np.zeros(count + 1, np.int64), np.empty(0, np.int32), np.empty(0, np.float32))
    new_posting = np.empty(len(terms), np.bool_)
    new_posting[0] = True
    new_posting[1:] = (terms[1:] != terms[:-1]) | (documents[1:] != documents[:-1])
    new_run = new_posting.copy()
    new_run[1:] |= fields[1:] != fields[:-1]
    runs = np.flatnonzero(new_run)
    times = np.diff(np.append(runs, len(terms))).astype(np.float64)
    field, document = fields[runs], documents[runs]
    longer = lengths[document, field] / _USUAL[field]
    impacts: Floats = _BOOST[field] * times * (K1 + 1) / (times + K1 * (1 - B + B * longer))
    begins = np.flatnonzero(new_posting[runs])
    summed = np.add.reduceat(impacts, begins).astype(np.float32)
    heads = runs[begins]
    starts = np.searchsorted(terms[heads], np.arange(count + 1)).astype(np.int64)
    return Postings(starts, documents[heads].astype(np.int32), summed)


def idf(holding: int, documents: int) -> float:
    """Give how rare a term is, from how many documents hold it: always above 0."""
    documents = max(1, documents)
    return float(np.log(documents / (min(holding, documents) + 1)) + 1.0)
