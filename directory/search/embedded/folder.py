"""The folder of an index: generations side by side, one of them current.

``current.json`` names the Whoosh index of record and the sidecar made from it, and is replaced in one step; whoever
reads sees one whole generation or the next. What a killed process left half-made is swept away by the next writer.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog

KEPT_SIDECARS = 2
FORGOTTEN_SECONDS = 24 * 3600
"""A build that nobody took up again for so long is not taken up again."""

log = structlog.get_logger("fairhaven.search")


@dataclass(frozen=True)
class Generation:
    """What is current. ``sequence``: all texts up to it are in; ``record``: the folder of the Whoosh index."""

    number: int
    record: str
    sequence: int

    @property
    def sidecar(self) -> str:
        """Give the name of the sidecar's folder."""
        return f"sidecar-{self.number:08d}"


class Folder:
    """One index on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pointer = os.fspath(self.pointer)

    @property
    def pointer(self) -> Path:
        """Give the file that says which generation is current."""
        return self.path / "current.json"

    @property
    def parts(self) -> Path:
        """Give the folder of what is done of an index that is being built."""
        return self.path / "parts"

    def stamp(self) -> int:
        """Give a number that changes with the generation, at the cost of one look at the file; 0 if there is none."""
        try:
            # asked by every search: as text, for a path takes as long to join as the file to look at
            found = os.stat(self._pointer)  # noqa: PTH116
        except FileNotFoundError:
            return 0
        return hash((found.st_mtime_ns, found.st_ino)) or 1

    def current(self) -> Generation | None:
        """Give the current generation, None before the first."""
        try:
            return Generation(**json.loads(self.pointer.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None

    @contextmanager
    def drafted(self, name: str) -> Iterator[Path]:
        """Give an empty folder that takes its name when the block ends well."""
        draft = self.path / f"draft-{os.getpid()}-{name}"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        yield draft
        final = self.path / name
        shutil.rmtree(final, ignore_errors=True)
        draft.rename(final)

    def make_current(self, generation: Generation) -> None:
        """Let this generation be the one that all processes search from now on."""
        draft = self.path / f"draft-{os.getpid()}-current.json"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(generation), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.pointer)

    def sweep(self) -> None:
        """Remove drafts and all but the newest generations. Called by the one writer only."""
        now = self.current()
        sidecars = sorted(each.name for each in self.path.glob("sidecar-*"))
        keep = (
            {now.record, now.sidecar, *[name for name in sidecars if name < now.sidecar][1 - KEPT_SIDECARS :]}
            if now
            else set()
        )
        for each in self.path.iterdir():
            if each.name.startswith(("draft-", "record-", "sidecar-")) and each.name not in keep:
                log.info("swept from the index", folder=each.name)
                shutil.rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)
        if self.parts.exists() and time.time() - self.parts.stat().st_mtime > FORGOTTEN_SECONDS:
            shutil.rmtree(self.parts, ignore_errors=True)
