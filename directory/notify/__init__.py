"""Messages: mail that leaves once its transaction has committed, and notices shown on the home page.

Neither holds a child's detail: they say that something waits, and where.
"""

from directory.notify.actions import link, mail, notice
from directory.notify.queries import notices

__all__ = ["link", "mail", "notice", "notices"]
