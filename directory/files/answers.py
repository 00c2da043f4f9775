"""A file as an answer: saved by the browser, never shown in our own pages' place."""

from urllib.parse import quote

from flask import Response

from directory.files.actions import Handed
from directory.files.models import StoredFile


def announced(file: StoredFile) -> Response:
    """Give the answer to HEAD: that the file is there, and nothing of it, so there is nothing to write down."""
    return attachment(Handed(file.name, file.media_type, b""))


def attachment(handed: Handed) -> Response:
    """Give the answer that hands over a file. Nothing in it may run, whatever a browser thinks it is."""
    return named_attachment(handed.name, handed.kind.value, handed.content)


def named_attachment(name: str, media_type: str, content: bytes) -> Response:
    """Give the same for bytes of our own making."""
    answer = Response(content, mimetype=media_type)
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Content-Disposition"] = disposition
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["X-Download-Options"] = "noopen"
    answer.headers["Cache-Control"] = "no-store"
    return answer
