"""Everything in the database as one file, and back: portable between SQLite and PostgreSQL.

A backup is a gzipped tar of one JSON-lines file a table, in the order in which rows may be inserted, and the
revision of the schema. Columns that are sealed stay sealed: a backup is of use only with the SECRET_KEY that
sealed them.

Neither way is more held in memory than a batch of rows, counted in bytes too: files that people sent stand in the
database. A table is first written beside the archive, since a tar says how long a member is before it begins.
"""

import base64
import io
import json
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from sqlalchemy import Column, LargeBinary, Table, TypeDecorator, func, insert, select, text, type_coerce
from sqlalchemy.engine import Connection

from directory.kit.crypto import SealedBytes, SealedText
from directory.kit.db import WRITING, Model, db
from directory.kit.errors import Invalid

FORMAT = 1
BATCH = 1000
# rows that may hold a part of a file (files.models.PART_BYTES, a third more once sealed)
BATCH_OF_BYTES = 4
BATCH_BYTES = 1024 * 1024
SEALED = (SealedBytes, SealedText)
ABOUT = "about.json"
Progress = Callable[[int, int, str], None]

_AS_TEXT: dict[type, tuple[str, Callable[[Any], str], Callable[[str], Any]]] = {
    bytes: ("bytes", lambda value: base64.b64encode(value).decode(), base64.b64decode),
    datetime: ("at", datetime.isoformat, datetime.fromisoformat),
    date: ("on", date.isoformat, date.fromisoformat),
    UUID: ("id", str, UUID),
    Decimal: ("decimal", str, Decimal),
}
_BACK = {mark: back for mark, _, back in _AS_TEXT.values()}


def _out(value: Any) -> Any:
    kind = _AS_TEXT.get(type(value))
    return {f"${kind[0]}": kind[1](value)} if kind else value


def _in(value: Any) -> Any:
    if isinstance(value, dict) and len(value) == 1:
        (mark,) = value
        if mark.startswith("$") and mark[1:] in _BACK:
            return _BACK[mark[1:]](value[mark])
    return value


def _raw(column: Column[Any]) -> Any:
    """Give a column as it stands in the database: what is sealed is not opened."""
    return type_coerce(column, LargeBinary()).label(column.name) if isinstance(column.type, SEALED) else column


def _rows(connection: Connection, table: Table) -> Iterator[bytes]:
    chosen = select(*[_raw(column) for column in table.columns]).order_by(*table.primary_key.columns)
    wide = any(isinstance(column.type, (SealedBytes, LargeBinary)) for column in table.columns)
    for row in connection.execute(chosen, execution_options={"yield_per": BATCH_OF_BYTES if wide else BATCH}):
        yield json.dumps([_out(value) for value in row], ensure_ascii=False).encode() + b"\n"


def _revision(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def write(path: Path, progress: Progress) -> int:
    """Write a backup to ``path`` (mode 600), whole or not at all; give how many rows it holds."""
    draft, total = path.with_name(path.name + ".part"), 0
    tables = Model.metadata.sorted_tables
    draft.touch(mode=0o600)
    try:
        with db.engine.connect() as connection, connection.begin(), tarfile.open(draft, "w:gz") as tar:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            about = {"format": FORMAT, "revision": _revision(connection), "made_at": datetime.now(UTC).isoformat()}
            _add(tar, ABOUT, io.BytesIO(json.dumps(about).encode()))
            for number, table in enumerate(tables):
                progress(number, len(tables), table.name)
                with tempfile.TemporaryFile(dir=path.parent) as spool:
                    spool.write(json.dumps([column.name for column in table.columns]).encode() + b"\n")
                    for row in _rows(connection, table):
                        spool.write(row)
                        total += 1
                    _add(tar, f"{table.name}.jsonl", spool)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    progress(len(tables), len(tables), "done")
    return total


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes]) -> None:
    """Add all that was written to ``content``."""
    entry = tarfile.TarInfo(name)
    entry.size = content.seek(0, io.SEEK_END)
    content.seek(0)
    tar.addfile(entry, content)


def restore(path: Path, progress: Progress) -> int:
    """Fill an empty, migrated database from a backup, whole or not at all; give how many rows it held.

    Raises Invalid for a file that is no backup or is damaged, one of another schema, or a database that is not empty.
    """
    try:
        with tarfile.open(path, "r:gz") as tar:
            about = json.loads(b"".join(_lines(tar, ABOUT)))
            with db.engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
                revision = _revision(connection)
                if about.get("format") != FORMAT or about.get("revision") != revision:
                    raise Invalid(
                        f"the backup is of schema {about.get('revision')}, this database of {revision}:"
                        " migrate there first"
                    )
                return _fill(connection, tar, progress)
    except (tarfile.TarError, zlib.error, OSError, EOFError, KeyError, ValueError) as fault:
        raise Invalid(f"{path.name} is not a backup of Fairhaven: {fault}") from fault


def _lines(tar: tarfile.TarFile, name: str) -> Iterator[bytes]:
    """Give the lines of a member, one after the other. Raises KeyError where there is none of that name."""
    member = tar.extractfile(name)
    if member is None:
        raise KeyError(name)
    with member:
        yield from member


def _fill(connection: Connection, tar: tarfile.TarFile, progress: Progress) -> int:
    tables, total = Model.metadata.sorted_tables, 0
    counters = {"audit_heads", "search_sequences"}
    for table in tables:
        if table.name not in counters and connection.execute(select(func.count()).select_from(table)).scalar():
            raise Invalid(f"the database is not empty: {table.name} has rows")
    for number, table in enumerate(tables):
        progress(number, len(tables), table.name)
        lines = _lines(tar, f"{table.name}.jsonl")
        names = json.loads(next(lines, b""))
        if table.name in counters:
            connection.execute(table.delete())
        plain = _unsealed_columns(table)
        for batch in _batches(lines):
            rows = [dict(zip(names, map(_in, json.loads(line)), strict=True)) for line in batch]
            connection.execute(insert(plain), rows)
            total += len(rows)
    progress(len(tables), len(tables), "done")
    return total


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Give lines together, as many as may be held in memory at once."""
    batch: list[bytes] = []
    held = 0
    for line in lines:
        if batch and (len(batch) >= BATCH or held + len(line) > BATCH_BYTES):
            yield batch
            batch, held = [], 0
        batch.append(line)
        held += len(line)
    if batch:
        yield batch


def _unsealed_columns(table: Table) -> Table:
    """Give the table with sealed columns as plain bytes, so that they go in as they came out."""
    copy = table.to_metadata(Model.metadata.__class__())
    for column in copy.columns:
        if isinstance(column.type, TypeDecorator) and isinstance(column.type, SEALED):
            column.type = LargeBinary()
    return copy
