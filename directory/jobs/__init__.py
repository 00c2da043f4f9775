"""Work for later: a row in the same transaction as the change that asks for it, done by a worker.

Handlers are actions or call them, take keyword arguments of JSON types, and may run twice.
"""

from directory.jobs.actions import later
from directory.jobs.registry import every, handler
from directory.jobs.worker import run_due

__all__ = ["every", "handler", "later", "run_due"]
