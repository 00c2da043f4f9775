"""A placement's days, as the drawing and the table beside it have them."""

from datetime import datetime

from directory.kit import clock
from directory.placements.models import Placement
from directory.placements.rules.placing import EpisodeKind
from directory.placements.rules.timeline import Drawing, drawn


def timeline(placement: Placement, now: datetime) -> Drawing:
    """Give the drawing of a placement's days."""
    today = clock.in_london(now).date()
    moments = [("Agreed", clock.in_london(placement.agreed_at).date(), "agreed")]
    if placement.started_on is None:
        moments.append(("Expected start", placement.starts_on, "planned"))
    else:
        moments.append(("Started", placement.started_on, "started"))
    moments += [
        ("Review held", review.held_on, "review") if review.held_on else ("Review due", review.due_on, "planned")
        for review in placement.reviews
    ]
    moments += [("Fee changed", fee.from_on, "fee") for fee in placement.fees[1:]]
    bands = []
    if placement.started_on is not None:
        bands.append((placement.started_on, placement.ended_on or max(today, placement.started_on), "lived"))
    for episode in placement.episodes:
        begun = clock.in_london(episode.from_at).date()
        over = clock.in_london(episode.until_at).date() if episode.until_at else today
        moments.append(("Missing" if episode.kind is EpisodeKind.MISSING else "Away", begun, "episode"))
        bands.append((begun, max(over, begun), "gone"))
    if placement.ended_on is not None:
        moments.append(("Ended", placement.ended_on, "ended"))
    elif placement.expected_end_on is not None:
        moments.append(("Expected end", placement.expected_end_on, "planned"))
    return drawn(moments, bands, today)
