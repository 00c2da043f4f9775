"""tantivy for the text (all hits into Python), our columns for the rest."""

import re
import time
from pathlib import Path
from typing import Any

import tantivy
from sqlalchemy import Engine

from bench.arrays import Arrays
from bench.measure import measure
from bench.queries import QUERIES
from directory.search import SearchQuery
from directory.search.embedded.feed import text_of


def run(database: Engine, folder: Path, count: int) -> dict[str, Any]:
    """Build, then measure."""
    began = time.perf_counter()
    arrays = Arrays(database)
    builder = tantivy.SchemaBuilder()
    for name in ("name", "organisation", "description", "specialisms"):
        builder.add_text_field(name, tokenizer_name="en_stem")
    builder.add_integer_field("row", stored=False, fast=True)
    path = folder.parent / "tantivy"
    path.mkdir()
    index = tantivy.Index(builder.build(), path=str(path))
    writer = index.writer(heap_size=256_000_000)
    for text in arrays.feed.all_texts():
        name, organisation, description, specialisms = text_of(text)
        row = arrays.columns.rows[text.service_id.bytes]
        fields = {"name": name, "organisation": organisation, "description": description, "specialisms": specialisms}
        writer.add_document(tantivy.Document(row=row, **fields))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    built = time.perf_counter() - began
    searcher = index.searcher()

    def ask(query: SearchQuery) -> int:
        if not query.text:
            return arrays.finish(query, None, None)
        text = re.sub(r"(?<=\w) (?=\w)", " AND ", query.text).replace("AND OR AND", "OR")
        parsed = index.parse_query(text, ["name", "organisation", "description", "specialisms"], {"name": 3.0})
        hits = searcher.search(parsed, limit=count, count=False).hits
        rows = searcher.fast_field_values("row", [address for _, address in hits]) if hits else []
        return arrays.finish(query, rows, [score for score, _ in hits])

    return measure(ask, QUERIES, count) | {"build_s": round(built, 1)}
