"""The judging as a spreadsheet whose formulas come to the same points, totals and ranks as the pages.

Scores and prices stand as numbers, everything else is reckoned by the sheet itself, so anybody may check it. What
people wrote is text, whatever it begins with.
"""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from directory.awards.case import Case
from directory.awards.models import Score
from directory.awards.rules.standing import LotResult, Standing
from directory.kit.tables import neutral
from directory.tenders.rules import CriterionKind, PriceFormula, numbered
from directory.tenders.rules.words import words

WEIGHTS, HIGHEST, FIRST = 3, 4, 5
WIDEST = 60
Scores = Mapping[tuple[UUID, int, int], Mapping[UUID, Score]]


def workbook(case: Case, lots: Sequence[LotResult], scores: Scores) -> bytes:
    """Give the file (XLSX): a sheet for each lot, the reasons agreed on, and what each evaluator scored."""
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    for lot in lots:
        _Lot(book.create_sheet(f"Lot {lot.lot}"), case, lot).fill()
    _reasons(book.create_sheet("Agreed"), case)
    _scores(book.create_sheet("Evaluators"), case, scores)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    """Write a value: text never as a formula."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = neutral(value)
        cell.data_type = "s"
    else:
        cell.value = float(value) if isinstance(value, Decimal) else value


def formula(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a formula of our own."""
    sheet.cell(row, column).value = f"={text}"


def headings(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    """Write a line of headings."""
    for column, text in enumerate(texts, 1):
        put(sheet, row, column, text)
        sheet.cell(row, column).font = Font(bold=True)
        sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, max(10, len(text) // 2 + 4))
    sheet.freeze_panes = f"C{row + 1}"


class _Lot:
    """The sheet of one lot: a line for each bid, by number."""

    def __init__(self, sheet: Worksheet, case: Case, lot: LotResult) -> None:
        self.sheet, self.case, self.lot = sheet, case, lot
        self.bids = sorted(lot.standings, key=lambda one: one.number)
        self.last = FIRST + len(self.bids) - 1
        self.titles = ["Bid", "Bidder", "Passed (1 yes, 0 no)"]
        self.earned: list[int] = []

    def fill(self) -> None:
        for at, bid in enumerate(self.bids, FIRST):
            put(self.sheet, at, 1, bid.number)
            put(self.sheet, at, 2, bid.organisation_name)
            put(self.sheet, at, 3, 0 if bid.failures else 1)
        for number, criterion in numbered(self.case.notice.criteria):
            if criterion.kind == CriterionKind.PRICE:
                self._price(number)
            else:
                self._scored(number)
        self._totals()
        put(self.sheet, 1, 1, f"Lot {self.lot.lot}: {self.lot.title}. {self.case.tender.reference}")
        put(self.sheet, WEIGHTS, 1, "Weight")
        put(self.sheet, HIGHEST, 1, "Highest score, or lowest price")
        headings(self.sheet, 2, self.titles)
        put(self.sheet, self.last + 2, 1, f"Equal totals: {words(self.case.notice.details.tie_break)}")
        for at, said in enumerate(self.lot.missing, self.last + 3):
            put(self.sheet, at, 1, f"Missing: {said}")

    def _column(self, title: str) -> tuple[int, str]:
        self.titles.append(title)
        return len(self.titles), get_column_letter(len(self.titles))

    def _judged(self, bid: Standing, number: int) -> Any:
        return next((one for one in bid.judged if one.criterion == number), None)

    def _scored(self, number: int) -> None:
        criterion = self.case.notice.criteria[number - 1]
        column, letter = self._column(f"{criterion.name}: score")
        points, p = self._column(f"{criterion.name}: points")
        self.earned.append(points)
        put(self.sheet, WEIGHTS, points, criterion.weight)
        put(self.sheet, HIGHEST, points, criterion.highest_score)
        for at, bid in enumerate(self.bids, FIRST):
            judged = self._judged(bid, number)
            if judged is not None and judged.score is not None:
                put(self.sheet, at, column, int(judged.score))
            text = f'IF({letter}{at}="",0,{p}${WEIGHTS}*{letter}{at}/{p}${HIGHEST})'
            formula(self.sheet, at, points, text)

    def _price(self, number: int) -> None:
        criterion = self.case.notice.criteria[number - 1]
        column, letter = self._column(f"{criterion.name}: price in pounds")
        counted, c = self._column(f"{criterion.name}: counted")
        points, p = self._column(f"{criterion.name}: points")
        self.earned.append(points)
        put(self.sheet, WEIGHTS, points, criterion.weight)
        formula(self.sheet, HIGHEST, points, f"MIN({c}{FIRST}:{c}{max(self.last, FIRST)})")
        for at, bid in enumerate(self.bids, FIRST):
            if bid.price_pence is not None:
                put(self.sheet, at, column, Decimal(bid.price_pence) / 100)
            formula(self.sheet, at, counted, f'IF(AND($C{at}=1,{letter}{at}<>""),{letter}{at},"")')
            low, weight, price = f"{p}${HIGHEST}", f"{p}${WEIGHTS}", f"{c}{at}"
            if criterion.formula == PriceFormula.LOWEST_OVER_PRICE:
                earned = f"{weight}*{low}/{price}"
            else:
                earned = f"MAX(0,{weight}*(1-({price}-{low})/{low}))"
            text = f'IF({price}="",0,IF({low}=0,IF({price}=0,{weight},0),{earned}))'
            formula(self.sheet, at, points, text)

    def _totals(self) -> None:
        total, t = self._column("Total")
        rank, _ = self._column("Rank by total")
        agreed, _ = self._column("Rank after equal totals were told apart")
        fails, _ = self._column("Why it failed")
        for at, bid in enumerate(self.bids, FIRST):
            summed = "+".join(f"{get_column_letter(column)}{at}" for column in self.earned) or "0"
            formula(self.sheet, at, total, f'IF($C{at}=1,ROUND({summed},2),"")')
            formula(self.sheet, at, rank, f'IF($C{at}=1,RANK({t}{at},{t}${FIRST}:{t}${self.last}),"")')
            if bid.rank is not None:
                put(self.sheet, at, agreed, bid.rank)
            put(self.sheet, at, fails, "; ".join(bid.failures))


def _reasons(sheet: Worksheet, case: Case) -> None:
    headings(
        sheet, 1, ["Bid", "Bidder", "Criterion", "Lot (0 for all)", "Agreed score", "Reason", "After prices were open"]
    )
    at = 2
    for cell in case.cells():
        one = case.opened(cell.bid)
        kept = case.consensus.get((one.id, cell.criterion, cell.lot)) if one else None
        if one is None or kept is None:
            continue
        name = case.notice.criteria[cell.criterion - 1].name
        line = (cell.bid, one.name, name, cell.lot, kept.score, kept.reason, "yes" if kept.after_prices else "no")
        for column, value in enumerate(line, 1):
            put(sheet, at, column, value)
        at += 1


def _scores(sheet: Worksheet, case: Case, scores: Scores) -> None:
    headings(sheet, 1, ["Bid", "Bidder", "Criterion", "Lot (0 for all)", "Evaluator", "Score", "Comment"])
    people = {member.id: member.person.name for member in case.members}
    at = 2
    for cell in case.cells():
        one = case.opened(cell.bid)
        if one is None:
            continue
        name = case.notice.criteria[cell.criterion - 1].name
        for member_id, score in scores.get((one.id, cell.criterion, cell.lot), {}).items():
            line = (cell.bid, one.name, name, cell.lot, people[member_id], score.score, score.comment)
            for column, value in enumerate(line, 1):
                put(sheet, at, column, value)
            at += 1
