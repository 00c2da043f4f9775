"""The places of many services as one file: ``service_id,staffed,occupied,closed,available_from,note``. Pure.

More columns may stand beside these: why places are closed, and how children are taken. Left out or empty they leave
what is there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from directory.kit.tables import BrokenTable, Problem, Record, plain
from directory.providers.rules.places import MOST_PLACES, Numbers, explained
from directory.providers.rules.words import ClosedFor

T = TypeVar("T")

NEEDED = ("service_id", "staffed", "occupied", "closed")
MAY_STAND = ("available_from", "note")
REASONS = tuple(reason.column for reason in ClosedFor)
TERMS = ("emergency", "by_assessment_only")
FOR_PEOPLE = ("service", "registered", "held", "free", "confirmed_on")
"""Columns of the download that help people to read it; whatever stands there is not read back."""
VERSION = "version"
COLUMNS = (*NEEDED, *MAY_STAND, *REASONS, *TERMS, *FOR_PEOPLE, VERSION)
MOST_ROWS = 10_000
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says of one service. ``version``: of the places as they were downloaded; None where it is not told.

    ``more``: of ``REASONS`` and ``TERMS`` what it tells, by column.
    """

    line: int
    service_id: UUID
    staffed: int
    occupied: int
    closed: int
    available_from: date | None
    note: str
    version: int | None

    more: Mapping[str, int] = field(default_factory=dict)

    def numbers(self, before: Numbers) -> Numbers:
        """Give the places that this would make of those that are there."""
        told = {name: value for name, value in self.more.items() if name in REASONS}
        was = {name: getattr(before, name) for name in REASONS}
        reasons = told or explained(was, self.closed)
        return Numbers(before.registered, self.staffed, self.occupied, before.held, self.closed, **reasons)

    def terms(self) -> dict[str, bool]:
        """Give what it says of how children are taken."""
        return {name: bool(value) for name, value in self.more.items() if name in TERMS}


def titles(record: Record) -> dict[str, int]:
    """Give where each column stands (from 0). Raises BrokenTable where one is missing, unknown or there twice."""
    names = [cell.strip().lower() for cell in record.cells]
    while names and not names[-1]:
        names.pop()
    problems = [Problem(record.line, 0, "", f"there is no column {name!r}") for name in NEEDED if name not in names]
    for at, name in enumerate(names):
        if name not in COLUMNS:
            words = (
                f"is not a column of this file. Its columns are {', '.join((*NEEDED, *MAY_STAND, *REASONS, *TERMS))}"
            )
            problems.append(Problem(record.line, at + 1, record.cells[at].strip(), words))
        elif names.index(name) < at:
            problems.append(Problem(record.line, at + 1, name, "this column is there twice"))
    if problems:
        raise BrokenTable(problems)
    return {name: at for at, name in enumerate(names)}


def read_places(records: Sequence[Record]) -> list[Said]:
    """Give what each row says. Raises BrokenTable with everything that is wrong, by line and column."""
    filled = [record for record in records if not record.empty]
    if not filled:
        raise BrokenTable([Problem(1, 0, "", "the file is empty")])
    at = titles(filled[0])
    if len(filled) > MOST_ROWS + 1:
        raise BrokenTable([Problem(filled[MOST_ROWS + 1].line, 0, "", f"a file holds at most {MOST_ROWS:,} services")])
    if len(filled) == 1:
        raise BrokenTable([Problem(filled[0].line, 0, "", "there is no service below the header")])
    problems: list[Problem] = []
    lines: dict[UUID, int] = {}
    rows: list[Said] = []
    for record in filled[1:]:
        row = _Row(record, at, problems).read()
        if row is None:
            continue
        if row.service_id in lines:
            words = f"this service is on line {lines[row.service_id]} already"
            problems.append(Problem(row.line, at["service_id"] + 1, "service_id", words))
        lines.setdefault(row.service_id, row.line)
        rows.append(row)
    if problems:
        raise BrokenTable(problems)
    return rows


class _Row:
    """Reads one record, noting every problem it has rather than the first only."""

    def __init__(self, record: Record, at: Mapping[str, int], problems: list[Problem]) -> None:
        self.record, self.at, self.problems, self.right = record, at, problems, True

    def cell(self, name: str) -> str:
        at = self.at.get(name)
        return "" if at is None or at >= len(self.record.cells) else self.record.cells[at].strip()

    def value(self, name: str, reader: Callable[[str], T]) -> T | None:
        try:
            return reader(self.cell(name))
        except ValueError as wrong:
            self.problems.append(Problem(self.record.line, self.at[name] + 1, name, str(wrong)))
            self.right = False
            return None

    def read(self) -> Said | None:
        service_id = self.value("service_id", _identity)
        staffed, occupied, closed = (self.value(name, _places) for name in ("staffed", "occupied", "closed"))
        available_from = self.value("available_from", _day)
        note = self.value("note", _note) or ""
        version = self.value(VERSION, _version)
        more: dict[str, int] = {}
        for names, reader in ((REASONS, _places), (TERMS, _yes_or_no)):
            found = {name: self.value(name, reader) for name in names if self.cell(name)}
            more |= {name: value for name, value in found.items() if value is not None}
        if not self.right or service_id is None or staffed is None or occupied is None or closed is None:
            return None
        return Said(self.record.line, service_id, staffed, occupied, closed, available_from, note, version, more)


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ValueError(f"{_short(text)} is not the id of a service. Download the file to have them") from None


def _places(text: str) -> int:
    if not text:
        raise ValueError("is empty. Enter a whole number, such as 3")
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise ValueError(f"{_short(text)} is not a whole number, such as 3")
    if int(text) > MOST_PLACES:
        raise ValueError(f"is more than {MOST_PLACES:,}")
    return int(text)


def _yes_or_no(text: str) -> int:
    if text.lower() not in _YES_OR_NO:
        raise ValueError(f"{_short(text)} is neither yes nor no")
    return _YES_OR_NO[text.lower()]


_YES_OR_NO = {"yes": 1, "no": 0, "1": 1, "0": 0, "true": 1, "false": 0}


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{_short(text)} is not a date, such as 2026-12-01") from None


def _note(text: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise ValueError(f"is longer than {LONGEST_NOTE} characters")
    return plain(text)


def _version(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise ValueError(f"{_short(text)} was not in the file that you downloaded")
    return int(text)


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "\u2026")
