"""Read the two public files of all postcodes: ONS Postcode Directory and OS Code-Point Open.

Both by csv or zip. Columns of the first are found by name (they change with the year), the
second has none. Contains OS data, Royal Mail data and National Statistics data, Open
Government Licence v3; Northern Ireland postcodes in the first carry further licence terms.
"""

import csv
import io
import re
import zipfile
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

import numpy as np

from directory.geo.columns import Columns, Floats, authority_places
from directory.geo.grid import BRITISH_GRID, from_grid
from directory.geo.rules import parse_postcode
from directory.kit.errors import Invalid

Progress = Callable[[int, int, str], None]

_CODE = re.compile(r"^[A-Z][0-9]{8}$")
_AUTHORITY_COLUMN = re.compile(r"^lad[0-9]{2}cd$|^oslaua$")
_NO_COORDINATES = 99.0  # ONSPD writes 99.999999 for a latitude it does not know
_CODE_POINT_COLUMNS = 10
_PQI_WITHOUT_COORDINATES = "90"
_SHOW_EVERY = 20_000


class BrokenFile(Invalid):
    """A file that cannot be used: where, and what is wrong there. Line and column count from 1."""

    def __init__(self, file: str, line: int, column: str, wrong: str) -> None:
        super().__init__(f"{file}, line {line}, {column}: {wrong}")
        self.file, self.line, self.column, self.wrong = file, line, column, wrong


@dataclass
class _Rows:
    """What was read so far: ``x, y`` are longitude and latitude, or easting and northing."""

    keys: list[str] = field(default_factory=list)
    x: "array[float]" = field(default_factory=lambda: array("d"))
    y: "array[float]" = field(default_factory=lambda: array("d"))
    codes: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, key: str, x: float, y: float, code: str) -> None:
        self.keys.append(key)
        self.x.append(x)
        self.y.append(y)
        self.codes.append(code)


@dataclass(frozen=True)
class _Line:
    """One row of a file, which can refuse itself."""

    file: str
    number: int
    cells: list[str]

    def refuse(self, index: int, name: str, wrong: str) -> BrokenFile:
        return BrokenFile(self.file, self.number, f"column {index + 1} ({name})", wrong)

    def key(self, index: int, name: str) -> str:
        postcode = parse_postcode(self.cells[index])
        if postcode is None:
            raise self.refuse(index, name, f"{self.cells[index]!r} is not a postcode")
        return postcode.key

    def number_between(self, index: int, name: str, least: float, most: float) -> float:
        try:
            value = float(self.cells[index])
        except ValueError:
            raise self.refuse(index, name, f"{self.cells[index]!r} is not a number") from None
        if not least <= value <= most:
            raise self.refuse(index, name, f"{self.cells[index]} is not between {least:g} and {most:g}")
        return value

    def code(self, index: int, name: str) -> str:
        code = self.cells[index].strip()
        if code and not _CODE.match(code):
            raise self.refuse(index, name, f"{code!r} is not a code of an authority, such as E08000035")
        return code


def read_postcode_file(path: Path, progress: Progress) -> Columns:
    """Read a csv or a zip of either kind, telling them apart by the first line."""
    rows, kinds = _Rows(), set()
    for file, stream, size in _files(path):
        with io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
            lines = _lines(file, text, stream, size, progress)
            kinds.add(_read(file, lines, rows))
    if len(kinds) > 1:
        raise BrokenFile(path.name, 1, "column 1", "this mixes the ONS Postcode Directory with Code-Point Open")
    if not rows.keys:
        raise BrokenFile(path.name, 1, "column 1", "there is no postcode in it")
    x, y = np.frombuffer(rows.x, dtype=np.float64), np.frombuffer(rows.y, dtype=np.float64)
    latitude, longitude = _degrees(kinds.pop(), x, y)
    authority, unknown = authority_places(rows.codes)
    keys = np.array(rows.keys, dtype="S7")
    return Columns(keys, latitude, longitude, authority, path.name, dict(rows.left_out), unknown)


def _degrees(kind: str, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    return from_grid(x, y, BRITISH_GRID) if kind == "code-point" else (y, x)


def _files(path: Path) -> Iterator[tuple[str, IO[bytes], int]]:
    """Give each csv that holds postcodes, with its name and size in bytes."""
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() == ".zip":
            raise BrokenFile(path.name, 1, "column 1", "this is not a zip file, or only a part of one")
        with path.open("rb") as stream:
            yield path.name, stream, path.stat().st_size
        return
    with zipfile.ZipFile(path) as whole:
        names = [each for each in whole.namelist() if each.lower().endswith(".csv")]
        data = [each for each in names if "data" in _folders(each)] or names
        # The directory comes as one file and again in a file for each postcode area.
        once = [each for each in data if "multi_csv" not in _folders(each)] or data
        if not once:
            raise BrokenFile(path.name, 1, "column 1", "there is no csv file in it")
        for name in sorted(once):
            try:
                member = whole.open(name)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as broken:
                raise BrokenFile(name, 1, "column 1", f"it cannot be unpacked: {broken}") from broken
            with member:
                yield name, member, whole.getinfo(name).file_size


def _folders(name: str) -> set[str]:
    return {part.lower() for part in PurePosixPath(name).parts[:-1]}


def _lines(file: str, text: io.TextIOWrapper, stream: IO[bytes], size: int, progress: Progress) -> Iterator[_Line]:
    reader = csv.reader(text, strict=True)
    try:
        for cells in reader:
            if reader.line_num % _SHOW_EVERY == 0:
                progress(min(stream.tell(), size), size, f"reading {file}")
            if cells:
                yield _Line(file, reader.line_num, cells)
    except csv.Error as broken:
        raise BrokenFile(file, reader.line_num, "column 1", str(broken)) from broken
    except (zipfile.BadZipFile, zlib.error, EOFError) as broken:
        raise BrokenFile(file, reader.line_num + 1, "column 1", f"the zip file is damaged: {broken}") from broken
    except UnicodeDecodeError as broken:
        raise BrokenFile(file, reader.line_num + 1, "column 1", "this is not text in UTF-8") from broken
    progress(size, size, f"reading {file}")


def _read(file: str, lines: Iterator[_Line], rows: _Rows) -> str:
    """Read one file into ``rows``; says which kind it was."""
    first = next(lines, None)
    if first is None:
        raise BrokenFile(file, 1, "column 1", "the file is empty")
    names = [cell.strip().lower() for cell in first.cells]
    if "pcds" in names:
        _read_directory(first, names, lines, rows)
        return "directory"
    if len(names) == _CODE_POINT_COLUMNS and parse_postcode(first.cells[0]):
        _read_code_point(first, lines, rows)
        return "code-point"
    raise first.refuse(0, first.cells[0], "expected the header of an ONS Postcode Directory (pcds, lat, long, ...)")


def _read_directory(header: _Line, names: list[str], lines: Iterator[_Line], rows: _Rows) -> None:
    columns = {name: index for index, name in enumerate(names)}
    missing = {"lat", "long", "doterm"} - set(names)
    authority_names = [name for name in names if _AUTHORITY_COLUMN.match(name)]
    if missing or not authority_names:
        wanted = sorted(missing) if missing else ["lad25cd or oslaua"]
        raise header.refuse(len(names) - 1, names[-1], f"no column called {', '.join(wanted)}")
    pcds, latitude, longitude, ended = (columns[name] for name in ("pcds", "lat", "long", "doterm"))
    authority = columns[authority_names[0]]
    for line in lines:
        _check_width(line, len(names))
        key = line.key(pcds, "pcds")
        code = line.code(authority, authority_names[0])
        if line.cells[ended].strip():
            rows.left_out["terminated"] += 1
        elif line.number_between(latitude, "lat", 0, 100) > _NO_COORDINATES:
            rows.left_out["without coordinates"] += 1
        else:
            x = line.number_between(longitude, "long", -9, 2.5)
            rows.add(key, x, line.number_between(latitude, "lat", 49, 61.5), code)


def _read_code_point(first: _Line, lines: Iterator[_Line], rows: _Rows) -> None:
    for line in _again(first, lines):
        _check_width(line, _CODE_POINT_COLUMNS)
        key = line.key(0, "Postcode")
        code = line.code(8, "Admin_district_code") or line.code(7, "Admin_county_code")
        if line.cells[1].strip() == _PQI_WITHOUT_COORDINATES:
            rows.left_out["without coordinates"] += 1
        else:
            x = line.number_between(2, "Eastings", 1, 700_000)
            rows.add(key, x, line.number_between(3, "Northings", 1, 1_300_000), code)


def _again(first: _Line, rest: Iterator[_Line]) -> Iterator[_Line]:
    yield first
    yield from rest


def _check_width(line: _Line, wanted: int) -> None:
    if len(line.cells) != wanted:
        index = min(len(line.cells), wanted)
        raise line.refuse(index, "end of the line", f"{len(line.cells)} columns where {wanted} were expected")
