"""Files that people send: sealed in the database, looked at for what they are, and handed out as attachments only.

``store`` keeps one within the action of the feature that asks for it, ``hand_out`` gives it back and writes down to
whom; the feature's own view says who may ask. ``files.answers`` makes the answer.
"""

from directory.files.actions import INFECTED, WAITING, Handed, hand_out, remove, store
from directory.files.contents import read
from directory.files.models import StoredFile
from directory.files.rules import EVIDENCE, MOST_BYTES, PAPERS, Kind, Scan

__all__ = [
    "EVIDENCE",
    "INFECTED",
    "MOST_BYTES",
    "PAPERS",
    "WAITING",
    "Handed",
    "Kind",
    "Scan",
    "StoredFile",
    "hand_out",
    "read",
    "remove",
    "store",
]
