from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import inspect

from directory.kit.db import db
from directory.web import create_app
from tests.engines.databases import test_settings as settings_of_a_test


def tables() -> set[str]:
    db.session.remove()
    return set(inspect(db.engine).get_table_names()) - {"alembic_version", "spatial_ref_sys"}


def test_migrations_go_up_down_and_up_again(app: Flask) -> None:
    before = tables()
    flask_migrate.downgrade(revision="base")
    assert tables() == set()
    flask_migrate.upgrade()
    assert tables() == before
    assert before


def test_the_models_are_what_the_migrations_make(app: Flask) -> None:
    flask_migrate.check()


def test_an_empty_database_becomes_whole(tmp_path: Path) -> None:
    app = create_app(settings_of_a_test(tmp_path, f"sqlite:///{tmp_path / 'empty.sqlite'}"))
    with app.app_context():
        flask_migrate.upgrade()
        assert "audit_records" in tables()
        db.engine.dispose()
