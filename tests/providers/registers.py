"""Small registers, written as Ofsted writes its own."""

import csv
import io
from pathlib import Path

from flask import Flask

from directory.access import SYSTEM
from directory.kit import clock
from directory.providers.actions.register import take_register
from directory.providers.queries.register import Difference
from directory.providers.rules.register import read_register
from tests.engines import missing

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "ofsted-social-care-providers-2025-03-31.csv"

TITLES = {
    "urn": "URN",
    "type": "Provision type",
    "registered_on": "Registration date",
    "status": "Registration status",
    "name": "Name",
    "address_1": "Address 1",
    "town": "Town",
    "postcode": "Postcode",
    "region": "Government Office Region",
    "authority": "Local authority",
    "sector": "Sector",
    "places": "Places",
    "owner": "Organisation which owns the provider",
    "inspected_on": "\nLatest full inspection date",
    "overall": "\nOverall experiences and progress of children and young people",
    "outcome": "Supported Accommodation outcome",
}
# by the last figure of the URN: three homes are of three owners, and so a crowd
OWNERS = {"2": "Beacon Homes Ltd", "3": "Moorland Homes Ltd"}
HIDDEN = {"name": "REDACTED", "address_1": "REDACTED", "town": "REDACTED", "postcode": "REDACTED"}


def home(urn: str, **more: str) -> dict[str, str]:
    """Give the row of a children's home in Leeds."""
    return {
        "urn": urn,
        "type": "Children's home",
        "registered_on": "25/06/2020",
        "status": "Active",
        "region": "Yorkshire and The Humber",
        "authority": "Leeds",
        "sector": "Private",
        "places": "4",
        "owner": OWNERS.get(urn[-1], "Harbour Care Ltd"),
        "inspected_on": "05/11/2024",
        "overall": "Good",
        "outcome": "",
        **HIDDEN,
        **more,
    }


def agency(urn: str, **more: str) -> dict[str, str]:
    """Give the row of a fostering agency, which is public and has no places."""
    open_ = {"name": "Moorland Fostering", "address_1": "1 Park Row", "town": "Leeds", "postcode": "LS1 5HD"}
    return home(urn, type="Independent Fostering Agency", places="", **(open_ | more))


def text(*rows: dict[str, str], before: int = 3, titles: dict[str, str] | None = None) -> str:
    """Give a register as CSV, with ``before`` lines of notes above its header."""
    columns = titles or TITLES
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number in range(before):
        writer.writerow([f"Note {number + 1}", *[""] * (len(columns) - 1)])
    writer.writerow(columns.values())
    writer.writerows([row.get(key, "") for key in columns] for row in rows)
    return out.getvalue()


def data(*rows: dict[str, str], **more: int) -> bytes:
    """Give a register as the file holds it, with a byte order mark."""
    return text(*rows, **more).encode("utf-8-sig")  # type: ignore[arg-type]


def take(*rows: dict[str, str]) -> Difference:
    """Take over a register of these rows."""
    given = data(*rows)
    return take_register(SYSTEM, read_register(given), file="register.csv", data=given, now=clock.now())


def real() -> bytes:
    """Give the real register."""
    if not REAL.exists():
        missing("Ofsted's register", f"put it at {REAL}")
    return REAL.read_bytes()


def figures_printed(app: Flask, *arguments: str) -> tuple[int, str]:
    """Run ``flask import``; give its exit code and what it printed."""
    from directory import cli  # noqa: PLC0415 - the top floor, for this only

    cli.init(app)
    result = app.test_cli_runner().invoke(args=["import", *arguments])
    return result.exit_code, result.output
