"""One id, one log line and one observation for every request."""

import logging
import sys
import time
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "fairhaven_requests", "Answers by route, method and status", ["route", "method", "status"], registry=REGISTRY
)
SECONDS = Histogram("fairhaven_request_seconds", "Seconds to answer, by route", ["route"], registry=REGISTRY)

log = structlog.get_logger("fairhaven")


def request_id() -> str:
    """Give the id of this request, which stands in its log lines, its audit records and its error page."""
    if "request_id" not in g:
        g.request_id = uuid4().hex
    identifier: str = g.request_id
    return identifier


def route() -> str:
    """Give the route's pattern, or what its view is logged as: it holds no ids, no query, nothing that was typed."""
    name = getattr(current_app.view_functions.get(request.endpoint or ""), "logged_as", "")
    if name:
        return str(name)
    return request.url_rule.rule if request.url_rule else "(none)"


def without_what_was_typed(stacks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give a fault's stacks with the first line of each message: PostgreSQL quotes the whole row in the second."""
    return [stack | {"exc_value": str(stack["exc_value"]).partition("\n")[0]} for stack in stacks]


def configure(level: str) -> None:
    """Write JSON lines to the standard error stream."""
    transformer = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # without local variables: they may hold what was typed about a child
            structlog.processors.ExceptionRenderer(lambda fault: without_what_was_typed(transformer(fault))),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def init(app: Flask, level: str) -> None:
    """Observe every request of ``app``."""
    configure(level)

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id())

    @app.after_request
    def observe(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        response.headers["X-Request-Id"] = request_id()
        REQUESTS.labels(route(), request.method, response.status_code).inc()
        SECONDS.labels(route()).observe(seconds)
        if request.endpoint != "static":
            log.info(
                "request",
                method=request.method,
                route=route(),
                status=response.status_code,
                ms=round(seconds * 1000, 1),
            )
        return response
