"""What is free for the child who is asked for, where places are kept apart for some children, in SQL."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, and_, case, cast, func, literal_column, not_, or_, select

from directory.search.embedded.filters import takes
from directory.search.port import SearchQuery
from directory.search.postgresql.table import d

_NONE: ColumnElement[bool] = d.groups == literal_column("'[]'::jsonb")
kept_apart: ColumnElement[bool] = not_(_NONE)


def free(query: SearchQuery) -> ColumnElement[Any]:
    """Give how many places a row has for such a child, whenever they are free; null where none are counted."""
    return d.available if query.age is None and query.gender is None else _for_whom(query, None)


def free_by(query: SearchQuery, day: date) -> ColumnElement[Any]:
    """Give how many places a row has for such a child on a day, by what its groups say.

    Where places are not kept apart: how many there are, whenever they are free.
    """
    return _for_whom(query, day)


def _for_whom(query: SearchQuery, day: date | None) -> ColumnElement[Any]:
    group = func.jsonb_array_elements(d.groups).table_valued("value").render_derived()
    said = group.c.value

    def text(name: str) -> ColumnElement[Any]:
        return said.op("->>", return_type=Text())(name)

    def number(name: str) -> ColumnElement[Any]:
        return cast(text(name), Integer)

    fits: list[ColumnElement[bool]] = []
    if query.age is not None:
        fits += [number("age_minimum") <= query.age, number("age_maximum") >= query.age]
    if query.gender is not None:
        fits.append(text("gender").in_([each.value for each in takes(query.gender)]))
    if day is not None:
        # dates are kept as ISO text, whose order is theirs
        fits.append(or_(text("available_from").is_(None), text("available_from").collate("C") <= day.isoformat()))
    counted = select(func.coalesce(func.sum(number("available")), 0)).select_from(group).where(and_(True, *fits))
    return case((or_(_NONE, d.available.is_(None)), d.available), else_=counted.scalar_subquery())
