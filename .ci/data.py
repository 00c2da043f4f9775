"""Bring the data of this clone up to date: tables, gazetteer, demonstration.

    python3 .ci/data.py [tables] [gazetteer] [demo]

Each step keeps a stamp in the instance folder and is skipped while what it was made from is unchanged. On a database
that is not the embedded one, tables and demonstration are always asked for: both do nothing when nothing is to do.
"""

import argparse
import hashlib
import os
import sys
from pathlib import Path

from prepare import ROOT, VENV, CannotGoOn, run, stamped

INSTANCE = Path(os.environ.get("INSTANCE_PATH") or ROOT / "instance").resolve()
GAZETTEER = Path(os.environ.get("GAZETTEER_PATH") or INSTANCE / "gazetteer").resolve()
DATABASE = INSTANCE / "fairhaven.sqlite"


def hash_of_files(*patterns: str) -> str:
    """One hash for the names and contents of all files that match, seen from the root."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def database_identity() -> str:
    """What tells this embedded database from another in its place; nothing if there is none or it is elsewhere."""
    if os.environ.get("DATABASE_URL") or not DATABASE.exists():
        return ""
    return str(DATABASE.stat().st_ino)


class Step:
    """One thing to bring up to date, what it is made from, and how to see that its result is there."""

    def __init__(self, name: str, made_from: str, command: list[object], *, in_database: bool, result: Path) -> None:
        self.name, self.command = name, command
        self._made_from, self._in_database, self._result = made_from, in_database, result
        self._stamp = INSTANCE / f".{name}.stamp"

    def _wanted(self) -> str:
        return f"{self._made_from} {database_identity()}" if self._in_database else self._made_from

    def is_done(self) -> bool:
        """Whether the result is there and was made from what we have now."""
        if self._in_database and not database_identity():
            return False
        return self._result.exists() and stamped(self._stamp) == self._wanted()

    def do(self) -> None:
        """Run it, and remember what it was made from."""
        self._stamp.unlink(missing_ok=True)
        run(*self.command, doing=f"The step '{self.name}'")
        self._stamp.write_text(self._wanted(), encoding="ascii")


def steps(size: "list[str]") -> "dict[str, Step]":
    """Every step by name, in the order they depend on each other."""
    flask = [VENV / "bin" / "flask", "--app", "wsgi"]
    python = VENV / "bin" / "python"
    tables = Step(
        "tables",
        hash_of_files("migrations/**/*.py"),
        [*flask, "db", "upgrade"],
        in_database=True,
        result=DATABASE,
    )
    gazetteer = Step(
        "gazetteer",
        hash_of_files("requirements.txt", "directory/geo/*.py", "directory/geo/*.csv") + f" {GAZETTEER}",
        [python, "-m", "directory.geo.build", GAZETTEER],
        in_database=False,
        result=GAZETTEER,
    )
    demo = Step(
        "demo",
        hash_of_files("directory/cli/demo/**/*.py") + "".join(f" {word}" for word in size),
        [*flask, "demo", *size],
        in_database=True,
        result=INSTANCE / "demo-accounts.json",
    )
    return {step.name: step for step in (tables, gazetteer, demo)}


def main() -> int:
    """Do the steps asked for that are not done yet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="+", choices=["tables", "gazetteer", "demo"])
    parser.add_argument("--services", help="how many services the demonstration has")
    wanted = parser.parse_args()
    INSTANCE.mkdir(parents=True, exist_ok=True)
    known = steps(["--services", wanted.services] if wanted.services else [])
    try:
        for name, step in known.items():
            if name in wanted.names and not step.is_done():
                step.do()
    except CannotGoOn as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
