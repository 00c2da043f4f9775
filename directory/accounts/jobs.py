from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from directory import jobs
from directory.accounts.actions import passwords
from directory.accounts.models import PasswordReset, SignedInSession, Tries
from directory.accounts.rules import TRIES_FORGOTTEN_AFTER
from directory.kit import clock
from directory.kit.bookkeeping import aside

KEPT = timedelta(days=30)


@jobs.every(timedelta(days=1), "accounts.tidy")
def tidy() -> None:
    """Forget what opens nothing any more: old sessions, links and tries. What was done stays in the audit."""
    now = clock.now()

    def forget(connection: Connection) -> None:
        connection.execute(delete(SignedInSession).where(SignedInSession.began_at < now - KEPT))
        connection.execute(delete(PasswordReset).where(PasswordReset.expires_at < now - KEPT))
        connection.execute(delete(Tries).where(Tries.last_at < now - TRIES_FORGOTTEN_AFTER))

    aside(forget)


@jobs.handler("accounts.send_reset")
def send_reset(sealed: str) -> None:
    """Mail a link for a new password, if there is somebody to mail it to.

    Run twice, it mails two links, and the first to be used ends both.
    """
    passwords.send_reset(sealed, now=clock.now())
