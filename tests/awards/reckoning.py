"""Reads a sheet's formulas and reckons them, exactly: what a spreadsheet would come to, by another way than ours."""

import ast
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

REFERENCE = re.compile(r"(\$?[A-Z]{1,3}\$?\d+)(:\$?[A-Z]{1,3}\$?\d+)?")


class Reckoned:
    """The values of one sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.words: dict[str, Callable[..., Any]] = {
            "AND": lambda *given: all(given),
            "MAX": lambda *given: max(given),
            "MIN": lambda *given: min(self.numbers(given), default=Fraction(0)),
            "ROUND": lambda value, places: Fraction((value * 10**places + Fraction(1, 2)).__floor__(), 10**places),
            "RANK": lambda value, among: 1 + sum(other > value for other in self.numbers([among])),
        }

    def numbers(self, given: Any) -> list[Fraction]:
        """Give the numbers among cells; text does not count."""
        flat = [one for each in given for one in (each if isinstance(each, list) else [each])]
        return [one for one in flat if isinstance(one, Fraction)]

    def value(self, at: str) -> Any:
        """Give the value of a cell, its formula reckoned."""
        cell = self.sheet[at.replace("$", "")]
        if cell.data_type == "f":
            return self.formula(str(cell.value)[1:])
        if cell.value is None:
            return ""
        return cell.value if isinstance(cell.value, str) else Fraction(str(cell.value))

    def cells(self, span: str) -> list[Any]:
        """Give the values of a range."""
        left, top, right, bottom = range_boundaries(span.replace("$", ""))
        rows = self.sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right)
        return [self.value(cell.coordinate) for row in rows for cell in row]

    def formula(self, text: str) -> Any:
        """Give what a formula comes to."""
        python = REFERENCE.sub(lambda m: f"CELLS('{m[0]}')" if m[2] else f"CELL('{m[1]}')", text)
        python = re.sub(r"(?<![<>=])=(?!=)", "==", python).replace("<>", "!=").replace("IF(", "IF_(")
        return self._reckon(ast.parse(python, mode="eval").body)

    def _reckon(self, node: ast.expr) -> Any:  # noqa: PLR0911 - a line for each kind of thing in a formula
        match node:
            case ast.Constant(value):
                return Fraction(str(value)) if isinstance(value, int | float) else value
            case ast.Call(ast.Name("IF_"), [test, then, otherwise]):
                return self._reckon(then if self._reckon(test) else otherwise)
            case ast.Call(ast.Name("CELL"), [ast.Constant(at)]):
                return self.value(str(at))
            case ast.Call(ast.Name("CELLS"), [ast.Constant(span)]):
                return self.cells(str(span))
            case ast.Call(ast.Name(name), given):
                places = [self._reckon(each) for each in given]
                return self.words[name](*(int(p) if name == "ROUND" and n else p for n, p in enumerate(places)))
            case ast.Compare(left, [operator], [right]):
                equal = self._reckon(left) == self._reckon(right)
                return equal if isinstance(operator, ast.Eq) else not equal
            case ast.BinOp(left, operator, right):
                a, b = self._reckon(left), self._reckon(right)
                if isinstance(operator, ast.Add):
                    return a + b
                if isinstance(operator, ast.Sub):
                    return a - b
                return a * b if isinstance(operator, ast.Mult) else a / b
        raise ValueError(ast.dump(node))
