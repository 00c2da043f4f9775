import csv
import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from directory.kit.tables import FORMULA_SIGNS, BrokenTable, as_csv, as_xlsx, neutral, plain, read

typed = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co"), blacklist_characters="\u2028\u2029"), max_size=30
)


def refusal(data: bytes) -> str:
    with pytest.raises(BrokenTable) as refused:
        read(data)
    return str(refused.value)


def packed(*rows: list[object]) -> bytes:
    book, data = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


@given(st.lists(st.lists(typed, min_size=1, max_size=4), min_size=1, max_size=4))
def test_csv_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    kept = [record.cells for record in read(as_csv(rows))]
    assert [[plain(cell) for cell in row] for row in kept] == [[plain(neutral(c)) for c in row] for row in rows]


def test_a_spreadsheet_comes_back_as_it_was_written() -> None:
    data = as_xlsx("Places", [("service", "free", "from"), ("Household 1", 3, date(2026, 12, 1)), ("", None, None)])
    titles, row, *_ = (record.cells for record in read(data))
    assert (titles, row) == (["service", "free", "from"], ["Household 1", "3", "2026-12-01"])


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_no_cell_written_is_a_formula(sign: str) -> None:
    text = f"{sign}HYPERLINK(1)"
    [[cell]] = list(csv.reader(io.StringIO(as_csv([[text]]).decode("utf-8-sig"), newline="")))
    assert cell == "'" + text
    sheet = load_workbook(io.BytesIO(as_xlsx("Places", [[text]]))).worksheets[0]
    assert sheet["A1"].data_type == "s"
    assert plain(neutral(text)) == text


def test_a_formula_in_a_spreadsheet_is_refused_by_its_place() -> None:
    assert refusal(packed(["a", "b"], [1, "=1+1"])).startswith("line 2, column 2: this cell holds a formula")


def test_whole_numbers_and_days_are_read_as_people_write_them() -> None:
    [record] = read(packed([3.0, 2.5, date(2026, 12, 1), True, None, "x"]))
    assert record.cells == ["3", "2.5", "2026-12-01", "True", "", "x"]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 500], ids=["cut off", "no archive"])
def test_what_is_no_spreadsheet_is_refused_in_words(data: bytes) -> None:
    assert "Save it as XLSX or CSV UTF-8" in refusal(data)


def test_another_archive_is_refused_in_words() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("letter.txt", "hello")
    assert "Save it as XLSX or CSV UTF-8" in refusal(data.getvalue())


def test_a_spreadsheet_that_would_fill_the_memory_is_refused_unopened() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (70 * 1024 * 1024))
    assert len(data.getvalue()) < 100_000
    assert "larger than 64 MB" in refusal(data.getvalue())


def test_bytes_that_are_no_text_are_named_by_line() -> None:
    assert refusal(b"a,b\n1,\xff\n").startswith("line 2: byte 3 of the line is not UTF-8")


def test_a_nul_is_named_by_line() -> None:
    assert refusal(b"a,b\n1,\0\n").startswith("line 2: it holds a NUL")


def test_an_open_quote_is_named_by_line() -> None:
    assert refusal(b'a,b\n1,"2\n3,4\n').startswith("line 2: the row that begins here cannot be read")


def test_a_sheet_that_is_too_wide_or_too_long_is_refused_at_once() -> None:
    assert "at most 100,000 lines and 200 columns" in refusal(packed(["x"] * 201))
    book, data = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.cell(1_000_000, 1, "x")
    book.save(data)
    assert refusal(data.getvalue()).startswith("line 100001: ")
