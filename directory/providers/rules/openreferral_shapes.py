"""What Open Referral UK 3.0 says that its objects hold, as far as we read them: checked before anything is taken."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from directory.kit.located import shown, step
from directory.kit.tables import Problem

LONGEST_TEXT = 20_000
MOST_WITHIN = 1_000
Reader = Callable[[Any], None]


def _text(value: Any) -> None:
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is not text")  # noqa: TRY004 - readers say what is wrong by ValueError
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"is longer than {LONGEST_TEXT:,} characters")


def _uuid(value: Any) -> None:
    _text(value)
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", value):
        raise ValueError(f"{shown(value)} is not a UUID")
    UUID(value)


def _number(value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(f"{shown(value)} is not a number")


def _age(value: Any) -> None:
    _number(value)
    if not 0 <= value <= 150:
        raise ValueError(f"{shown(value)} is not an age")


def _parsed(parse: Callable[[str], object], what: str) -> Reader:
    def read(value: Any) -> None:
        _text(value)
        try:
            parse(value)
        except ValueError:
            raise ValueError(f"{shown(value)} is not {what}") from None

    return read


def _one_of(*values: str) -> Reader:
    def read(value: Any) -> None:
        if value not in values:
            raise ValueError(f"{shown(value)} is none of {', '.join(values)}")

    return read


_day = _parsed(date.fromisoformat, "a date that exists, such as 2026-12-01")
_instant = _parsed(datetime.fromisoformat, "a time that exists, such as 2026-12-01T10:30:45Z")
_hour = _parsed(time.fromisoformat, "a time of day, such as 10:00:00")

# a name that ends in ! must be there; a list holds the shape of what it lists
Shape = Mapping[str, Any]
TERM: Shape = {"id!": _uuid, "name!": _text, "description": _text, "taxonomy": _text, "term": _text}
ATTRIBUTE: Shape = {"id!": _uuid, "taxonomy_term": TERM}
ADDRESS: Shape = {"id!": _uuid, "address_1": _text, "city": _text, "postal_code": _text, "address_type": _text}
LOCATION: Shape = {
    "id!": _uuid,
    "location_type!": _one_of("physical", "postal", "virtual"),
    "name": _text,
    "latitude": _number,
    "longitude": _number,
    "addresses": [ADDRESS],
}
ORGANISATION: Shape = {"id!": _uuid, "name!": _text, "description": _text, "email": _text, "website": _text}
SCHEDULE: Shape = {
    "id!": _uuid,
    "valid_from": _day,
    "valid_to": _day,
    "dtstart": _day,
    "opens_at": _hour,
    "closes_at": _hour,
    "description": _text,
}
SERVICE: Shape = {
    "id!": _uuid,
    "name!": _text,
    "status!": _one_of("active", "inactive", "defunct", "temporarily closed"),
    "description": _text,
    "url": _text,
    "email": _text,
    "minimum_age": _age,
    "maximum_age": _age,
    "assured_date": _day,
    "last_modified": _instant,
    "organization": ORGANISATION,
    "languages": [{"id!": _uuid, "name": _text, "code": _text}],
    "attributes": [ATTRIBUTE],
    "schedules": [SCHEDULE],
    "service_at_locations": [{"id!": _uuid, "location": LOCATION}],
}


def wrong_shape(value: Any, shape: Shape, pointer: str) -> Iterator[Problem]:
    """Name all that is not as the standard says, by its JSON pointer. What the standard does not name is let be."""
    if not isinstance(value, dict):
        yield Problem(1, 0, pointer or "/", f"{shown(value)} is not an object")
        return
    for name, inner in shape.items():
        plain = name.removesuffix("!")
        given = value.get(plain)
        where = f"{pointer}/{step(plain)}"
        if given is None:
            if name != plain:
                yield Problem(1, 0, where, "is missing")
        elif isinstance(inner, list):
            yield from _wrong_list(given, inner[0], where)
        elif isinstance(inner, Mapping):
            yield from wrong_shape(given, inner, where)
        else:
            try:
                inner(given)
            except ValueError as wrong:
                yield Problem(1, 0, where, str(wrong))


def _wrong_list(value: Any, shape: Shape, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(1, 0, pointer, f"{shown(value)} is not a list")
        return
    if len(value) > MOST_WITHIN:
        yield Problem(1, 0, pointer, f"holds more than {MOST_WITHIN:,} things")
        return
    for at, each in enumerate(value):
        yield from wrong_shape(each, shape, f"{pointer}/{at}")
