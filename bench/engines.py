"""The engines that are compared: each a module that builds an index and opens it. Loaded when it is wanted."""

from hashlib import blake2b
from importlib import import_module
from typing import Protocol

from sqlalchemy import Engine

from bench.instance import ROOT
from bench.kept import Ask, Kept
from bench.missing import Missing

OURS = "fairhaven"
MODULES = {
    OURS: "fairhaven",
    "sqlite_fts5": "peer_sqlite",
    "postgresql": "peer_postgresql",
    "tantivy": "peer_tantivy",
    "whoosh": "peer_whoosh",
    "fairhaven_postgresql": "fairhaven_postgresql",
}
SLOW = {"whoosh", "fairhaven_postgresql"}
"""Those whose index takes long: left out where it would be more than ten minutes."""
LONGEST_BUILD_SECONDS = 600


_READING = ("directory/search/embedded/analysis.py",)
_KEEPING = ("record", "sidecar", "weights", "spelling", "kept", "tally", "grid")
_PEERS = (*_READING, "bench/facts.py", "bench/store.py", "bench/data.py", "bench/vocabulary.py")


def made_of(name: str) -> str:
    """Give a fingerprint of the code that decides what is in an engine's index: another one needs another index."""
    written = tuple(f"directory/search/embedded/{each}.py" for each in _KEEPING)
    sources = (*_PEERS, *written) if name == OURS else (*_PEERS, f"bench/{MODULES[name]}.py")
    digest = blake2b(digest_size=8)
    for path in sources:
        file = ROOT / path
        digest.update(file.read_bytes() if file.exists() else b"")
    return digest.hexdigest()


class Opened(Protocol):
    """A context in which an engine answers."""

    def __enter__(self) -> Ask: ...
    def __exit__(self, *_: object) -> bool | None: ...


class Module(Protocol):
    """What each engine's module has. ``FILES``: what it keeps, to be removed before it builds anew."""

    FILES: tuple[str, ...]

    def build(self, database: Engine, kept: Kept) -> None:
        """Build the index."""

    def opened(self, database: Engine, kept: Kept) -> Opened:
        """Open the index that was built."""
        ...


def module(name: str) -> Module:
    """Give an engine's module. Raises Missing where it is not installed."""
    try:
        found: Module = import_module(f"bench.{MODULES[name]}")
    except ImportError as missing:
        raise Missing(str(missing)) from missing
    return found
