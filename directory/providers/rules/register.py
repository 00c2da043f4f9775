"""Ofsted's register of social care providers as rows of ours, or everything that is wrong with the file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from directory.codes import Rating, ServiceType
from directory.geo.authorities import Authority, authority_named, region_named
from directory.geo.rules import parse_postcode
from directory.kit.tables import BrokenTable, Problem, Record, read_csv
from directory.providers.rules import register_values as values
from directory.providers.rules.register_columns import FOUND_BY, HEADER_WITHIN_ROWS, NAMES, Header, header_of
from directory.providers.rules.register_owners import Owner, owner_of
from directory.providers.rules.words import Registration

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One service of the register. A confidential one has no name, address or postcode here."""

    line: int
    urn: str
    service_type: ServiceType
    register_type: str
    registration: Registration
    registered_on: date | None
    name: str
    confidential: bool
    name_redacted: bool
    address: str
    postcode: str
    authority_gss: str
    region: str
    owner: Owner
    places: int | None
    rating: Rating
    rating_on: date | None


def read_register(data: bytes) -> list[Row]:
    """Give every row of the register. Raises BrokenTable with all that is wrong, so nothing is half read."""
    records = read_csv(data)
    header, first = _header(records)
    problems: list[Problem] = []
    rows: list[Row] = []
    lines: dict[str, int] = {}
    for record in records[first:]:
        if record.empty:
            continue
        row = _Reader(header, record, problems).row()
        if row is None:
            continue
        if row.urn in lines:
            at = header.at["urn"]
            words = f"URN {row.urn} is on line {lines[row.urn]} already"
            problems.append(Problem(record.line, at + 1, header.titles[at], words))
        lines.setdefault(row.urn, row.line)
        rows.append(row)
    if not rows and not problems:
        problems.append(Problem(records[first - 1].line, 0, "", "there is no service below the header"))
    if problems:
        raise BrokenTable(problems)
    return rows


def _header(records: list[Record]) -> tuple[Header, int]:
    """Give the header and how many records come before the first service."""
    for number, record in enumerate(records[:HEADER_WITHIN_ROWS]):
        header = header_of(record.cells)
        if header is None:
            continue
        problems = [Problem(record.line, 0, "", f"there is no column {title!r}") for title in header.missing]
        problems += [Problem(record.line, 0, "", f"two columns are called {title!r}") for title in header.twice]
        if problems:
            raise BrokenTable(problems)
        return header, number + 1
    wanted = " and ".join(repr(NAMES[column][0]) for column in FOUND_BY)
    words = f"no header was found in the first {HEADER_WITHIN_ROWS} lines: a line with {wanted}"
    raise BrokenTable([Problem(1, 0, "", words)])


class _Reader:
    """Reads one record, noting every problem it has rather than the first only."""

    def __init__(self, header: Header, record: Record, problems: list[Problem]) -> None:
        self.header, self.record, self.problems = header, record, problems
        self.found = 0

    def note(self, column: str, words: str) -> None:
        at = self.header.at[column]
        self.problems.append(Problem(self.record.line, at + 1, self.header.titles[at], words))
        self.found += 1

    def cell(self, column: str) -> str:
        at = self.header.at.get(column)
        return "" if at is None else self.record.cells[at]

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        try:
            return reader(self.cell(column))
        except ValueError as wrong:
            self.note(column, str(wrong))
            return None

    def has_right_width(self) -> bool:
        cells, width = self.record.cells, self.header.width
        if len(cells) < width or any(cell.strip() for cell in cells[len(self.header.titles) :]):
            words = f"this row has {len(cells)} columns where the header has {len(self.header.titles)}"
            self.problems.append(Problem(self.record.line, min(len(cells), width), "end of the row", words))
            return False
        return True

    def row(self) -> Row | None:
        """Give the row; None where something of it is wrong."""
        if not self.has_right_width():
            return None
        urn = self.read("urn", values.urn)
        kind = self.read("type", values.service_type)
        registration = self.read("status", values.registration)
        registered_on = self.read("registered_on", values.day)
        places = self.read("places", values.places)
        rating = self.read("overall", values.rating)
        outcome = self.read("accommodation_outcome", values.rating)
        inspected_on = self.read("inspected_on", values.day)
        authority = self.authority()
        name_redacted = values.redacted(self.cell("name"))
        confidential = name_redacted or any(values.redacted(self.cell(c)) for c in ("address_1", "postcode"))
        name = "" if name_redacted else values.one_line(self.cell("name"))[:300]
        postcode = "" if confidential else self.postcode()
        if not confidential and not name:
            self.note("name", "the name is empty, and not REDACTED")
        if self.found or not (urn and kind and registration and rating and outcome and authority):
            return None
        judged = outcome if rating is Rating.NOT_YET_RATED else rating
        return Row(
            line=self.record.line,
            urn=urn,
            service_type=kind,
            register_type=self.register_type(),
            registration=registration,
            registered_on=registered_on,
            name="" if confidential else name,
            confidential=confidential,
            name_redacted=name_redacted,
            address="" if confidential else self.address(),
            postcode=postcode,
            authority_gss=authority.gss,
            region=authority.region,
            owner=owner_of(self.cell("owner"), self.cell("sector"), name, urn, authority),
            places=places,
            rating=judged,
            rating_on=None if judged is Rating.NOT_YET_RATED else inspected_on,
        )

    def authority(self) -> Authority | None:
        """Read the authority; its region is the authority's own, and the file's must at least be one."""
        text = values.one_line(self.cell("authority"))
        found = authority_named(text)
        if found is None:
            self.note("authority", f"{text!r} is not an authority that we know")
        region = values.one_line(self.cell("region"))
        if region and region_named(region) is None:
            self.note("region", f"{region!r} is not a region that we know")
        return found

    def postcode(self) -> str:
        text = values.one_line(self.cell("postcode"))
        postcode = parse_postcode(text)
        if postcode is None:
            self.note("postcode", f"{text!r} is not a postcode, and not REDACTED")
            return ""
        return str(postcode)

    def address(self) -> str:
        parts = [values.one_line(self.cell(c)) for c in ("address_1", "address_2", "address_3", "town", "county")]
        return "\n".join(part for part in parts if part)

    def register_type(self) -> str:
        only = values.one_line(self.cell("short_breaks"))
        return values.one_line(self.cell("type")) + (", short breaks only" if only else "")
