"""What the missing episodes of a placement add up to."""

from datetime import datetime

from directory.placements.models import Placement
from directory.placements.rules.episodes import Figures, Span, figures


def figures_of(placement: Placement, now: datetime) -> Figures:
    """Give the figures of a placement that was loaded for who may see it."""
    spans = [
        Span(each.from_at, each.until_at, each.kind, each.interview, each.interview_on) for each in placement.episodes
    ]
    return figures(spans, now)
