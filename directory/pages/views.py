from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from directory.access import anyone
from directory.kit.db import db

pages = Blueprint("pages", __name__)


@pages.route("/")
@anyone
def home() -> ResponseReturnValue:
    """Say what needs whoever is signed in now; to others, what this is."""
    return render_template("pages/home.html")


@pages.route("/healthz")
@anyone
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"status": "ok"}


@pages.route("/readyz")
@anyone
def readyz() -> ResponseReturnValue:
    """Say that the database answers."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}
