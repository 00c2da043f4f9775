"""The application with one page more, at which it commits: for web workers that are killed while they write."""

from dataclasses import replace

from flask import Flask

from directory.access import anyone
from directory.kit.db import db
from directory.web import create_app
from tests.search import make_documents

EACH = 5


def create() -> Flask:
    """Give the application, as gunicorn serves it."""
    app = create_app()

    @app.get("/commit/<int:turn>")
    @anyone
    def commit(turn: int) -> str:
        documents = make_documents.documents(1000 + turn, EACH)
        make_documents.commit([replace(each, name=f"Turn{turn} House", confidential=False) for each in documents])
        return "committed"

    with app.app_context():
        db.engine.dispose()  # a forked worker opens connections of its own
    return app
