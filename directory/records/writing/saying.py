"""How moments, amounts and missing things are said in a file."""

from datetime import date, datetime

from directory.kit import clock
from directory.kit.money import pounds


def exactly(at: datetime | None) -> str:
    """Give an instant to the second, as clocks in London show it, with the name of their time; empty for none."""
    if at is None:
        return ""
    there = clock.in_london(at)
    return f"{there.day} {there:%B %Y, %H:%M:%S} {there:%Z}"


def day(on: date | None) -> str:
    """Give a date as "24 November 2026"; empty for none."""
    return f"{on.day} {on:%B %Y}" if on else ""


def money(pence: int | None) -> str:
    """Give an amount in pounds; "none" for none."""
    return "none" if pence is None else pounds(pence)


def yes_no(said: bool) -> str:
    """Give a yes or a no."""
    return "yes" if said else "no"


def for_lot(lot: int) -> str:
    """Give which lot something is for."""
    return "all lots" if lot == 0 else f"lot {lot}"
