"""Versions on the wire: an ``ETag`` for what was read, ``If-Match`` for what is to be changed."""

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from directory.kit.errors import Refusal, Stale


class NoVersion(Refusal):
    """A change must say which version was read."""

    status = 428
    title = "Say which version you read: send If-Match with the ETag of your last read"


def tagged(answer: ResponseReturnValue, version: int | str, *, conditional: bool = True) -> Response:
    """Give ``answer`` with its version as ETag; 304 where the reader has it already.

    Not ``conditional``: what is read changes with the clock too, so it is always given.
    """
    response: Response = make_response(answer)
    response.set_etag(str(version))
    if conditional:
        response.make_conditional(request)
    return response


def matched(version: int | str, *, needed: bool = True) -> None:
    """Go on only if the request was made for this version. Raises NoVersion (428) or Stale (412)."""
    if "If-Match" not in request.headers:
        if needed:
            raise NoVersion
        return
    if not request.if_match.contains(str(version)):
        raise Stale
