"""Everything in the database as one file, and back: portable between SQLite and PostgreSQL.

A backup is a gzipped tar of one JSON-lines file a table, in the order in which rows may be inserted, and the
revision of the schema. Columns that are sealed stay sealed: a backup is of use only with the SECRET_KEY that
sealed them.
"""

import base64
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Column, LargeBinary, Table, TypeDecorator, func, insert, select, text, type_coerce
from sqlalchemy.engine import Connection

from directory.kit.crypto import SealedBytes, SealedText
from directory.kit.db import WRITING, Model, db
from directory.kit.errors import Invalid

FORMAT = 1
BATCH = 1000
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
    for row in connection.execution_options(yield_per=BATCH).execute(chosen):
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
            _add(tar, ABOUT, json.dumps(about).encode())
            for number, table in enumerate(tables):
                progress(number, len(tables), table.name)
                rows = list(_rows(connection, table))
                total += len(rows)
                columns = json.dumps([column.name for column in table.columns]).encode() + b"\n"
                _add(tar, f"{table.name}.jsonl", columns + b"".join(rows))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    progress(len(tables), len(tables), "done")
    return total


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def restore(path: Path, progress: Progress) -> int:
    """Fill an empty, migrated database from a backup, whole or not at all; give how many rows it held.

    Raises Invalid for a file that is no backup, one of another schema, or a database that is not empty.
    """
    try:
        with tarfile.open(path, "r:gz") as tar:
            members = {entry.name: tar.extractfile(entry) for entry in tar if entry.isfile()}
            files = {name: file.read() for name, file in members.items() if file}
        about = json.loads(files[ABOUT])
    except (tarfile.TarError, OSError, EOFError, KeyError, ValueError) as fault:
        raise Invalid(f"{path.name} is not a backup of Fairhaven: {fault}") from fault
    with db.engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        revision = _revision(connection)
        if about.get("format") != FORMAT or about.get("revision") != revision:
            raise Invalid(
                f"the backup is of schema {about.get('revision')}, this database of {revision}: migrate there first"
            )
        return _fill(connection, files, progress)


def _fill(connection: Connection, files: dict[str, bytes], progress: Progress) -> int:
    tables, total = Model.metadata.sorted_tables, 0
    counters = {"audit_heads", "search_sequences"}
    for table in tables:
        if table.name not in counters and connection.execute(select(func.count()).select_from(table)).scalar():
            raise Invalid(f"the database is not empty: {table.name} has rows")
    for number, table in enumerate(tables):
        progress(number, len(tables), table.name)
        names, *lines = (json.loads(line) for line in files[f"{table.name}.jsonl"].splitlines())
        if table.name in counters:
            connection.execute(table.delete())
        plain = _unsealed_columns(table)
        for start in range(0, len(lines), BATCH):
            rows = [dict(zip(names, map(_in, line), strict=True)) for line in lines[start : start + BATCH]]
            connection.execute(insert(plain), rows)
        total += len(lines)
    progress(len(tables), len(tables), "done")
    return total


def _unsealed_columns(table: Table) -> Table:
    """Give the table with sealed columns as plain bytes, so that they go in as they came out."""
    copy = table.to_metadata(Model.metadata.__class__())
    for column in copy.columns:
        if isinstance(column.type, TypeDecorator) and isinstance(column.type, SEALED):
            column.type = LargeBinary()
    return copy
