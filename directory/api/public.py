"""What any web page may read: CORS ``*`` for answers that hold nothing of whoever asks."""

from flask import Blueprint, Response, current_app, request

from directory.api.operations import description_of

DAY_SECONDS = "86400"


def open_to_all(face: Blueprint, *, only_described: bool = False) -> None:
    """Let scripts of any origin read ``face``: all of it, or only the operations described as public.

    Safe because these faces know bearer tokens only: a browser adds nothing of its own to such a request, and
    ``Access-Control-Allow-Credentials`` is never sent.
    """

    @face.after_request
    def allow(response: Response) -> Response:
        if not only_described or _public():
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After, X-Request-Id"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
                response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS")
                response.headers["Access-Control-Max-Age"] = DAY_SECONDS
        return response


def _public() -> bool:
    """Say whether the view that answers is described as public."""
    described = description_of(current_app.view_functions.get(request.endpoint or ""))
    return described is not None and described.public
