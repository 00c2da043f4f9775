"""SQLite: FTS5 with Porter stems, R*Tree for the box, tables of codes, one temporary table of what matched."""

import math
import re
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from bench.data import NOW
from bench.measure import measure
from bench.queries import QUERIES
from directory.codes import Gender
from directory.search import SearchQuery
from directory.search.embedded.feed import text_of
from directory.search.models import SearchDocument
from directory.search.port import Sort

SCHEMA = """
CREATE TABLE d(id INTEGER PRIMARY KEY, type, gender, rating, region, authority, amin, amax, free, fresh, lat, lon, name);
CREATE TABLE spec(d, v, PRIMARY KEY(v, d)) WITHOUT ROWID; CREATE INDEX spec_d ON spec(d, v);
CREATE TABLE lang(d, v, PRIMARY KEY(v, d)) WITHOUT ROWID; CREATE INDEX lang_d ON lang(d, v);
CREATE VIRTUAL TABLE t USING fts5(name, org, body, tokenize='porter unicode61');
CREATE VIRTUAL TABLE box USING rtree(id, a, b, c, e);
"""
INDEXES = """
CREATE INDEX d_type ON d(type); CREATE INDEX d_region ON d(region); CREATE INDEX d_free ON d(free); ANALYZE;
"""


def miles(a: float, b: float, c: float, d: float) -> float:
    """Give the distance on a sphere."""
    p, q, dl = math.radians(a), math.radians(c), math.radians(d - b)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(dl / 2) ** 2
    return 2 * 3958.761 * math.asin(math.sqrt(h))


def match(text: str) -> str:
    """Write a text of ours in FTS5's way."""
    minus = re.findall(r"(?<!\S)-(\w+)", text)
    plain = re.sub(r"(?<!\S)-\w+", "", text).strip()
    return " NOT ".join([f"({plain})", *minus])


def fill(database: Engine, cx: sqlite3.Connection) -> None:
    cx.executescript(SCHEMA)
    with database.connect().execution_options(yield_per=1000) as source:
        for i, r in enumerate(source.execute(select(SearchDocument.__table__)), 1):
            fresh = r.confirmed_at is not None and (NOW - r.confirmed_at).days < 28
            facts = (r.service_type, r.gender, r.rating, r.region, r.authority, r.age_minimum, r.age_maximum)
            free = (r.available or 0) if fresh else 0
            row = (i, *facts, free, fresh, r.latitude, r.longitude, r.name)
            cx.execute("INSERT INTO d VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)", row)
            cx.executemany("INSERT INTO spec VALUES(?,?)", [(i, v) for v in r.specialisms])
            cx.executemany("INSERT INTO lang VALUES(?,?)", [(i, v) for v in r.languages])
            labels = text_of(r)[3]
            text = (i, r.name, r.organisation_name, f"{r.description} {labels}")
            cx.execute("INSERT INTO t(rowid, name, org, body) VALUES(?,?,?,?)", text)
            cx.execute("INSERT INTO box VALUES(?,?,?,?,?)", (i, r.latitude, r.latitude, r.longitude, r.longitude))
    cx.executescript(INDEXES)
    cx.commit()


def where(q: SearchQuery) -> tuple[str, list[Any]]:
    parts, values = ["1"], []  # type: list[str], list[Any]

    def add(sql: str, *more: Any) -> None:
        parts.append(sql)
        values.extend(more)

    def marks(of: tuple[Any, ...]) -> str:
        return ",".join("?" * len(of))

    if q.near and q.within_miles is not None:
        n, r = q.near, q.within_miles
        dy, dx = r / 68.5, r / 68.5 / math.cos(math.radians(n.latitude))
        box = (n.latitude - dy, n.latitude + dy, n.longitude - dx, n.longitude + dx)
        add("d.id IN (SELECT id FROM box WHERE a>=? AND b<=? AND c>=? AND e<=?)", *box)
        add("miles(?,?,d.lat,d.lon)<=?", n.latitude, n.longitude, r)
    for s in q.specialisms:
        add("EXISTS(SELECT 1 FROM spec WHERE v=? AND spec.d=d.id)", s.value)
    if q.languages:
        add(f"d.id IN (SELECT d FROM lang WHERE v IN ({marks(q.languages)}))", *q.languages)
    for column, chosen in (("type", q.types), ("rating", q.ratings)):
        if chosen:
            add(f"{column} IN ({marks(chosen)})", *chosen)
    if q.age is not None:
        add("amin<=? AND amax>=?", q.age, q.age)
    if q.gender:
        add("gender IN (?,?)", q.gender, Gender.ANY)
    if q.places:
        add("free>=?", q.places)
    if q.region:
        add("region=?", q.region)
    return " AND ".join(parts), values


def ask(cx: sqlite3.Connection, q: SearchQuery) -> int:
    sql, values = where(q)
    cx.execute("DELETE FROM hit")
    if q.text:
        source = "SELECT rowid AS id, bm25(t, 3.0, 1.0, 1.0) AS s FROM t WHERE t MATCH ?"
        found = f"SELECT d.id, m.s FROM ({source}) m CROSS JOIN d ON d.id=m.id WHERE {sql}"
        cx.execute(f"INSERT INTO hit {found}", [match(q.text), *values])
    else:
        cx.execute(f"INSERT INTO hit SELECT d.id, 0 FROM d WHERE {sql}", values)
    total: int = cx.execute("SELECT count(*) FROM hit").fetchone()[0]
    order, more = ("s, id", [])  # type: str, list[Any]
    if q.sort is Sort.DISTANCE and q.near:
        order, more = "miles(?,?,d.lat,d.lon), id", [q.near.latitude, q.near.longitude]
    elif not q.text:
        order = "d.free=0, NOT d.fresh, d.name"
    top = cx.execute(f"SELECT hit.id FROM hit JOIN d USING(id) ORDER BY {order} LIMIT 20", more).fetchall()
    for column in ("type", "gender", "rating", "region", "authority"):
        cx.execute(f"SELECT {column}, count(*) FROM hit JOIN d USING(id) GROUP BY 1 ORDER BY 2 DESC").fetchall()
    for table in ("spec", "lang"):
        cx.execute(f"SELECT v, count(*) FROM hit JOIN {table} x ON x.d=hit.id GROUP BY 1 ORDER BY 2 DESC").fetchall()
    for (i,) in top:
        if q.text:
            shown = "SELECT snippet(t, 2, '<mark>', '</mark>', '', 32), highlight(t, 0, '<mark>', '</mark>') FROM t"
            cx.execute(f"{shown} WHERE t MATCH ? AND rowid=?", (match(q.text), i)).fetchone()
        else:
            cx.execute("SELECT name, org, body FROM t WHERE rowid=?", (i,)).fetchone()
    return total


def run(database: Engine, folder: Path, count: int) -> dict[str, Any]:
    """Build, then measure."""
    began = time.perf_counter()
    cx = sqlite3.connect(folder.parent / "fts5.sqlite")
    cx.create_function("miles", 4, miles, deterministic=True)
    fill(database, cx)
    built = time.perf_counter() - began
    cx.executescript("PRAGMA cache_size=-262144; PRAGMA mmap_size=2000000000; PRAGMA temp_store=MEMORY")
    cx.execute("CREATE TEMP TABLE hit(id INTEGER PRIMARY KEY, s)")
    return measure(lambda query: ask(cx, query), QUERIES, count) | {"build_s": round(built, 1)}
