"""Refusals and faults as answers: a page for people, ``application/problem+json`` (RFC 9457) for programs."""

from typing import Any

import structlog
from flask import Flask, Response, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from directory.kit.db import db
from directory.kit.errors import Invalid, NotSignedIn, Refusal, Stale
from directory.kit.understand import NotUnderstood
from directory.telemetry import request_id

FOR_PROGRAMS = ("/api/", "/openreferral", "/ocds", "/metrics", "/healthz", "/readyz")
CANNOT_BE_KEPT = "Something that was sent cannot be kept: a character that is no text, or too large a number"
log = structlog.get_logger("fairhaven")


def for_programs() -> bool:
    """Say whether a program asks, rather than a person."""
    return request.path.startswith(FOR_PROGRAMS)


def problem(status: int, title: str, detail: str = "", **more: Any) -> ResponseReturnValue:
    """Give a problem document."""
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "request_id": request_id(),
        **more,
    }
    answer = jsonify({key: value for key, value in body.items() if value not in ("", None)})
    answer.status_code = status
    answer.mimetype = "application/problem+json"
    return answer


def refused(refusal: Refusal) -> ResponseReturnValue:
    """Answer what an action or query refused."""
    db.session.rollback()
    if for_programs():
        more: dict[str, Any] = {}
        if isinstance(refusal, Invalid):
            right = refusal.right if isinstance(refusal, NotUnderstood) else {}
            more["errors"] = [
                {"field": name, "detail": words, **({"right": right[name]} if name in right else {})}
                for name, words in refusal.fields.items()
            ]
        answer = make_response(problem(refusal.status, refusal.title, refusal.detail, **more))
        _retry_after(answer, refusal)
        if isinstance(refusal, NotSignedIn):
            answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    if isinstance(refusal, NotSignedIn):
        # only the path: a search's query must not travel on
        return redirect(url_for("accounts.sign_in", next=request.path if request.method == "GET" else None), 302)
    shown = page(refusal.status, refusal.detail if refusal.detail != refusal.title else "")
    return _retry_after(make_response(shown), refusal)


def _retry_after(answer: Response, refusal: Refusal) -> Response:
    if refusal.retry_after_seconds is not None:
        answer.headers["Retry-After"] = str(refusal.retry_after_seconds)
    return answer


def page(status: int, detail: str = "") -> ResponseReturnValue:
    """Answer with an error page."""
    return render_template("errors/error.html", status=status, detail=detail, request_id=request_id()), status


def init(app: Flask) -> None:
    """Make every refusal and fault of ``app`` an answer that helps."""
    app.register_error_handler(Refusal, refused)

    @app.errorhandler(StaleDataError)
    def stale(_fault: StaleDataError) -> ResponseReturnValue:
        return refused(Stale())

    @app.errorhandler(DataError)
    def not_keepable(fault: DataError) -> ResponseReturnValue:
        log.warning("refused by the database", fault=type(fault.orig).__name__)
        return refused(Invalid(CANNOT_BE_KEPT))

    @app.errorhandler(HTTPException)
    def http(fault: HTTPException) -> ResponseReturnValue:
        status = fault.code or 500
        if status < 400:
            return fault.get_response()
        answer = problem(status, fault.name, fault.description or "") if for_programs() else page(status)
        allowed = fault.get_headers() if status == 405 else []
        response: Response = make_response(answer)
        response.headers.extend([(name, value) for name, value in allowed if name == "Allow"])
        return response

    @app.errorhandler(Exception)
    def broken(fault: Exception) -> ResponseReturnValue:
        db.session.rollback()
        log.error("fault", exc_info=fault)
        return problem(500, "Internal error") if for_programs() else page(500)
