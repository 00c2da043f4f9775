"""What a database lacks that this engine needs."""

from sqlalchemy import text
from sqlalchemy.engine import Engine as Database
from sqlalchemy.exc import OperationalError

NOT_MIGRATED = "SEARCH_ENGINE=postgresql needs the newest migrations: run flask db upgrade"
NOT_POSTGRESQL = "SEARCH_ENGINE=postgresql needs a PostgreSQL database"
LACKING = (
    "SEARCH_ENGINE=postgresql needs the extensions postgis and pg_trgm, which this database did not have when it was "
    "migrated: install them on the server, then, with SEARCH_ENGINE=embedded, run flask db downgrade 0001 and "
    "flask db upgrade. Or leave SEARCH_ENGINE=embedded, which needs neither"
)
_columns = text(
    "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('search_documents') AND NOT attisdropped"
)


def lacks(database: Database) -> str | None:
    """Give, in words, what is missing; None where the engine may search. A server that is away lacks nothing yet."""
    if database.dialect.name != "postgresql":
        return NOT_POSTGRESQL
    try:
        with database.connect() as connection:
            columns = set(connection.execute(_columns).scalars())
            trigrams = connection.exec_driver_sql("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'").first()
    except OperationalError:
        return None
    if "facts" not in columns:  # nor where there is no table yet
        return NOT_MIGRATED
    return None if "place" in columns and trigrams else LACKING
