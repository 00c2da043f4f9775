"""How long a register takes: ``python -m bench.importing --n 10000``, a generated one in a fresh SQLite instance.

Three times the command as people run it: a new register, the same again, and one in which a tenth has changed.
"""

import argparse
import csv
import random
import subprocess
import tempfile
import time
from pathlib import Path

from bench.instance import FLASK, ROOT, fresh
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
HIDDEN = ("REDACTED",) * 4
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.importing")
    parser.add_argument("--n", type=int, default=10_000, help="how many rows")
    number = parser.parse_args().n
    with tempfile.TemporaryDirectory(prefix="fairhaven-import-") as folder:
        environment = fresh(folder)
        file = Path(folder) / "register.csv"
        for words, changed in (("a new register", 0), ("the same again", 0), ("a tenth changed", number // 10)):
            register(file, number, changed)
            began = time.perf_counter()
            subprocess.run(
                [*FLASK, "import", "ofsted", str(file)], cwd=ROOT, env=environment, check=True, capture_output=True
            )
            took = time.perf_counter() - began
            print(f"{words:28} {number:9,} rows {took:8.1f} s {number / took:9.0f} rows a second", flush=True)


if __name__ == "__main__":
    main()
