"""What the site says of itself: a request id, one JSON line a request, and counters.

No line holds a query string, a form's content, an e-mail address or a child's detail: a request is logged
as its *route* (``/services``), never as its URL.
"""

from directory.telemetry.quiet import logged_as
from directory.telemetry.requests import init, request_id

__all__ = ["init", "logged_as", "request_id"]
