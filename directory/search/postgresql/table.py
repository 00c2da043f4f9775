"""``search_documents`` with the columns that only PostgreSQL has (migrations 0002, 0008), and its words.

``words``: the distinct words of a document, ``stems``: what they are searched by, one weight a field (A name,
B organisation, C description, D specialisms); both are derived, under ``text_read``, the ``text_sequence`` they were
read at, and counted in ``search_words`` as ``listed`` says (0 not, 1 as confidential, 2 as public).
``name_folded`` is what names are ordered by (it and all words by code point). PostgreSQL itself makes
``place`` and ``facts`` (``facts.py``).
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    and_,
    case,
    func,
    literal_column,
    not_,
    or_,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.types import UserDefinedType

from directory.search.models import SearchDocument
from directory.search.port import Near, Viewer

NOT_LISTED, CONFIDENTIAL, PUBLIC = 0, 1, 2


class Geography(UserDefinedType[Any]):
    """PostGIS's own type: points on the WGS84 ellipsoid."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Give its name in SQL."""
        return "geography(Point, 4326)"


def _documents() -> Table:
    plain: FromClause = SearchDocument.__table__
    if not isinstance(plain, Table):
        raise TypeError("documents are a table")
    table = plain.to_metadata(MetaData())
    for column in (
        Column("words", ARRAY(Text)),
        Column("stems", TSVECTOR),
        Column("name_folded", Text),
        Column("text_read", BigInteger),
        Column("listed", SmallInteger, nullable=False),
        Column("place", Geography),
        Column("facts", LargeBinary),
    ):
        table.append_column(column)
    return table


documents = _documents()
d = documents.c

words = Table(
    "search_words",
    MetaData(),
    Column("word", Text, primary_key=True),
    Column("stem", Text),
    Column("documents", Integer),
    Column("public_documents", Integer),
    Column("becomes", ARRAY(Integer)),
)


def _number(value: int) -> ColumnElement[int]:
    """Write a number into the statement: beside a parameter, the partial index would not be known to fit."""
    return literal_column(str(value), Integer)


should_list: ColumnElement[int] = case(
    (d.gone, _number(NOT_LISTED)), (d.confidential, _number(CONFIDENTIAL)), else_=_number(PUBLIC)
)
_differs = or_(and_(not_(d.gone), d.text_read.is_distinct_from(d.text_sequence)), d.listed != should_list)

# as the partial index has it (migration 0008), so that asking whether any is unread costs nothing. Of ``=`` PostgreSQL
# guesses that few rows keep it; of ``<>`` that all do, and then it reads the whole table to find none
unread: ColumnElement[bool] = case((_differs, _number(1)), else_=_number(0)) == _number(1)


def point(near: Near) -> ColumnElement[Any]:
    """Give a point as PostGIS takes it."""
    return func.geography(func.ST_MakePoint(near.longitude, near.latitude))


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Say which rows this viewer may see: the same rule as ``documents.may_see``."""
    there = not_(d.gone)
    if viewer.sees_confidential:
        return there
    public = not_(d.confidential)
    own = public if viewer.organisation_id is None else or_(public, d.organisation_id == viewer.organisation_id)
    return and_(there, own)
