"""tantivy for the words, NumPy for the rest; where many services match, tantivy's own columns count and choose.

Two plans: few matches, or a circle: all hits come to NumPy. Many, ordered by words: filters, facets and the 20 best
are asked of tantivy, so that the hits never become Python objects (at 100,000 services 1.4 to 4 times faster there).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import tantivy
from sqlalchemy import Engine

from bench import store
from bench.arrays import Arrays, Rows, save
from bench.data import NOW
from bench.facts import (
    CODES,
    NO_DAY,
    NUMBERS,
    SPECIALISMS,
    SPOKEN,
    Answer,
    Counts,
    Facts,
    ages,
    all_facts,
    claims_of,
    named,
    owner_number,
    seconds,
    today,
)
from bench.kept import Ask, Kept
from bench.meant import understood
from bench.queries import Asked
from directory.codes import AGEING_DAYS, CURRENT_DAYS
from directory.search import SearchQuery, Viewer
from directory.search.embedded.filters import takes
from directory.search.meaning import Atom, Meaning
from directory.search.port import Sort

FILES = ("tantivy",)
HEAP = 512_000_000
MANY = 3_000
"""Above so many matching services, tantivy counts itself."""
_COUNTED = ("type", "gender", "rating", "region", "authority", "ages", "confirmed", "available", "starts", "hidden")
_SEVERAL = ("spec", "lang", "assured")
BETWEEN = "\x1f"
NAME_BOOST = 3.0


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in ("name", "body"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("number", *_COUNTED, *_SEVERAL, "owner"):
        builder.add_integer_field(name, stored=False, indexed=name != "number", fast=True)
    return builder.build()


def build(database: Engine, kept: Kept) -> None:
    folder = kept.path("tantivy")
    for name in ("index", "arrays"):
        (folder / name).mkdir(parents=True)
    documents = sqlite3.connect(folder / "documents.sqlite", isolation_level=None)
    documents.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {store.TABLE}; BEGIN")
    index = tantivy.Index(_schema(), path=str(folder / "index"))
    writer = index.writer(heap_size=HEAP, num_threads=2)
    table: list[Facts] = []
    claims: list[tuple[int, int, int]] = []
    for facts, row, texts in all_facts(database):
        table.append(facts)
        claimed = list(claims_of(row))
        claims += [(facts.number, *each) for each in claimed]
        documents.execute(store.INSERT, store.values_of(facts.number, row))
        body = f" {BETWEEN} ".join(" ".join(each) for each in texts[1:])
        document = tantivy.Document(name=" ".join(texts[0]), body=body, number=facts.number, owner=facts.owner)
        values = facts._asdict() | {"ages": facts.youngest * 32 + facts.oldest}
        for name in _COUNTED:
            document.add_integer(name, values[name])
        for specialism, until in claimed:
            document.add_integer("spec", specialism)
            if until >= today(NOW).toordinal():
                document.add_integer("assured", specialism)
        for language in range(len(SPOKEN)):
            if facts.langs >> language & 1:
                document.add_integer("lang", language)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    documents.execute("COMMIT")
    documents.close()
    save(folder / "arrays", table, claims)


class _Matching:
    """Writes texts as tantivy's queries."""

    def __init__(self, schema: Any) -> None:
        self._schema = schema

    def query(self, meant: Meaning) -> Any:
        required = [
            (tantivy.Occur.Must, self._any([each for atom in group for each in self._atom(atom)]))
            for group in meant.required
        ]
        excluded = [(tantivy.Occur.MustNot, self._any(self._atom(atom))) for atom in meant.excluded]
        if not required:
            required = [(tantivy.Occur.Must, tantivy.Query.all_query())]
        return tantivy.Query.boolean_query([*required, *excluded])

    def _any(self, queries: list[Any]) -> Any:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, each) for each in queries])

    def _atom(self, atom: Atom) -> list[Any]:
        found = []
        for name in ("name", "body"):
            if atom.prefix:
                one = tantivy.Query.regex_query(self._schema, name, f"{atom.prefix}.*")
            elif len(atom.terms) == 1:
                one = tantivy.Query.term_query(self._schema, name, atom.terms[0])
            else:
                one = tantivy.Query.phrase_query(self._schema, name, list(atom.terms))
            boost = atom.weight * (NAME_BOOST if name == "name" else 1.0)
            found.append(one if boost == 1.0 else tantivy.Query.boost_query(one, boost))
        return found


class _Choosing:
    """Writes filters as tantivy's queries, which count nothing towards the score."""

    def __init__(self, schema: Any) -> None:
        self._schema = schema

    def _in(self, name: str, values: list[int]) -> Any:
        return tantivy.Query.term_set_query(self._schema, name, values)

    def _between(self, name: str, low: int | None, high: int | None) -> Any:
        return tantivy.Query.range_query(self._schema, name, tantivy.FieldType.Integer, low, high)

    def _either(self, *queries: Any) -> Any:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, each) for each in queries])

    def plain(self, query: SearchQuery, viewer: Viewer) -> list[Any]:
        found = []
        own = owner_number(viewer.organisation_id) if viewer.organisation_id else -1
        if not viewer.sees_confidential:
            public = self._in("hidden", [0])
            found.append(self._either(public, self._in("owner", [own])) if own >= 0 else public)
        if query.mine:
            found.append(self._in("owner", [own]))
        if query.age is not None:
            found.append(self._in("ages", [a * 32 + b for a in range(query.age + 1) for b in range(query.age, 32)]))
        if query.places is not None or query.by is not None:
            found.append(self._between("confirmed", seconds(NOW) - AGEING_DAYS * 86400, None))
        if query.places is not None:
            found.append(self._between("available", query.places, None))
        if query.by is not None:
            free = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Must, self._in("starts", [NO_DAY])),
                    (tantivy.Occur.Must, self._between("available", 1, None)),
                ]
            )
            found.append(self._either(self._between("starts", None, query.by.toordinal()), free))
        claimed = "assured" if query.assured else "spec"
        found += [self._in(claimed, [NUMBERS["specialism"][each.value]]) for each in query.specialisms]
        if query.assured and not query.specialisms:
            found.append(self._in("assured", list(range(len(SPECIALISMS)))))
        return found

    def choices(self, query: SearchQuery) -> dict[str, Any]:
        found = {}
        for name, values in (("type", query.types), ("rating", query.ratings)):
            if values:
                found[name] = self._in(name, [NUMBERS[name][each.value] for each in values])
        if query.gender:
            found["gender"] = self._in("gender", [NUMBERS["gender"][each.value] for each in takes(query.gender)])
        if query.languages:
            found["language"] = self._in("lang", [NUMBERS["language"].get(each, 99) for each in query.languages])
        if query.freshness:
            bounds = (None, seconds(NOW) - AGEING_DAYS * 86400, seconds(NOW) - CURRENT_DAYS * 86400, None)
            places = [2 - NUMBERS["freshness"][each.value] for each in query.freshness]
            spans = [(bounds[at], None if bounds[at + 1] is None else int(bounds[at + 1] or 0) - 1) for at in places]
            found["freshness"] = self._either(*(self._between("confirmed", *span) for span in spans))
        for name, value in (("authority", query.authority), ("region", query.region)):
            if value is not None:
                found[name] = self._in(name, [NUMBERS[name].get(value, -2)])
        return found


def _terms(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": 1000, "segment_size": 1000}}


_AGEING, _CURRENT = seconds(NOW) - AGEING_DAYS * 86400, seconds(NOW) - CURRENT_DAYS * 86400
_FRESHNESS = {
    "range": {"field": "confirmed", "ranges": [{"to": _AGEING}, {"from": _AGEING, "to": _CURRENT}, {"from": _CURRENT}]}
}
_FACETS: dict[str, dict[str, Any]] = {
    **{name: _terms(name) for name in ("type", "gender", "rating", "region", "authority")},
    "age": _terms("ages"), "specialism": _terms("spec"), "language": _terms("lang"), "freshness": _FRESHNESS,
}  # fmt: skip


def _named(name: str, buckets: list[dict[str, Any]]) -> dict[str, int]:
    if name == "freshness":
        return {CODES[name][2 - at]: each["doc_count"] for at, each in enumerate(buckets[:3]) if each["doc_count"]}
    counts = [(int(each["key"]), each["doc_count"]) for each in buckets]
    return ages((k >> 5, k & 31, n) for k, n in counts) if name == "age" else named(name, counts)


class _Native:
    """Searches of which tantivy does all."""

    def __init__(self, searcher: Any, schema: Any) -> None:
        self._searcher, self._choosing = searcher, _Choosing(schema)

    def search(self, asked: Asked, matching: Any) -> tuple[int, Counts, list[int]]:
        query = asked.query
        plain = [matching, *(self._quiet(each) for each in self._choosing.plain(query, asked.viewer))]
        choices = {name: self._quiet(each) for name, each in self._choosing.choices(query).items()}
        every = self._all([*plain, *choices.values()])
        found = self._searcher.search(every, limit=query.per_page, offset=(query.page - 1) * query.per_page, count=True)
        counted = self._counts(every, {name: agg for name, agg in _FACETS.items() if name not in choices})
        for name in choices:
            others = self._all([*plain, *(each for other, each in choices.items() if other != name)])
            counted |= self._counts(others, {name: _FACETS[name]})
        addresses = [address for _, address in found.hits]
        top = self._searcher.fast_field_values("number", addresses) if addresses else []
        return found.count, counted, top

    def _quiet(self, query: Any) -> Any:
        return tantivy.Query.const_score_query(query, 0.0)

    def _all(self, queries: list[Any]) -> Any:
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in queries])

    def _counts(self, query: Any, aggregations: dict[str, Any]) -> dict[str, dict[str, int]]:
        counted = self._searcher.aggregate(query, aggregations)
        return {name: _named(name, counted[name]["buckets"]) for name in aggregations}


@contextmanager
def opened(database: Engine, kept: Kept) -> Iterator[Ask]:
    del database
    folder = kept.path("tantivy")
    index = tantivy.Index.open(str(folder / "index"))
    searcher, matching = index.searcher(), _Matching(index.schema)
    native, arrays = _Native(searcher, index.schema), Arrays(folder / "arrays")
    documents = store.Store(folder / "documents.sqlite")

    def ask(asked: Asked) -> Answer:
        query, meant = asked.query, understood(asked.query)
        if not meant:
            found = arrays.finish(query, asked.viewer, Rows(slice(0, arrays.count), None))
        else:
            text = matching.query(meant)
            # NumPy is needed for circles and for other orders
            many = meant.required and query.sort is Sort.RELEVANCE and not query.near and not query.avoid
            if many and searcher.search(text, limit=1, count=True).count > MANY:
                found = native.search(asked, text)
            else:
                found = arrays.finish(query, asked.viewer, _rows(searcher, text, arrays.count, bool(meant.required)))
        total, counts, top = found
        rows = documents.read(top)
        store.marked(rows, meant)
        return Answer(total, counts, [row.service_id for row in rows])

    yield ask
    documents.close()


def _rows(searcher: Any, text: Any, count: int, scored: bool) -> Rows:
    hits = searcher.search(text, limit=count, count=False).hits
    addresses = [address for _, address in hits]
    numbers = searcher.fast_field_values("number", addresses) if addresses else []
    scores = np.array([score for score, _ in hits], np.float32) if scored else None
    return Rows(np.array(numbers, np.int64) - 1, scores)
