"""What facets count, as bytes: each row's facts (migration 0008) come back strung together, and are counted here.

A fact such as ``type:foster_care`` is the first eight bytes of its SHA-256 in a row; what they stand for is known of
codes, and learnt from the table where they are none (authorities).
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from threading import Lock

import numpy as np
from sqlalchemy import Connection, text

from directory.codes import LANGUAGES, REGIONS, Gender, Rating, ServiceType, Specialism

OLDEST = 25

_all = text("""
    SELECT DISTINCT 'type:' || service_type FROM search_documents
    UNION SELECT DISTINCT 'gender:' || gender FROM search_documents
    UNION SELECT DISTINCT 'rating:' || rating FROM search_documents
    UNION SELECT DISTINCT 'authority:' || authority FROM search_documents
    UNION SELECT DISTINCT 'region:' || region FROM search_documents
    UNION SELECT DISTINCT 'age:' || age_minimum || '-' || age_maximum FROM search_documents
    UNION SELECT DISTINCT 'specialism:' || jsonb_object_keys(specialisms) FROM search_documents
    UNION SELECT DISTINCT 'language:' || jsonb_array_elements_text(languages) FROM search_documents
""")


def _known() -> Iterable[str]:
    for name, values in (("type", ServiceType), ("gender", Gender), ("rating", Rating), ("specialism", Specialism)):
        yield from (f"{name}:{each.value}" for each in values)
    yield from (f"language:{code}" for code in LANGUAGES)
    yield from (f"region:{region}" for region in REGIONS)
    yield from (f"age:{youngest}-{oldest}" for oldest in range(OLDEST + 1) for youngest in range(oldest + 1))


def number(fact: str) -> int:
    """Give the number that stands for a fact."""
    return int.from_bytes(sha256(fact.encode()).digest()[:8], sys.byteorder)


class Facts:
    """Knows what the numbers stand for. Any number of threads may count."""

    def __init__(self) -> None:
        self._names = {number(fact): fact for fact in _known()}
        self._learning = Lock()

    def counted(self, connection: Connection, strung: bytes | None) -> Mapping[str, dict[str, int]]:
        """Give by facet how often each value is in facts strung together."""
        numbers, counts = np.unique(np.frombuffer(strung or b"", np.uint64), return_counts=True)
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        wanted = numbers.tolist()
        if any(each not in self._names for each in wanted):
            self._learn(connection)
        for each, count in zip(wanted, counts.tolist(), strict=True):
            # not known still: a value that the last row to have it has lost since
            facet, _, value = self._names.get(each, "").partition(":")
            found[facet][value] = count
        return found

    def _learn(self, connection: Connection) -> None:
        facts = connection.execute(_all).scalars().all()
        with self._learning:
            self._names = self._names | {number(fact): fact for fact in facts if fact is not None}
