"""How long a register takes, and a file of services: ``python -m bench.importing --n 10000``, in fresh SQLite instances.

Both are generated. Three times the command as people run it: a new file, the same again, and one in which a tenth has
changed.
"""

import argparse
import csv
import random
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.instance import FLASK, ROOT, fresh
from directory.codes import Specialism
from directory.geo.authorities import all_authorities

TITLES = (
    "URN",
    "Provision type",
    "Registration date",
    "Registration status",
    "Name",
    "Address 1",
    "Town",
    "Postcode",
    "Government Office Region",
    "Local authority",
    "Sector",
    "Places",
    "Organisation which owns the provider",
    "Latest full inspection date",
    "Overall experiences and progress of children and young people",
)
OWN = (
    "reference",
    "organisation",
    "name",
    "type",
    "description",
    "age_minimum",
    "age_maximum",
    "languages",
    "specialisms",
    "registered",
    "postcode",
    "address",
)
SPECIALISMS = [each.value for each in Specialism]
HIDDEN = ("REDACTED",) * 4
Writer = Callable[[Path, int, int], None]
ENGLISH = [one for one in all_authorities() if one.nation == "England"]


def register(path: Path, number: int, changed: int = 0, *, owners: int = 0) -> None:
    chance = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(TITLES)
        for row in range(number):
            where = chance.choice(ENGLISH)
            places = chance.randint(1, 8) + (1 if row < changed else 0)
            agency = row % 10 == 0 and owners != 1
            kind = "Independent Fostering Agency" if agency else "Children's home"
            shown = (f"Agency {row}", "1 High Street", where.name, "LS1 5HD") if agency else HIDDEN
            judged = chance.choice(("Good", "Outstanding", "Requires improvement to be good"))
            owner = f"Owner {chance.randint(1, owners or max(1, number // 3))} Ltd"
            register_says = ("25/06/2020", "Active", *shown, where.region, where.name, "Private")
            writer.writerow(
                [1_000_000 + row, kind, *register_says, "" if agency else places, owner, "05/11/2024", judged]
            )


def services(path: Path, number: int, changed: int = 0) -> None:
    """Write a file of our own columns: nine households of ten, and an office."""
    chance = random.Random(2)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(OWN)
        for row in range(number):
            owner = f"Owner {chance.randint(1, max(1, number // 10))} Ltd"
            words = "A calm house with time for each child" + (", and a garden" if row < changed else "")
            special = "; ".join(chance.sample(SPECIALISMS, 3))
            where = chance.choice(("LS1", "SE13", "M1", "B1", "NR1", "BS1"))
            common = (f"R{row}", owner, f"Household {row}")
            if row % 10:
                writer.writerow([*common, "foster_care", words, 8, 17, "eng; vie", special, 2, where, ""])
            else:
                writer.writerow([*common, "therapy", words, 8, 17, "eng", special, "", "LS1 5HD", "1 High Street"])


def measured(command: str, write: Writer, number: int) -> None:
    """Print how long a new file takes, the same again, and one in which a tenth has changed."""
    with tempfile.TemporaryDirectory(prefix="fairhaven-import-") as folder:
        environment = fresh(folder)
        file = Path(folder) / f"{command}.csv"
        for words, changed in ((f"{command}, new", 0), ("the same again", 0), ("a tenth changed", number // 10)):
            write(file, number, changed)
            began = time.perf_counter()
            subprocess.run(
                [*FLASK, "import", command, str(file)], cwd=ROOT, env=environment, check=True, capture_output=True
            )
            took = time.perf_counter() - began
            print(f"{words:28} {number:9,} rows {took:8.1f} s {number / took:9.0f} rows a second", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.importing")
    parser.add_argument("--n", type=int, default=10_000, help="how many rows")
    parser.add_argument("--only", choices=("ofsted", "services"), help="one of the two")
    given = parser.parse_args()
    for command, write in (("ofsted", register), ("services", services)):
        if given.only in (None, command):
            measured(command, write, given.n)


if __name__ == "__main__":
    main()
