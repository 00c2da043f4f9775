"""Makers of what is told after an agreement: a kept address, a referral pack."""

from io import BytesIO
from typing import Any
from uuid import UUID

from directory.kit import clock
from directory.placements import actions
from directory.placements.models import Pack
from directory.providers.actions.addresses import keep_address
from tests import make
from tests.files.samples import pdf
from tests.make_placements import Offered

ADDRESS = "14 Plover Rise\nHarrowgate Sands\nLS1 4ZZ"


def address(service_id: UUID, *, by: str = "Harbour Care", words: str = ADDRESS) -> None:
    """Keep an address of a service."""
    keep_address(make.provider(by), service_id, address=words, now=clock.now())


def pack(
    made: Offered, *, of: str | None = None, content: bytes = b"", name: str = "Referral.pdf", **more: Any
) -> Pack:
    """Release a pack of one file for an agreed placement."""
    files = [(name, BytesIO(content or pdf()))]
    given: dict[str, Any] = {"files": files, "days": 14, **more}
    return actions.release_pack(make.placements_manager(of), made.reference, now=clock.now(), **given)
