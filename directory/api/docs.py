"""The API's own description: ``/api/v1/openapi.json`` for programs, ``/api/v1/docs`` for people."""

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from directory.access import anyone
from directory.api.openapi import SAYS, document, operations
from directory.api.operations import described
from directory.api.views import v1
from directory.kit.settings import Settings

# a page, so it knows the browser's session: it stands beside v1, not in it
pages = Blueprint("api_docs", __name__, url_prefix="/api/v1")


def _server() -> str:
    """Give the address of this site as set: the one a request names anybody can invent, and caches would keep it."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url.rstrip("/") or request.host_url.rstrip("/")


@v1.get("/openapi.json")
@anyone
@described("Read this description (OpenAPI 3.1)", public=True)
def openapi() -> ResponseReturnValue:
    """Give the OpenAPI 3.1 document of this API."""
    answer: Response = jsonify(document(current_app, _server()))
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@pages.get("/docs")
@anyone
def docs() -> ResponseReturnValue:
    """Show the same to people."""
    made = document(current_app, _server())
    return render_template("api/docs.html", operations=operations(current_app), document=made, says=SAYS)
