"""PostgreSQL: a weighted tsvector under GIN, arrays under GIN, PostGIS geography under GiST; one temporary table."""

import re
import time
from typing import Any

import psycopg
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
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE TABLE d(id int PRIMARY KEY, name text, org text, body text, type text, gender text, rating text, region text,
  authority text, amin int, amax int, free int, fresh bool, specs text[], langs text[], place geography(Point), v tsvector);
"""
INDEXES = """
UPDATE d SET v = setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', org || ' ' || body), 'D');
CREATE INDEX ON d USING gin(v); CREATE INDEX ON d USING gin(specs); CREATE INDEX ON d USING gin(langs);
CREATE INDEX ON d USING gist(place); CREATE INDEX ON d(type); CREATE INDEX ON d(region);
"""
FACETS = """
SELECT 'type', type, count(*) FROM hit GROUP BY 2 UNION ALL SELECT 'gender', gender, count(*) FROM hit GROUP BY 2
UNION ALL SELECT 'rating', rating, count(*) FROM hit GROUP BY 2 UNION ALL SELECT 'region', region, count(*) FROM hit GROUP BY 2
UNION ALL SELECT 'authority', authority, count(*) FROM hit GROUP BY 2
UNION ALL SELECT 'spec', unnest(specs), count(*) FROM hit GROUP BY 2
UNION ALL SELECT 'lang', unnest(langs), count(*) FROM hit GROUP BY 2
"""


def fill(database: Engine, cx: psycopg.Connection[Any]) -> None:
    for statement in SCHEMA.split(";")[:-1]:
        cx.execute(statement)  # type: ignore[arg-type]
    columns = "id,name,org,body,type,gender,rating,region,authority,amin,amax,free,fresh,specs,langs,place"
    with (
        database.connect().execution_options(yield_per=1000) as source,
        cx.cursor().copy(f"COPY d({columns}) FROM STDIN") as out,  # type: ignore[arg-type]
    ):
        for i, r in enumerate(source.execute(select(SearchDocument.__table__)), 1):
            fresh = r.confirmed_at is not None and (NOW - r.confirmed_at).days < 28
            labels = text_of(r)[3]
            texts = (r.name, r.organisation_name, f"{r.description} {labels}")
            facts = (r.service_type.value, r.gender.value, r.rating.value, r.region, r.authority)
            ages = (r.age_minimum, r.age_maximum, (r.available or 0) if fresh else 0, fresh)
            place = f"SRID=4326;POINT({r.longitude} {r.latitude})"
            out.write_row((i, *texts, *facts, *ages, list(r.specialisms), r.languages, place))
    for statement in INDEXES.split(";")[:-1]:
        cx.execute(statement)  # type: ignore[arg-type]
    cx.execute("VACUUM ANALYZE d")


def match(text: str) -> str:
    """Write a text of ours as websearch_to_tsquery takes it (it reads OR and - as we do)."""
    return re.sub(r"\bOR\b", "or", text)


def where(q: SearchQuery) -> tuple[str, list[Any]]:
    parts: list[tuple[str, list[Any]]] = [("true", [])]
    if q.text:
        parts.append(("v @@ websearch_to_tsquery('english', %s)", [match(q.text)]))
    if q.near and q.within_miles is not None:
        point = [q.near.longitude, q.near.latitude, q.within_miles * 1609.344]
        parts.append(("ST_DWithin(place, ST_MakePoint(%s, %s)::geography, %s)", point))
    if q.specialisms:
        parts.append(("specs @> %s", [[s.value for s in q.specialisms]]))
    if q.languages:
        parts.append(("langs && %s", [list(q.languages)]))
    for column, chosen in (("type", q.types), ("rating", q.ratings)):
        if chosen:
            parts.append((f"{column} = ANY(%s)", [[each.value for each in chosen]]))
    if q.age is not None:
        parts.append(("amin <= %s AND amax >= %s", [q.age, q.age]))
    if q.gender:
        parts.append(("gender = ANY(%s)", [[q.gender.value, Gender.ANY.value]]))
    if q.places:
        parts.append(("free >= %s", [q.places]))
    if q.region:
        parts.append(("region = %s", [q.region]))
    return " AND ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def ask(cx: psycopg.Connection[Any], q: SearchQuery) -> int:
    sql, values = where(q)
    order, more = "free = 0, NOT fresh, name", []  # type: str, list[Any]
    if q.sort is Sort.DISTANCE and q.near:
        order, more = "place <-> ST_MakePoint(%s, %s)::geography, id", [q.near.longitude, q.near.latitude]
    elif q.text:
        order, more = "ts_rank(v, websearch_to_tsquery('english', %s)) DESC, id", [match(q.text)]
    with cx.pipeline():
        cx.execute("TRUNCATE hit")
        found = f"SELECT id, type, gender, rating, region, authority, specs, langs FROM d WHERE {sql}"
        cx.execute(f"INSERT INTO hit {found}", values)  # type: ignore[arg-type]
        total = cx.execute("SELECT count(*) FROM hit")
        facets = cx.execute(FACETS)  # type: ignore[arg-type]
        top = f"SELECT * FROM d WHERE {sql} ORDER BY {order} LIMIT 20"
        shown = "body, name, org"
        if q.text:
            shown = "ts_headline('english', body, websearch_to_tsquery('english', %s)), name, org"
        rows = cx.execute(f"SELECT {shown} FROM ({top}) x", [*([match(q.text)] if q.text else []), *values, *more])  # type: ignore[arg-type]
    facets.fetchall()
    rows.fetchall()
    answer = total.fetchone()
    return int(answer[0]) if answer else 0


def run(database: Engine, address: str, count: int) -> dict[str, Any]:
    """Build, then measure."""
    began = time.perf_counter()
    with psycopg.connect(address, autocommit=True) as cx:
        fill(database, cx)
        built = time.perf_counter() - began
        cx.execute("SET jit = off")
        cx.execute("SET temp_buffers = '64MB'")
        columns = "id int, type text, gender text, rating text, region text, authority text, specs text[], langs text[]"
        cx.execute(f"CREATE TEMP TABLE hit({columns})")  # type: ignore[arg-type]
        return measure(lambda query: ask(cx, query), QUERIES, count) | {"build_s": round(built, 1)}
