"""The spreadsheet comes to what the pages say, by its own formulas, and takes no bidder's words for one."""

import io
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from flask import Flask
from openpyxl.utils import get_column_letter

from directory.awards.actions import moderating
from directory.awards.queries.results import results
from directory.awards.queries.scores import shown_scores
from directory.awards.sheet import workbook
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.tenders.models import TenderCriterion
from directory.tenders.rules import PriceFormula
from tests.awards import judging
from tests.awards.reckoning import Reckoned


def sheets(made: judging.Judging) -> openpyxl.Workbook:
    lots = results(made.commissioner, made.tender.id)
    packed = workbook(made.case, lots, shown_scores(made.commissioner, made.case))
    return openpyxl.load_workbook(io.BytesIO(packed))


@atomic
def judge_prices_by(made: judging.Judging, formula: PriceFormula) -> None:
    from directory import audit  # noqa: PLC0415 - only to make the tender another one
    from directory.access import SYSTEM  # noqa: PLC0415 - the same

    criterion = next(one for one in made.tender.criteria if one.kind == "price")
    db.session.get_one(TenderCriterion, criterion.id).formula = formula
    audit.record(SYSTEM, "tender:put", made.tender, at=made.now)


@pytest.mark.parametrize("formula", PriceFormula)
def test_the_formulas_come_to_the_same_totals_and_ranks(lite: Flask, formula: PriceFormula) -> None:
    made = judging.begun(bidders=judging.BIDDERS, quality=3, pence=(150_000, 140_000, 145_037), lots=2)
    judge_prices_by(made, formula)
    points = {(bid, criterion): (bid * criterion) % 6 for bid in (1, 2, 3) for criterion in (1, 2, 3)}
    made.score_all(points)
    made.agree_all(points)
    made.open_prices()
    book = sheets(made)
    for lot in results(made.commissioner, made.tender.id):
        sheet = book[f"Lot {lot.lot}"]
        titles = {cell.value: get_column_letter(cell.column or 1) for cell in sheet[2]}
        reckoned = Reckoned(sheet)
        assert lot.missing == ()
        for one in lot.standings:
            row = 4 + one.number
            assert sheet[f"A{row}"].value == one.number
            assert reckoned.value(f"{titles['Total']}{row}") == Fraction(one.total), one.number
            assert reckoned.value(f"{titles['Rank by total']}{row}") == one.rank
            for judged in one.judged:
                shown = reckoned.value(f"{titles[judged.name + ': points']}{row}")
                assert abs(shown - Fraction(judged.points)) <= Fraction(1, 10**6)


def test_what_people_wrote_is_no_formula(lite: Flask) -> None:
    evil = '=HYPERLINK("https://example.org","read")'
    made = judging.begun(bidders=("=1+1 Homes", "Tern House"))
    made.score_all()
    cell = made.case.cells()[0]
    moderating.agree(made.commissioner, made.tender.id, [moderating.Agreement(cell, 3, evil)], now=made.now)
    book = sheets(made)
    for sheet in book:
        for row in sheet.iter_rows():
            for each in row:
                assert each.data_type != "f" or "HYPERLINK" not in str(each.value)
    assert book["Lot 1"]["B5"].value == "'=1+1 Homes"
    assert book["Agreed"]["F2"].value == f"'{evil}"


def test_before_prices_open_the_sheet_holds_none(lite: Flask) -> None:
    made = judging.begun(pence=(123_457, 140_000))
    made.score_all()
    made.agree_all()
    values = [str(cell.value) for sheet in sheets(made) for row in sheet.iter_rows() for cell in row]
    assert not any("2469.14" in value for value in values)  # 2 x £1,234.57
    made.open_prices()
    assert any("2469.14" in str(c.value) for sheet in sheets(made) for row in sheet.iter_rows() for c in row)


def test_the_reckoning_of_the_tests_finds_a_wrong_formula() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["A3"] = 2, 3, ""
    sheet["B1"] = '=IF(AND(A1=2,A3<>""),1,ROUND(A1/A2,2))'
    assert Reckoned(sheet).value("B1") == Fraction(Decimal("0.67"))
