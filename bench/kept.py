"""What is made once for each number of services, and kept: the database, and each engine's index."""

import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Engine, create_engine

from bench.data import fill, make_tables
from bench.facts import Answer
from bench.queries import Asked

Ask: TypeAlias = Callable[[Asked], Answer]


@dataclass(frozen=True)
class Kept:
    """The folder of one number of services."""

    folder: Path
    count: int

    def path(self, name: str) -> Path:
        """Give the path of something kept."""
        return self.folder / name

    @property
    def file(self) -> Path:
        """Give the database of the services."""
        return self.path("services.sqlite")

    def database(self) -> Engine:
        """Open the database of the services."""
        return create_engine(f"sqlite:///{self.file}")

    def built(self, engine: str, made_of: str) -> dict[str, Any] | None:
        """Say how an engine's index was built, None if it is not there or of another make."""
        try:
            said: dict[str, Any] = json.loads(self.path(f"{engine}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return said if said.get("made_of") == made_of else None

    def note(self, engine: str, seconds: float, made_of: str) -> dict[str, Any]:
        """Keep how long an engine's index took to build, and how busy the machine was."""
        said = {
            "build_s": round(seconds, 1),
            "built": time.strftime("%Y-%m-%d %H:%M"),
            "load": round(os.getloadavg()[0], 1),
            "made_of": made_of,
        }
        self.path(f"{engine}.json").write_text(json.dumps(said), encoding="utf-8")
        return said

    def forget(self, engine: str) -> None:
        """Let an engine's index count as not built."""
        self.path(f"{engine}.json").unlink(missing_ok=True)

    def clear(self, *names: str) -> None:
        """Remove what a build left that did not end."""
        for name in names:
            path = self.path(name)
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def kept(folder: Path, count: int) -> Kept:
    """Give the folder for so many services, with their database."""
    made = Kept(folder / str(count), count)
    made.folder.mkdir(parents=True, exist_ok=True)
    if not made.file.exists():
        draft = made.path("services.new")
        draft.unlink(missing_ok=True)
        database = create_engine(f"sqlite:///{draft}")
        fill(database, count)
        database.dispose()
        draft.rename(made.file)
    # a later version may read a table more
    database = made.database()
    make_tables(database)
    database.dispose()
    return made
