"""SQLite: FTS5 for the words, R*Tree for small circles, covering indexes, one statement a search.

Tried at 100,000 services and left: temporary tables instead of a materialised CTE (20% slower), sums over bits for the
specialisms (three times slower than grouping by the whole mask), R*Tree for circles of 40 miles and more (a third
slower than reading the narrow table).
"""

import math
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine

from bench import store
from bench.conditions import Conditions, band, conditions, fresh, keys
from bench.counted import FACETS, collected, column, facets, packed, total
from bench.data import NOW
from bench.facts import SPOKEN, Answer, Facts, all_facts, claims_of
from bench.kept import Ask, Kept
from bench.meant import understood
from bench.queries import Asked
from directory.search import SearchQuery
from directory.search.meaning import Atom, Meaning

FILE = "fts5.sqlite"
FILES = (FILE,)
SCHEMA = f"""
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; PRAGMA page_size=8192;
CREATE TABLE d(id INTEGER PRIMARY KEY, {", ".join(Facts._fields[1:])});
CREATE TABLE claim(v, d, until, PRIMARY KEY(v, d)) WITHOUT ROWID;
CREATE TABLE lang(v, d, PRIMARY KEY(v, d)) WITHOUT ROWID;
CREATE VIRTUAL TABLE t USING fts5(name, org, body, labels, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '_'");
CREATE VIRTUAL TABLE box USING rtree_i32(id, a, b, c, e);
{store.TABLE};
BEGIN;
"""
INDEXES = """
INSERT INTO t(t) VALUES('optimize');
CREATE INDEX d_type ON d(type, hidden); CREATE INDEX d_region ON d(region, hidden);
CREATE INDEX d_authority ON d(authority, hidden); CREATE INDEX d_gender ON d(gender, hidden);
CREATE INDEX d_rating ON d(rating, hidden); CREATE INDEX d_ages ON d(youngest, oldest, hidden);
CREATE INDEX d_confirmed ON d(confirmed, hidden); CREATE INDEX d_owner ON d(owner);
CREATE INDEX d_specs ON d(specs, hidden); CREATE INDEX d_langs ON d(langs, hidden);
CREATE INDEX d_rank ON d(name_rank, hidden, confirmed, starts, available);
CREATE INDEX claim_until ON claim(v, until, d);
ANALYZE;
"""
SMALL_CIRCLE_MILES = 30.0
GRID = 10_000
"""The tree holds whole numbers: degrees times this."""


def build(database: Engine, kept: Kept) -> None:
    connection = sqlite3.connect(kept.path(FILE), isolation_level=None)
    connection.executescript(SCHEMA)
    insert = f"INSERT INTO d VALUES({','.join('?' * len(Facts._fields))})"
    for facts, row, texts in all_facts(database):
        connection.execute(insert, facts)
        connection.execute(store.INSERT, store.values_of(facts.number, row))
        connection.execute(
            "INSERT INTO t(rowid, name, org, body, labels) VALUES(?,?,?,?,?)",
            (facts.number, *(" ".join(each) for each in texts)),
        )
        connection.executemany("INSERT INTO claim VALUES(?,?,?)", [(v, facts.number, u) for v, u in claims_of(row)])
        spoken = [(v, facts.number) for v in range(len(SPOKEN)) if facts.langs >> v & 1]
        connection.executemany("INSERT INTO lang VALUES(?,?)", spoken)
        y, x = round(row.latitude * GRID), round(row.longitude * GRID)
        connection.execute("INSERT INTO box VALUES(?,?,?,?,?)", (facts.number, y, y, x, x))
    connection.executescript(INDEXES)
    connection.close()


def _atom(atom: Atom) -> str:
    if atom.prefix:
        return f'"{atom.prefix}" *'
    return '"' + " ".join(atom.terms) + '"'


def match(meant: Meaning) -> tuple[str, str]:
    """Give what must and what must not be there, as FTS5 reads it."""
    groups = ["(" + " OR ".join(map(_atom, group)) + ")" for group in meant.required]
    return " AND ".join(groups), " OR ".join(map(_atom, meant.excluded))


def _source(c: Conditions, query: SearchQuery, meant: Meaning) -> tuple[str, str]:
    """Give where rows come from, and the score."""
    required, excluded = match(meant)
    if required:
        c.values["q"] = f"({required}) NOT ({excluded})" if excluded else required
        c.plain.insert(0, "t MATCH :q")
        return "t CROSS JOIN d ON d.id=t.rowid", "bm25(t,3.0,1.0,1.0,1.0)"
    if excluded:
        c.values["q"] = excluded
        c.plain.append("d.id NOT IN (SELECT rowid FROM t WHERE t MATCH :q)")
    if query.near and query.within_miles is not None and query.within_miles <= SMALL_CIRCLE_MILES:
        north = query.within_miles / 68.5 + 0.001
        east = north / math.cos(math.radians(query.near.latitude))
        for low, high, at, away in (("a", "b", query.near.latitude, north), ("c", "e", query.near.longitude, east)):
            c.plain.insert(0, f"{low}>={c.put(int((at - away) * GRID))} AND {high}<={c.put(int((at + away) * GRID))}")
        return "box CROSS JOIN d ON d.id=box.id", "0"
    return "d", "0"


def _all(c: Conditions, keys: list[str], at: str) -> str:
    """Write a search that asks for nothing: covering indexes give each count in order."""
    plain = " AND ".join(c.plain) or "1"
    by = {facet: column(facet, fresh(NOW)) for facet in FACETS} | {"k3": "youngest, oldest", "specs": "specs"}
    shown = packed("0") | {facet: column(facet, fresh(NOW)) for facet in FACETS}
    parts = [f"SELECT '{name}', {shown[name]}, count(*) FROM d WHERE {plain} GROUP BY {by[name]}" for name in by]
    parts.append(f"SELECT * FROM (SELECT 'top', id, 0 FROM d WHERE {plain} ORDER BY {','.join(keys)}, id {at})")
    return " UNION ALL ".join(parts)


def statement(asked: Asked, meant: Meaning) -> tuple[str, dict[str, Any]]:
    """Write a search as one statement that gives (what, value, count), then ('top', number, 0) for the rows shown."""
    query = asked.query
    c = conditions(query, asked.viewer, NOW)
    order = keys(c, query, NOW, "s" if meant.required else None)
    at = f"LIMIT {query.per_page} OFFSET {(query.page - 1) * query.per_page}"
    if not meant and not c.choices and c.plain in ([], ["(hidden=0)"]):
        return _all(c, order, at), c.values
    base, score = _source(c, query, meant)
    where, chosen = " AND ".join(c.plain) or "1", " AND ".join(c.choices.values()) or "1"
    ctes, one = [], "d.id"
    if c.choices and base != "d":
        ctes.append(f"base AS MATERIALIZED (SELECT d.*, {score} AS s FROM {base} WHERE {where})")
        base, where, score, one = "base", "1", "s", "id"
    columns = packed(fresh(NOW), band(c, query)) | {
        f"s{place}": score if key == "s" else key for place, key in enumerate(order)
    }
    hit = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    ctes.append(f"hit AS MATERIALIZED (SELECT {one} AS id, {hit} FROM {base} WHERE {where} AND {chosen})")
    parts = [f"SELECT '{name}', {name}, count(*) FROM hit GROUP BY 2" for name in packed("")]
    for facet in c.choices:
        others = " AND ".join(sql for other, sql in c.choices.items() if other != facet) or "1"
        counted = column(facet, fresh(NOW))
        parts.append(f"SELECT '{facet}', {counted}, count(*) FROM {base} WHERE {where} AND {others} GROUP BY 2")
    sorts = ",".join(f"s{place}" for place in range(len(order)))
    parts.append(f"SELECT * FROM (SELECT 'top', id, 0 FROM hit ORDER BY {sorts}, id {at})")
    return f"WITH {', '.join(ctes)} {' UNION ALL '.join(parts)}", c.values


@contextmanager
def opened(database: Engine, kept: Kept) -> Iterator[Ask]:
    del database
    documents = store.Store(kept.path(FILE))
    connection = documents.connection

    def ask(asked: Asked) -> Answer:
        meant = understood(asked.query)
        found, top = collected(connection.execute(*statement(asked, meant)), asked.query)
        rows = documents.read(top)
        store.marked(rows, meant)
        return Answer(total(found), facets(found, near=asked.query.near is not None), [row.service_id for row in rows])

    yield ask
    documents.close()
