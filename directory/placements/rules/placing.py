"""Words of agreements, placements and their ends."""

from enum import StrEnum


class Where(StrEnum):
    """Where a placement is, as the law on placing out of area sees it.

    Source: Care Planning, Placement and Case Review (England) Regulations 2010, regs 11 and 12.
    """

    OWN_AREA = "own_area"
    ADJOINING = "adjoining"
    AT_A_DISTANCE = "at_a_distance"


WHERE_LABELS: dict[Where, str] = {
    Where.OWN_AREA: "In our own area",
    Where.ADJOINING: "In the area of an authority next to ours",
    Where.AT_A_DISTANCE: "At a distance: neither in our area nor in one next to it",
}


class EndReason(StrEnum):
    """Why a placement ended."""

    PLANNED = "planned"
    FAMILY = "family"
    ANOTHER_PLACEMENT = "another_placement"
    PROVIDER_NOTICE = "provider_notice"
    AUTHORITY_NOTICE = "authority_notice"
    ADULT = "adult"
    NOT_STARTED = "not_started"
    OTHER = "other"


END_LABELS: dict[EndReason, str] = {
    EndReason.PLANNED: "It ended as planned",
    EndReason.FAMILY: "The child went back to family or friends",
    EndReason.ANOTHER_PLACEMENT: "The child moved to another placement",
    EndReason.PROVIDER_NOTICE: "The provider gave notice",
    EndReason.AUTHORITY_NOTICE: "The authority gave notice",
    EndReason.ADULT: "The young person became an adult or moved on",
    EndReason.NOT_STARTED: "It never started",
    EndReason.OTHER: "Another reason",
}


class EpisodeKind(StrEnum):
    """How a child was gone. Source: DfE, Children looked after return (SSDA903), missing episodes."""

    MISSING = "M"
    AWAY = "A"


EPISODE_LABELS: dict[EpisodeKind, str] = {
    EpisodeKind.MISSING: "Missing: where the child was is not known",
    EpisodeKind.AWAY: "Away without authorisation: known where, but not agreed",
}


class Interview(StrEnum):
    """What became of the return interview."""

    NOT_OFFERED = "not_offered"
    OFFERED = "offered"
    DONE = "done"
    DECLINED = "declined"


INTERVIEW_LABELS: dict[Interview, str] = {
    Interview.NOT_OFFERED: "Not offered yet",
    Interview.OFFERED: "Offered, not done yet",
    Interview.DONE: "Done",
    Interview.DECLINED: "The child did not want one",
}
