from datetime import datetime
from uuid import UUID

from directory import notify
from directory.access import Permission
from directory.frameworks.models import Framework


def tell(framework: Framework, organisation_id: UUID, text: str, *, now: datetime) -> None:
    """Within an action: leave a notice for those of a provider who write bids. No price stands in it."""
    notify.notice(
        text=text[:300],
        endpoint="frameworks.show",
        arguments={"reference": framework.reference},
        organisation_id=organisation_id,
        permission=Permission.BID_DRAFT,
        at=now,
    )
