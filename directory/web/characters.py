"""The one character that no text has: a NUL. PostgreSQL keeps none, so it is refused before anybody looks."""

from collections.abc import Iterator

from flask import Flask, request
from werkzeug.exceptions import BadRequest

NUL = "\0"
WORDS = "What was sent holds a character that is no text (NUL). Type it again"


def _sent() -> Iterator[str]:
    yield request.path
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            yield name
            yield value


def init(app: Flask) -> None:
    """Refuse a NUL in the address, the query and the form of every request; ``kit.understand`` does in JSON."""

    @app.before_request
    def refuse() -> None:
        if any(NUL in text for text in _sent()):
            raise BadRequest(WORDS)
