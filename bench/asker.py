"""One engine in a process of its own, so that its memory is its own: ``python -m bench.asker ENGINE FOLDER N build|ask``.

``ask`` reads names of queries, one a line, and answers each by a line of JSON: how long it took and the total. After
``=`` it gives the whole answer, to be compared. When its input ends it says how much memory it has taken.
"""

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.engines import made_of, module
from bench.kept import Kept
from bench.missing import Missing
from bench.sets import ALL


def private_mb(process: str = "self") -> float:
    """Give the memory that is a process's alone (USS): maps of files and shared memory do not count.

    Of a map that is copied when written to, what was written counts: the rest is the file's, and shared by all who
    open it, even if at the moment that is one process only.
    """
    total, shared, file = 0, False, False
    for line in Path(f"/proc/{process}/smaps").read_text(encoding="utf-8", errors="replace").splitlines():
        words = line.split()
        if not words[0].endswith(":"):
            # shared memory that one process alone has touched is called private all the same
            shared, file = "s" in words[1], len(words) > 5 and words[5].startswith("/")
        elif not shared and (words[0] == "Private_Dirty:" or (words[0] == "Private_Clean:" and not file)):
            total += int(words[1])
    return total / 1024


def _servers(kept: Kept, files: Iterable[str]) -> list[str]:
    """Give the processes of a PostgreSQL server that serves these files."""
    found: list[str] = []
    for name in files:
        try:
            postmaster = (kept.path(name) / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0]
        except OSError:
            continue
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text(encoding="ascii").split()
        found += [postmaster, *children]
    return found


def _say(**words: Any) -> None:
    print(json.dumps(words), flush=True)


def build(name: str, kept: Kept) -> None:
    """Build an index, and say how long it took."""
    engine = module(name)
    kept.forget(name)
    kept.clear(*engine.FILES)
    began = time.perf_counter()
    engine.build(kept.database(), kept)
    _say(**kept.note(name, time.perf_counter() - began, made_of(name)))


def answer(name: str, kept: Kept) -> None:
    """Open an index and answer until the input ends."""
    engine = module(name)
    started = time.perf_counter()
    opened = None
    with engine.opened(kept.database(), kept) as ask:
        for line in sys.stdin:
            wanted = line.rstrip("\n")
            asked = ALL[wanted.lstrip("=")]
            began = time.perf_counter()
            found = ask(asked)
            ended = time.perf_counter()
            opened = opened or ended - started
            if wanted.startswith("="):
                _say(total=found.total, facets=found.facets, rows=found.rows, open_s=round(opened, 2))
            else:
                _say(ms=(ended - began) * 1000, total=found.total)
        memory = private_mb() + sum(private_mb(each) for each in _servers(kept, engine.FILES))
        _say(memory_mb=round(memory, 1))


def main() -> None:
    name, folder, count, what = sys.argv[1:]
    kept = Kept(Path(folder), int(count))
    try:
        {"build": build, "ask": answer}[what](name, kept)
    except Missing as missing:
        _say(missing=str(missing))


if __name__ == "__main__":
    main()
