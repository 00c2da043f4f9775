"""``python -m bench.quality``: nDCG@10 of each engine over the judged searches."""

import argparse
import os
import tempfile
from pathlib import Path

import psycopg
from flask_migrate import upgrade

from bench.quality.judged import SEARCHES, SERVICES, Ranker, mean, quality
from bench.quality.rankers import documents, ours, plain_postgresql, plain_whoosh
from directory.kit.db import db
from directory.kit.settings import Settings
from directory.search.actions import as_row
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.models import SearchDocument, SearchSequence
from directory.search.port import Engine
from directory.search.postgresql.engine import PostgresqlEngine
from directory.web import create_app


def filled(folder: Path, address: str, which: str) -> Engine:
    """Give one of our engines, holding the judged services."""
    settings = Settings(instance_path=folder, database_url=address, log_level="CRITICAL")
    with create_app(settings).app_context():
        upgrade()
        db.session.remove()
        engine = db.engine
    rows = [{**as_row(each), "gone": False, "sequence": n, "text_sequence": n} for n, each in enumerate(documents(), 1)]
    with engine.begin() as connection:
        connection.execute(SearchDocument.__table__.insert(), rows)
        connection.execute(SearchSequence.__table__.update().values(value=len(rows)))
    return PostgresqlEngine(engine) if which == "postgresql" else EmbeddedEngine(engine, folder / "index")


def main() -> None:
    """Print the table, and with --each the score of every search."""
    parser = argparse.ArgumentParser(prog="bench.quality")
    parser.add_argument("--each", action="store_true", help="show every search")
    parser.add_argument("--postgresql", default="", help="address of an empty database with PostGIS")
    arguments = parser.parse_args()
    os.environ.setdefault("SECRET_KEY", "only for measuring, and only on this machine")
    with tempfile.TemporaryDirectory(prefix="fairhaven-quality-") as name:
        folder = Path(name)
        rankers: dict[str, Ranker] = {
            "ours, embedded": ours(filled(folder, f"sqlite:///{folder / 'judged.sqlite'}", "embedded")),
            "plain Whoosh, any word": plain_whoosh(every_word=False),
            "plain Whoosh, every word": plain_whoosh(every_word=True),
        }
        if arguments.postgresql:
            rankers["ours, PostgreSQL"] = ours(filled(folder, arguments.postgresql, "postgresql"))
            rankers["plain PostgreSQL"] = plain_postgresql(psycopg.connect(arguments.postgresql, autocommit=True))
        scores = {who: quality(ranker) for who, ranker in rankers.items()}
    print(f"nDCG@10, {len(SEARCHES)} searches, {len(SERVICES)} services")
    for who, found in scores.items():
        print(f"{who:26}{mean(found):8.3f}")
    if arguments.each:
        for asked in SEARCHES:
            print(f"{asked.text:45}" + "".join(f"{found[asked.text]:7.2f}" for found in scores.values()))


if __name__ == "__main__":
    main()
