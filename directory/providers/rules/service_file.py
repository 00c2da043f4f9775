"""Our own file of services, as a table or as JSON: what it tells of each, or everything that is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory.access import Kind
from directory.geo.authorities import authority_named
from directory.kit import tables
from directory.kit.located import read_json, shown, step, with_lines
from directory.kit.tables import BrokenTable, Problem, Record
from directory.providers.rules.register_owners import Owner
from directory.providers.rules.service_columns import COLUMNS
from directory.providers.rules.told import Told

MOST_ROWS = 50_000
_ALIKE = ("description", "gender", "languages", "specialisms", "registered", "telephone", "email", "website", "name")


@dataclass(frozen=True, slots=True)
class Cells:
    """What one service's cells hold that are not empty, and where each stands."""

    line: int
    said: Mapping[str, str]
    at: Mapping[str, tuple[int, int, str]]


def read_services(data: bytes, *, as_json: bool, organisation: str = "") -> list[Told]:
    """Give what the file tells of each service; ``organisation``: whose those are that do not say it.

    Raises BrokenTable with all that is wrong in itself, by line and column, or by line and JSON pointer.
    """
    problems: list[Problem] = []
    rows = list(_objects(data, problems) if as_json else _rows(tables.read(data)))
    told = [each for row in rows if (each := _Reader(row, problems, organisation).told())]
    problems += twice(told)
    if not rows and not problems:
        problems.append(Problem(1, 0, "", "there is no service in it"))
    if problems:
        raise BrokenTable(problems)
    return told


def located(data: bytes, broken: BrokenTable) -> BrokenTable:
    """Give the same refusal with the line of each thing that has a JSON pointer; of a table it is as it was."""
    pointed = [problem for problem in broken.problems if problem.title.startswith("/")]
    others = [problem for problem in broken.problems if not problem.title.startswith("/")]
    return BrokenTable([*others, *with_lines(data, pointed)]) if pointed else broken


def twice(told: Sequence[Told]) -> Iterator[Problem]:
    """Name what stands in the file more than once."""
    first: dict[Any, int] = {}
    for each in told:
        for name, key in (("urn", each.urn), ("reference", each.reference and (each.owner.key, each.reference))):
            if key and key in first:
                yield each.problem(name, f"this service is on line {first[key]} already")
            elif key:
                first[key] = each.line


def _rows(records: Sequence[Record]) -> list[Cells]:
    filled = [record for record in records if not record.empty]
    if not filled:
        return []
    names = [cell.strip().lower() for cell in filled[0].cells]
    while names and not names[-1]:
        names.pop()
    problems = [*_wrong_titles(filled[0], names)]
    if len(filled) > MOST_ROWS + 1:
        problems.append(Problem(filled[MOST_ROWS + 1].line, 0, "", f"a file holds at most {MOST_ROWS:,} services"))
    for record in filled[1:]:
        beyond = [at for at, cell in enumerate(record.cells) if cell.strip() and at >= len(names)]
        problems += [Problem(record.line, at + 1, "", "this cell stands below no title") for at in beyond[:1]]
    if problems:
        raise BrokenTable(problems)
    return [_cells(record, names) for record in filled[1:]]


def _wrong_titles(record: Record, names: Sequence[str]) -> Iterator[Problem]:
    for at, name in enumerate(names):
        place = (record.line, at + 1, record.cells[at].strip())
        if name not in COLUMNS:
            yield Problem(*place, f"is not a column of this file. Its columns are {', '.join(COLUMNS)}")
        elif names.index(name) < at:
            yield Problem(*place, "this column is there twice")


def _cells(record: Record, names: Sequence[str]) -> Cells:
    said = {name: cell for name, cell in zip(names, record.cells, strict=False) if cell.strip()}
    return Cells(record.line, said, {name: (record.line, at + 1, name) for at, name in enumerate(names)})


def _objects(data: bytes, problems: list[Problem]) -> Iterator[Cells]:
    """Give the objects of a JSON file: a list of them, or ``{"services": [...]}``. Their members are our columns."""
    given, before = read_json(data), ""
    if isinstance(given, dict) and set(given) == {"services"}:
        given, before = given["services"], "/services"
    if not isinstance(given, list):
        words = 'expected a list of services, or {"services": [...]}'
        raise BrokenTable([Problem(1, 0, before or "/", words)])
    if len(given) > MOST_ROWS:
        raise BrokenTable([Problem(1, 0, before or "/", f"a file holds at most {MOST_ROWS:,} services")])
    lines = with_lines(data, [Problem(1, 0, f"{before}/{at}", "") for at in range(len(given))])
    for at, (each, place) in enumerate(zip(given, lines, strict=True)):
        pointer = f"{before}/{at}"
        if not isinstance(each, dict):
            problems.append(Problem(1, 0, pointer, f"{shown(each)} is not an object"))
            continue
        said = {}
        for name, value in each.items():
            where = f"{pointer}/{step(name)}"
            if name not in COLUMNS:
                words = f"is not a member of a service. Its members are {', '.join(COLUMNS)}"
                problems.append(Problem(1, 0, where, words))
                continue
            text = _as_text(value)
            if text is None:
                problems.append(Problem(1, 0, where, f"{shown(value)} is not text, a number, yes or no, or a list"))
            elif text.strip():
                said[name] = text
        yield Cells(place.line, said, {name: (place.line, 0, f"{pointer}/{step(name)}") for name in COLUMNS})


def _as_text(value: Any) -> str | None:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (str, int)):
        return str(value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ";".join(value)
    return None


class _Reader:
    """Reads one service, noting every problem it has rather than the first only."""

    def __init__(self, cells: Cells, problems: list[Problem], organisation: str) -> None:
        self.cells, self.problems, self.organisation = cells, problems, organisation
        self.wrong = False

    def note(self, name: str, words: str) -> None:
        self.problems.append(Problem(*self.cells.at.get(name, (self.cells.line, 0, name)), words))
        self.wrong = True

    def told(self) -> Told | None:
        read: dict[str, Any] = {}
        for name, text in self.cells.said.items():
            try:
                read[name] = COLUMNS[name].read(text)
            except ValueError as broken:
                self.note(name, str(broken))
        said = self.cells.said
        if "urn" not in said and "reference" not in said:
            self.note("reference", "give a reference of your own, or Ofsted's in the column urn")
        owner = named_owner(read.get("organisation", "") or self.organisation)
        if owner is None and "organisation" not in said:
            self.note("organisation", "is empty. Say whose service it is, or give --organisation NAME")
        if self.wrong or owner is None:
            return None
        return Told(
            line=self.cells.line,
            owner=owner,
            urn=read.get("urn"),
            reference=read.get("reference", ""),
            service_type=read.get("type"),
            fields={name: read[name] for name in _ALIKE if name in read} | _ages(read) | _place(read),
            at=dict(self.cells.at) | {"service_type": self.cells.at.get("type", (self.cells.line, 0, "type"))},
        )


def named_owner(name: str) -> Owner | None:
    """Give the organisation of this name: an authority by any of its names, else a provider; None without a name."""
    if not name.strip():
        return None
    authority = authority_named(name)
    return Owner(Kind.AUTHORITY, authority.name, authority.gss) if authority else Owner(Kind.PROVIDER, name)


def _ages(read: Mapping[str, Any]) -> dict[str, Any]:
    if "age_minimum" not in read and "age_maximum" not in read:
        return {}
    return {"ages": [read.get("age_minimum"), read.get("age_maximum")]}


def _place(read: Mapping[str, Any]) -> dict[str, Any]:
    names = [name for name in ("confidential", "postcode", "address") if name in read]
    nothing = {"confidential": None, "postcode": "", "address": ""}
    return {"place": nothing | {name: read[name] for name in names}} if names else {}
