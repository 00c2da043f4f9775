"""Tables in files, CSV and XLSX: read with the place of every cell, and written so that no cell is a formula.

A file is taken whole or not at all, so a reader gathers every ``Problem`` and raises one ``BrokenTable``.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from directory.kit.errors import Invalid

MOST_PROBLEMS_SAID = 50
MOST_UNPACKED_BYTES = 64 * 1024 * 1024
MOST_COLUMNS = 200
MOST_LINES = 100_000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_ZIP = b"PK\x03\x04"

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Where a file is wrong and how. ``line`` is the file's own, from 1; so is ``column`` (0: the whole line)."""

    line: int
    column: int
    title: str
    words: str

    def __str__(self) -> str:
        where = f", column {self.column}" if self.column else ""
        return f"line {self.line}{where}{f' ({self.title})' if self.title else ''}: {self.words}"


class BrokenTable(Invalid):
    """A file that is not taken, none of it. ``problems`` are all that were found, in the order of the file."""

    title = "The file was refused whole"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(self.said()))

    def said(self) -> list[str]:
        """Give the problems in words, the first of many."""
        said = [str(problem) for problem in self.problems[:MOST_PROBLEMS_SAID]]
        if len(self.problems) > MOST_PROBLEMS_SAID:
            said.append(f"and {len(self.problems) - MOST_PROBLEMS_SAID:,} more")
        return said


@dataclass(frozen=True, slots=True)
class Record:
    """One row as text, with the line of the file on which it begins (a quoted cell may hold line breaks)."""

    line: int
    cells: list[str]

    @property
    def empty(self) -> bool:
        """Say whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells)


def read(data: bytes) -> list[Record]:
    """Give the rows of a CSV or XLSX file, told apart by how it begins. Raises BrokenTable."""
    return list(_xlsx(data) if data.startswith(_ZIP) else read_csv(data))


def read_csv(data: bytes) -> list[Record]:
    """Give the rows of a CSV file in UTF-8. Raises BrokenTable."""
    return list(_csv(_text(data)))


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        before = data[: broken.start]
        line, at = before.count(b"\n") + 1, broken.start - before.rfind(b"\n")
        words = f"byte {at} of the line is not UTF-8. Save the file as CSV UTF-8"
        raise BrokenTable([Problem(line, 0, "", words)]) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise BrokenTable([Problem(line, 0, "", "it holds a NUL character: this is not a CSV file")])
    return text


def _csv(text: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            yield Record(begins, cells)
            begins = reader.line_num + 1
    except csv.Error as broken:
        raise BrokenTable([Problem(begins, 0, "", f"the row that begins here cannot be read: {broken}")]) from None


def _xlsx(data: bytes) -> Iterator[Record]:
    problems: list[Problem] = []
    rows: list[Record] = []
    try:
        for line, row in enumerate(_sheet(data), 1):
            problems += [
                Problem(line, at, "", "this cell holds a formula. Put its value there")
                for at, cell in enumerate(row, 1)
                if cell.data_type == "f"
            ]
            rows.append(Record(line, [_shown(cell.value) for cell in row]))
    except BrokenTable:
        raise
    except Exception as broken:  # whatever the reader of a foreign file trips over is the file's fault
        words = "this is not a spreadsheet that can be read. Save it as XLSX or CSV UTF-8"
        raise BrokenTable([Problem(1, 0, "", words)]) from broken
    if problems:
        raise BrokenTable(problems)
    yield from rows


def _sheet(data: bytes) -> Iterator[tuple[Any, ...]]:
    """Give the cells of the first sheet, row by row."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        unpacked = sum(each.file_size for each in packed.infolist())
    if unpacked > MOST_UNPACKED_BYTES:
        raise BrokenTable([Problem(1, 0, "", f"unpacked it is larger than {MOST_UNPACKED_BYTES // 1024 // 1024} MB")])
    # formulas are read as such: what they once came to may be old
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what a file says of its own size need not be true
    for line, row in enumerate(sheet.iter_rows(), 1):
        if line > MOST_LINES or len(row) > MOST_COLUMNS:
            words = f"a sheet holds at most {MOST_LINES:,} lines and {MOST_COLUMNS} columns"
            raise BrokenTable([Problem(line, 0, "", words)])
        yield row


def _shown(value: Any) -> str:
    """Give a cell's value as it would stand in CSV: days as 2026-12-01, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def neutral(text: str) -> str:
    """Give text that no spreadsheet takes for a formula: an apostrophe is put before its sign."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def plain(text: str) -> str:
    """Give text as it was before ``neutral``."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Give a table as CSV that spreadsheets open as UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["" if c is None else neutral(str(c)) for c in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(name: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Give a table as an XLSX file of one sheet, its first row kept in sight; text is text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for row in rows:
        cells: list[Any] = []
        for value in row:
            if isinstance(value, str):
                cell = WriteOnlyCell(sheet, neutral(value))
                cell.data_type = "s"
                cells.append(cell)
            else:
                cells.append(value)
        sheet.append(cells)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
