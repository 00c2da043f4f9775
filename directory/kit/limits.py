"""How often one visitor may ask: the one limiter of the site (Flask-Limiter), shared by pages and the API.

    @limiter.limit("10 per minute")
    def sign_in() -> ...

Where there are several nodes, RATE_LIMIT_STORAGE names a Redis; otherwise each process counts for itself.
"""

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter

from directory.kit.crypto import fingerprint
from directory.kit.settings import Settings

WAIT = "X-RateLimit-Wait"


def who() -> str:
    """Give what a limit counts by: the bearer token (as a keyed hash) or the address."""
    given = request.headers.get("Authorization", "")
    if given.lower().startswith("bearer "):
        return fingerprint("limits", given)
    return request.remote_addr or "nowhere"


def by_address() -> str:
    """Give the address alone, for signing in: there a made-up token must not open a count of its own."""
    return request.remote_addr or "nowhere"


def api_limit() -> str:
    """Give how often one token or address may ask the API."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"{settings.api_requests_per_minute} per minute"


def public_search_limit() -> str:
    """Give how often one address may search without signing in."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"{settings.public_searches_per_minute} per minute"


limiter = Limiter(key_func=who, headers_enabled=True, default_limits=[])


def init(app: Flask, settings: Settings) -> None:
    """Let ``app`` count."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", settings.rate_limit_storage)
    app.config.setdefault("RATELIMIT_STRATEGY", "moving-window")
    app.config.setdefault("RATELIMIT_HEADER_RETRY_AFTER", WAIT)

    # registered before the limiter's own, so it runs after that
    @app.after_request
    def say_when(response: Response) -> Response:
        """Say Retry-After to whoever must wait; the limiter says it to everybody, also over somebody else's words."""
        wait = response.headers.pop(WAIT, None)
        if wait and response.status_code == 429:
            response.headers.setdefault("Retry-After", wait)
        return response

    limiter.init_app(app)
