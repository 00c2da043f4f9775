"""What an action may refuse, in words for the person who asked.

Pages show the words beside the form; the API answers them as RFC 9457 problems with ``status``.
"""

from collections.abc import Mapping


class Refusal(Exception):
    """An action that was not done, and why, in plain English."""

    status = 400
    title = "The request was refused"
    retry_after_seconds: int | None = None

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title


class NotSignedIn(Refusal):
    """Nobody is signed in, and this needs somebody."""

    status = 401
    title = "Sign in first"


class NotAllowed(Refusal):
    """The actor's role may not do this."""

    status = 403
    title = "Your role may not do this"


class NotFound(Refusal):
    """It does not exist, or belongs to somebody else: the answer is the same."""

    status = 404
    title = "Not found"


class WrongState(Refusal):
    """The thing is not in a state from which this move can be made."""

    status = 409
    title = "This cannot be done now"


class Stale(Refusal):
    """Somebody else changed the thing since it was read."""

    status = 412
    title = "Somebody changed this while you were reading it"


class Invalid(Refusal):
    """What was given is wrong; ``fields`` says what, by name of the field."""

    status = 422
    title = "Check what you entered"

    def __init__(self, detail: str = "", fields: Mapping[str, str] | None = None) -> None:
        self.fields = dict(fields or {})
        super().__init__(detail or "; ".join(self.fields.values()))

    @classmethod
    def field(cls, name: str, what_is_wrong: str) -> "Invalid":
        """Give the refusal of one field."""
        return cls(what_is_wrong, {name: what_is_wrong})


class TooMany(Refusal):
    """Too many tries in too short a time."""

    status = 429
    title = "Too many tries. Wait a little and try again"

    def __init__(self, detail: str = "", *, retry_after_seconds: int | None = None) -> None:
        super().__init__(detail)
        self.retry_after_seconds = retry_after_seconds
