"""Whoosh by itself for the words: an index as its documentation makes it, its own matching and BM25F; NumPy for the rest."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from sqlalchemy import Engine
from whoosh import index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import STORED, TEXT, Schema
from whoosh.query import And, AndNot, Every, Or, Phrase, Prefix, Query, Term

from bench import store
from bench.arrays import Arrays, Rows, save
from bench.facts import Answer, Facts, all_facts, claims_of
from bench.kept import Ask, Kept
from bench.meant import understood
from bench.queries import Asked
from directory.search.meaning import Atom, Meaning

FILES = ("whoosh",)
FIELDS = {"name": 3.0, "organisation": 1.0, "description": 1.0, "labels": 1.0}
MEGABYTES = 512


def build(database: Engine, kept: Kept) -> None:
    folder = kept.path("whoosh")
    for name in ("index", "arrays"):
        (folder / name).mkdir(parents=True)
    documents = sqlite3.connect(folder / "documents.sqlite", isolation_level=None)
    documents.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {store.TABLE}; BEGIN")
    texts_of = {name: TEXT(analyzer=SpaceSeparatedTokenizer(), field_boost=boost) for name, boost in FIELDS.items()}
    made = index.create_in(str(folder / "index"), Schema(number=STORED, **texts_of))
    writer = made.writer(limitmb=MEGABYTES)
    table: list[Facts] = []
    claims: list[tuple[int, int, int]] = []
    for facts, row, texts in all_facts(database):
        table.append(facts)
        claims += [(facts.number, *each) for each in claims_of(row)]
        documents.execute(store.INSERT, store.values_of(facts.number, row))
        words = {name: " ".join(each) for name, each in zip(FIELDS, texts, strict=True) if each}
        writer.add_document(number=facts.number, **words)
    writer.commit(optimize=True)
    documents.execute("COMMIT")
    documents.close()
    save(folder / "arrays", table, claims)


def _atom(atom: Atom) -> list[Query]:
    if atom.prefix:
        return [Prefix(name, atom.prefix) for name in FIELDS]
    if len(atom.terms) == 1:
        return [Term(name, atom.terms[0], boost=atom.weight) for name in FIELDS]
    return [Phrase(name, list(atom.terms), boost=atom.weight) for name in FIELDS]


def _query(meant: Meaning) -> Query:
    """Write a text as Whoosh's query."""
    groups = [Or([each for atom in group for each in _atom(atom)]) for group in meant.required]
    wanted = And(groups) if groups else Every()
    return AndNot(wanted, Or([each for atom in meant.excluded for each in _atom(atom)])) if meant.excluded else wanted


@contextmanager
def opened(database: Engine, kept: Kept) -> Iterator[Ask]:
    del database
    folder = kept.path("whoosh")
    arrays, documents = Arrays(folder / "arrays"), store.Store(folder / "documents.sqlite")
    with index.open_dir(str(folder / "index")).searcher() as searcher:
        numbers = np.array([each["number"] for each in searcher.reader().all_stored_fields()])

        def ask(asked: Asked) -> Answer:
            meant = understood(asked.query)
            rows = Rows(slice(0, arrays.count), None)
            if meant:
                top = searcher.search(_query(meant), limit=None).top_n
                places = np.fromiter((place for _, place in top), np.int64, len(top))
                scores = np.fromiter((score for score, _ in top), np.float32, len(top)) if meant.required else None
                rows = Rows(numbers[places] - 1 if len(places) else places, scores)
            total, counts, first = arrays.finish(asked.query, asked.viewer, rows)
            shown = documents.read(first)
            store.marked(shown, meant)
            return Answer(total, counts, [row.service_id for row in shown])

        yield ask
    documents.close()
