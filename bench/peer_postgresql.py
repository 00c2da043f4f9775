"""PostgreSQL: tsvectors under GIN, PostGIS under GiST, narrow facts apart from words, one round trip a search.

Tried at 100,000 services and left (medians on a busy machine): one wide table (1.3 to 4 times slower without words),
ST_DWithin on geography (1.2 to 1.8 times slower than the box and the straight line), two parallel workers and facets
by UNION ALL instead of grouping sets (the same within noise), plans kept for any values (up to 1.8 times slower:
they do not know how frequent the words are).
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Engine

from bench import store
from bench.conditions import Conditions, band, conditions, fresh, keys
from bench.counted import Found, collected, column, facets, packed, total
from bench.data import NOW
from bench.facts import Answer, Facts, all_facts, claims_of
from bench.kept import Ask, Kept
from bench.meant import understood
from bench.queries import Asked
from bench.server import server
from directory.search import SearchQuery
from directory.search.meaning import Atom, Meaning

FILES = ("postgresql",)
_WIDE = {"owner", "confirmed", "specs", "langs"}
_REAL = {"x", "y", "z", "radius"}
_FACTS = ", ".join(
    f"{name} {'bigint' if name in _WIDE else 'float8' if name in _REAL else 'int'}" for name in Facts._fields[1:]
)
_DOCUMENT = ", ".join(
    f"{name} {'text' if name not in ('latitude', 'longitude') else 'float8'}" for name in store.FIELDS
)
SCHEMA = f"""
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE TABLE d(id int, {_FACTS}, place geography(Point));
CREATE TABLE w(id int, {_FACTS}, v tsvector);
ALTER TABLE w ALTER v SET STORAGE PLAIN;
CREATE TABLE doc(id int, {_DOCUMENT});
CREATE TABLE claim(d int, v int, until int);
"""
INDEXES = """
ALTER TABLE d ADD PRIMARY KEY (id); ALTER TABLE w ADD PRIMARY KEY (id); ALTER TABLE doc ADD PRIMARY KEY (id);
CREATE INDEX ON w USING gin(v) WITH (fastupdate=off);
CREATE INDEX ON d USING gist(place);
CREATE INDEX ON d(type); CREATE INDEX ON d(region); CREATE INDEX ON d(authority); CREATE INDEX ON d(owner);
CREATE INDEX ON claim(v, until, d);
"""
SMALL_CIRCLE_MILES = 30.0


def tsvector(texts: Sequence[Sequence[str]]) -> str:
    """Write the stems of the fields as a tsvector, with a gap between fields so that no phrase spans two."""
    places: dict[str, list[str]] = {}
    at = 0
    for field, weight in zip(texts, "ADDD", strict=True):
        for each in field:
            at += 1
            places.setdefault(each, []).append(f"{at}{weight}")
        at += 1
    return " ".join(f"'{each}':{','.join(found)}" for each, found in places.items())


def build(database: Engine, kept: Kept) -> None:
    with server(kept.path("postgresql")) as address, psycopg.connect(address, autocommit=True) as connection:
        _run(connection, SCHEMA)
        columns = ", ".join(Facts._fields[1:])
        copies = {
            "d": f"COPY d(id, {columns}, place) FROM STDIN",
            "w": f"COPY w(id, {columns}, v) FROM STDIN",
            "doc": f"COPY doc(id, {', '.join(store.FIELDS)}) FROM STDIN",
            "claim": "COPY claim(d, v, until) FROM STDIN",
        }
        pending: dict[str, list[tuple[Any, ...]]] = {name: [] for name in copies}

        def flush() -> None:
            for name, statement in copies.items():
                with connection.cursor().copy(sql.SQL(statement)) as out:  # type: ignore[arg-type]
                    for values in pending[name]:
                        out.write_row(values)
                pending[name].clear()

        for facts, row, texts in all_facts(database):
            pending["d"].append((*facts, f"SRID=4326;POINT({row.longitude} {row.latitude})"))
            pending["w"].append((*facts, tsvector(texts)))
            pending["doc"].append(store.values_of(facts.number, row))
            pending["claim"] += [(facts.number, *claim) for claim in claims_of(row)]
            if len(pending["d"]) == 10_000:
                flush()
        flush()
        _run(connection, INDEXES)
        for table in copies:
            _run(connection, f"VACUUM (FREEZE, ANALYZE) {table};")


def _run(connection: psycopg.Connection[Any], statements: str) -> None:
    for statement in statements.split(";")[:-1]:
        connection.execute(sql.SQL(statement))  # type: ignore[arg-type]


def _atom(atom: Atom) -> str:
    if atom.prefix:
        return f"'{atom.prefix}':*"
    return "(" + " <-> ".join(f"'{term}'" for term in atom.terms) + ")"


def match(meant: Meaning) -> str:
    """Write a text as analysed as a tsquery."""
    return " & ".join([*_required(meant), *(f"!{_atom(atom)}" for atom in meant.excluded)])


def _required(meant: Meaning) -> list[str]:
    return ["(" + " | ".join(map(_atom, group)) + ")" for group in meant.required]


def _source(c: Conditions, query: SearchQuery, meant: Meaning) -> str:
    """Give the table that rows come from."""
    if meant:
        c.values["q"] = match(meant)
        c.plain.append("v @@ :q ::tsquery")
        return "w d"
    if query.near and query.within_miles is not None and query.within_miles <= SMALL_CIRCLE_MILES:
        point = f"ST_MakePoint({c.put(query.near.longitude)}, {c.put(query.near.latitude)})::geography"
        # the box of the index; the straight line decides, which is exact to centimetres and cheaper
        c.plain.append(f"place && _ST_Expand({point}, {c.put((query.within_miles + 0.1) * 1609.344)})")
    return "d"


_GROUPED = """
SELECT CASE GROUPING(k1,k2,k3,specs,langs) WHEN 15 THEN 'k1' WHEN 23 THEN 'k2' WHEN 27 THEN 'k3' WHEN 29 THEN 'specs'
  ELSE 'langs' END, COALESCE(k1,k2,k3,specs,langs)::bigint, count(*), NULL
FROM hit GROUP BY GROUPING SETS ((k1),(k2),(k3),(specs),(langs))
"""


def statement(asked: Asked, meant: Meaning) -> tuple[str, dict[str, Any]]:
    """Write a search as one statement that gives (what, value, count, document as JSON)."""
    query = asked.query
    c = conditions(query, asked.viewer, NOW)
    score = None
    if meant.required:
        c.values["q1"] = " & ".join(_required(meant))
        score = "-ts_rank('{0.33,0.33,0.33,1}', v, :q1 ::tsquery)"
    order = keys(c, query, NOW, score)
    base = _source(c, query, meant)
    where, chosen = " AND ".join(c.plain) or "true", " AND ".join(c.choices.values()) or "true"
    ctes = []
    extra = [f"{key} AS s{place}" for place, key in enumerate(order)]
    sorts = [f"s{place}" for place in range(len(order))]
    facts = ", ".join(f"d.{name}" for name in ("id", "type", "gender", "rating", "region", "authority", "youngest"))
    facts += ", oldest, specs, langs, confirmed, x, y, z"
    if (c.choices and base != "d") or (c.choices and len(c.plain) > 1):
        ctes.append(f"base AS MATERIALIZED (SELECT {facts}, {', '.join(extra)} FROM {base} WHERE {where})")
        base, where, extra = "base", "true", sorts
    columns = [f"{written} AS {name}" for name, written in packed(fresh(NOW), band(c, query)).items()]
    ctes.append(f"hit AS MATERIALIZED (SELECT id, {', '.join(columns + extra)} FROM {base} WHERE {where} AND {chosen})")
    parts = [_GROUPED]
    for facet in c.choices:
        others = " AND ".join(written for other, written in c.choices.items() if other != facet) or "true"
        counted = column(facet, fresh(NOW))
        parts.append(
            f"SELECT '{facet}', ({counted})::bigint, count(*), NULL FROM {base} WHERE {where} AND {others} GROUP BY 2"
        )
    at = f"LIMIT {query.per_page} OFFSET {(query.page - 1) * query.per_page}"
    first = f"SELECT id, {', '.join(sorts)} FROM hit ORDER BY {', '.join(sorts)}, id {at}"
    parts.append(
        "SELECT * FROM (SELECT 'top', doc.id::bigint, 0::bigint, to_json(doc)::text"
        f" FROM ({first}) top JOIN doc USING (id) ORDER BY {', '.join(sorts)}, doc.id) shown"
    )
    return f"WITH {', '.join(ctes)} {' UNION ALL '.join(parts)}", c.values


_PARAMETER = re.compile(r"(?<!:):([pq]\d*)\b")


def _shown(body: str) -> store.Shown:
    values = json.loads(body)
    del values["id"]
    values["specialisms"], values["languages"] = json.loads(values["specialisms"]), json.loads(values["languages"])
    return store.Shown(**values)


@contextmanager
def opened(database: Engine, kept: Kept) -> Iterator[Ask]:
    del database
    with server(kept.path("postgresql")) as address, psycopg.connect(address, autocommit=True) as connection:
        connection.prepare_threshold = 0
        connection.execute("SET plan_cache_mode = force_custom_plan")

        def ask(asked: Asked) -> Answer:
            meant = understood(asked.query)
            written, values = statement(asked, meant)
            bodies: list[str] = []

            def counts() -> Iterator[tuple[str, int, int]]:
                for what, value, count, body in connection.execute(_PARAMETER.sub(r"%(\1)s", written), values):  # type: ignore[arg-type]
                    if body is not None:
                        bodies.append(body)
                    yield what, value, count

            found: Found
            found, _ = collected(counts(), asked.query)
            rows = [_shown(body) for body in bodies]
            store.marked(rows, meant)
            return Answer(
                total(found), facets(found, near=asked.query.near is not None), [row.service_id for row in rows]
            )

        yield ask
