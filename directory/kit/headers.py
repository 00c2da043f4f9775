"""Security headers on every answer, errors included."""

import secrets

from flask import Flask, Response, g, request


def csp_nonce() -> str:
    """Give this answer's nonce for the one inline script of the page template."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def init(app: Flask, *, https: bool, image_sources: str = "") -> None:
    """Set the headers on every answer of ``app``; ``image_sources`` adds a tile server to ``img-src``."""

    @app.after_request
    def secure(response: Response) -> Response:
        policy = {
            "default-src": "'none'",
            "script-src": "'self'" + (f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""),
            "style-src": "'self'",
            "img-src": f"'self' data: {image_sources}".strip(),
            "font-src": "'self'",
            "connect-src": "'self'",
            "manifest-src": "'self'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "base-uri": "'none'",
        }
        headers = response.headers
        headers.setdefault("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in policy.items()))
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), interest-cohort=()"
        )
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "no-store")
        if https:
            headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        return response
