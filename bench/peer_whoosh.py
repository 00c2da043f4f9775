"""Whoosh by itself for the text: its own matching and BM25F over our index of record; our columns for the rest."""

import json
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from whoosh import index
from whoosh.query import And, AndNot, Or, Query, Term

from bench.arrays import Arrays
from bench.measure import measure
from bench.queries import QUERIES
from directory.search import SearchQuery
from directory.search.embedded.match import meaning
from directory.search.embedded.weights import FIELDS
from directory.search.syntax import parse


def whole(text: str) -> Query:
    """Give Whoosh's query for a text of ours."""
    meant = meaning(parse(text))

    def term(word: str) -> Query:
        return Or([Term(field.name, word) for field in FIELDS])

    wanted = And([Or([term(atom.terms[0]) for atom in group]) for group in meant.required])
    return AndNot(wanted, Or([term(atom.terms[0]) for atom in meant.excluded])) if meant.excluded else wanted


def run(database: Engine, folder: Path, count: int) -> dict[str, Any]:
    """Measure on the index that our own engine has built."""
    began = time.perf_counter()
    arrays = Arrays(database)
    current = json.loads((folder / "current.json").read_text(encoding="utf-8"))
    opened = index.open_dir(str(folder / current["record"]))
    with opened.searcher() as searcher:
        rows = {}
        for number in searcher.reader().all_doc_ids():
            rows[number] = arrays.columns.rows[bytes.fromhex(searcher.stored_fields(number)["id"])]
        built = time.perf_counter() - began

        def ask(query: SearchQuery) -> int:
            if not query.text:
                return arrays.finish(query, None, None)
            top = searcher.search(whole(query.text), limit=None).top_n
            return arrays.finish(query, [rows[number] for _, number in top], [score for score, _ in top])

        return measure(ask, QUERIES, count) | {"build_s": round(built, 1)}
