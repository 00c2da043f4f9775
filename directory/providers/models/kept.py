from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from directory.kit.crypto import SealedText
from directory.kit.db import Identified, Model


class KeptAddress(Identified, Model):
    """Where a confidential service really is: in a table of its own, sealed, and not read along with anything else.

    No relationship leads here, and the address is loaded only where somebody asks for that column:
    ``providers.actions.addresses.reveal_address``. There is no way to show it to the provider again.
    """

    __tablename__ = "kept_addresses"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id", ondelete="CASCADE"), unique=True)
    address: Mapped[str] = mapped_column(SealedText("kept-address"), deferred=True, deferred_raiseload=True)
    kept_at: Mapped[datetime]
    kept_by: Mapped[UUID | None]
