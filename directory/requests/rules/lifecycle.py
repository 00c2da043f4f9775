"""The lifecycles of a request and of an offer: which move leads where, and what a role needs for it.

The moves from shortlisting on are made by the feature of placements; the table is one, and stands here.
"""

from collections.abc import Iterable
from enum import StrEnum

from directory.access import Permission
from directory.kit.lifecycle import Lifecycle


class Status(StrEnum):
    """Where a request is."""

    DRAFT = "draft"
    SCREENING = "screening"
    AWAITING_APPROVAL = "awaiting_approval"
    SEARCHING = "searching"
    SHORTLISTED = "shortlisted"
    HELD = "held"
    AGREED = "agreed"
    PLACED = "placed"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    UNMET = "unmet"


class Move(StrEnum):
    """What may be done with a request. ``submit_to_screening`` is submitting what must be screened first."""

    SUBMIT = "submit"
    SUBMIT_TO_SCREENING = "submit_to_screening"
    SCREEN = "screen"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    RELEASE = "release"
    RELEASE_UNAPPROVED = "release_unapproved"
    SHORTLIST = "shortlist"
    ACCEPT = "accept"
    EXTEND = "extend"
    GIVE_BACK = "give_back"
    LAPSE = "lapse"
    AGREE = "agree"
    PLACE = "place"
    END = "end"
    WITHDRAW = "withdraw"
    CLOSE_UNMET = "close_unmet"


# who was asked may answer: also while a place is held, for the hold may lapse
ANSWERING = frozenset({Status.SEARCHING, Status.SHORTLISTED, Status.HELD})
OPEN = frozenset({Status.DRAFT, Status.SCREENING, Status.AWAITING_APPROVAL}) | ANSWERING
# a child who is placed may be screened again: what is learned later, and what becomes of a referral
SCREENABLE = OPEN | {Status.AGREED, Status.PLACED}
_CHOOSING = frozenset({Status.SEARCHING, Status.SHORTLISTED})
_PLACING = frozenset({Status.AGREED, Status.PLACED})

LIFECYCLE: Lifecycle[Status, Move] = Lifecycle(
    {
        Move.SUBMIT: (frozenset({Status.DRAFT}), Status.AWAITING_APPROVAL),
        Move.SUBMIT_TO_SCREENING: (frozenset({Status.DRAFT}), Status.SCREENING),
        Move.SCREEN: (frozenset({Status.SCREENING}), Status.AWAITING_APPROVAL),
        Move.SEND_BACK: (
            frozenset({Status.SCREENING, Status.AWAITING_APPROVAL, Status.SEARCHING}),
            Status.DRAFT,
        ),
        Move.APPROVE: (frozenset({Status.AWAITING_APPROVAL}), Status.SEARCHING),
        Move.RELEASE: (_CHOOSING, Status.SEARCHING),
        Move.RELEASE_UNAPPROVED: (frozenset({Status.AWAITING_APPROVAL}), Status.SEARCHING),
        Move.SHORTLIST: (_CHOOSING, Status.SHORTLISTED),
        Move.ACCEPT: (_CHOOSING, Status.HELD),
        Move.EXTEND: (frozenset({Status.HELD}), Status.HELD),
        Move.GIVE_BACK: (frozenset({Status.HELD}), Status.SHORTLISTED),
        Move.LAPSE: (frozenset({Status.HELD}), Status.SHORTLISTED),
        Move.AGREE: (frozenset({Status.HELD}), Status.AGREED),
        Move.PLACE: (frozenset({Status.AGREED}), Status.PLACED),
        Move.END: (_PLACING, Status.ENDED),
        Move.WITHDRAW: (OPEN, Status.WITHDRAWN),
        Move.CLOSE_UNMET: (_CHOOSING, Status.UNMET),
    }
)

# made by nobody: a hold that nobody agreed in time is over, whether the worker has noticed or not
BY_THE_CLOCK = frozenset({Move.LAPSE})

_NEEDS: dict[Move, Permission] = {
    Move.SUBMIT: Permission.REQUEST_DRAFT,
    Move.SUBMIT_TO_SCREENING: Permission.REQUEST_DRAFT,
    Move.SCREEN: Permission.REQUEST_SCREEN,
    Move.SEND_BACK: Permission.REQUEST_APPROVE,
    Move.APPROVE: Permission.REQUEST_APPROVE,
    Move.RELEASE: Permission.REQUEST_RELEASE,
    Move.RELEASE_UNAPPROVED: Permission.REQUEST_RELEASE_UNAPPROVED,
    Move.SHORTLIST: Permission.OFFER_SHORTLIST,
    Move.ACCEPT: Permission.HOLD_TAKE,
    Move.EXTEND: Permission.HOLD_TAKE,
    Move.GIVE_BACK: Permission.HOLD_TAKE,
    Move.AGREE: Permission.PLACEMENT_AGREE,
    Move.PLACE: Permission.PLACEMENT_AGREE,
    Move.END: Permission.PLACEMENT_END,
    Move.WITHDRAW: Permission.REQUEST_DRAFT,
    Move.CLOSE_UNMET: Permission.REQUEST_RELEASE,
}


def permission_for(move: Move, status: Status) -> Permission:
    """Give what the actor needs for ``move``: once providers are asked, only who released may withdraw."""
    if move is Move.WITHDRAW and status in ANSWERING:
        return Permission.REQUEST_RELEASE
    return _NEEDS[move]


# the noun under which the API and the pages make each move
NOUNS: dict[Move, str] = {
    Move.SUBMIT: "submission",
    Move.SUBMIT_TO_SCREENING: "submission",
    Move.SCREEN: "screening",
    Move.SEND_BACK: "return",
    Move.APPROVE: "approval",
    Move.RELEASE: "release",
    Move.RELEASE_UNAPPROVED: "urgent-release",
    Move.SHORTLIST: "shortlisting",
    Move.ACCEPT: "acceptance",
    Move.EXTEND: "extension",
    Move.GIVE_BACK: "rejection",
    Move.AGREE: "agreement",
    Move.PLACE: "placement",
    Move.END: "ending",
    Move.WITHDRAW: "withdrawal",
    Move.CLOSE_UNMET: "unmet",
}


class Urgency(StrEnum):
    """How soon the place is needed."""

    PLANNED = "planned"
    EMERGENCY = "emergency"


class Tier(StrEnum):
    """To whom a request is released, in this order."""

    IN_HOUSE = "in_house"
    FRAMEWORK = "framework"
    WIDER = "wider"


def tiers_left(opened: Iterable[Tier]) -> list[Tier]:
    """Give the tiers that are not open yet, in order."""
    known = set(opened)
    return [tier for tier in Tier if tier not in known]


TIER_LABELS: dict[Tier, str] = {
    Tier.IN_HOUSE: "Our own services",
    Tier.FRAMEWORK: "Framework providers",
    Tier.WIDER: "All other providers",
}

HOURS_TO_ANSWER: dict[Urgency, int] = {Urgency.EMERGENCY: 4, Urgency.PLANNED: 48}
MOST_HOURS_TO_ANSWER = 14 * 24


class OfferStatus(StrEnum):
    """What a provider's answer is now."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class OfferMove(StrEnum):
    """What a provider may do with an answer it gave, and what becomes of it when a place is held or given back."""

    CHANGE = "change"
    OFFER_AFTER_ALL = "offer_after_all"
    ACCEPT = "accept"
    GIVE_BACK = "give_back"
    WITHDRAW = "withdraw"


OFFER_LIFECYCLE: Lifecycle[OfferStatus, OfferMove] = Lifecycle(
    {
        OfferMove.CHANGE: (frozenset({OfferStatus.OFFERED}), OfferStatus.OFFERED),
        OfferMove.OFFER_AFTER_ALL: (frozenset({OfferStatus.DECLINED}), OfferStatus.OFFERED),
        OfferMove.ACCEPT: (frozenset({OfferStatus.OFFERED}), OfferStatus.ACCEPTED),
        OfferMove.GIVE_BACK: (frozenset({OfferStatus.ACCEPTED}), OfferStatus.OFFERED),
        OfferMove.WITHDRAW: (frozenset({OfferStatus.OFFERED, OfferStatus.ACCEPTED}), OfferStatus.WITHDRAWN),
    }
)

LIVE_ANSWERS = frozenset({OfferStatus.OFFERED, OfferStatus.ACCEPTED, OfferStatus.DECLINED})


class DeclineReason(StrEnum):
    """Why a provider cannot offer."""

    NO_PLACE = "no_place"
    MATCHING = "matching"
    NEEDS = "needs"
    STAFFING = "staffing"
    AREA = "area"
    DATES = "dates"
    REGISTRATION = "registration"


DECLINE_LABELS: dict[DeclineReason, str] = {
    DeclineReason.NO_PLACE: "No place is free",
    DeclineReason.MATCHING: "It would not suit the young people who live here now",
    DeclineReason.NEEDS: "We cannot meet these needs",
    DeclineReason.STAFFING: "We do not have the staff now",
    DeclineReason.AREA: "The area is not safe or not suitable",
    DeclineReason.DATES: "We cannot start in time",
    DeclineReason.REGISTRATION: "Our registration does not allow it",
}


class WithdrawalReason(StrEnum):
    """Why an authority no longer needs an answer."""

    NOT_NEEDED = "not_needed"
    FOUND_ELSEWHERE = "found_elsewhere"
    FAMILY = "family"
    CHANGED = "changed"
    MISTAKE = "mistake"


WITHDRAWAL_LABELS: dict[WithdrawalReason, str] = {
    WithdrawalReason.NOT_NEEDED: "A place is no longer needed",
    WithdrawalReason.FOUND_ELSEWHERE: "A place was found in another way",
    WithdrawalReason.FAMILY: "The child stays with family or friends",
    WithdrawalReason.CHANGED: "The needs changed so much that a new request is better",
    WithdrawalReason.MISTAKE: "It was made by mistake",
}


class UnmetReason(StrEnum):
    """Why no place was found."""

    NO_MATCH = "no_match"
    NO_OFFER = "no_offer"
    NO_SUITABLE_OFFER = "no_suitable_offer"
    TOO_FAR = "too_far"
    TOO_LATE = "too_late"
    COST = "cost"


UNMET_LABELS: dict[UnmetReason, str] = {
    UnmetReason.NO_MATCH: "No service matched",
    UnmetReason.NO_OFFER: "No provider offered a place",
    UnmetReason.NO_SUITABLE_OFFER: "No offer was suitable",
    UnmetReason.TOO_FAR: "Offers were too far away",
    UnmetReason.TOO_LATE: "Offers could not start in time",
    UnmetReason.COST: "Offers could not be afforded",
}


def as_markdown() -> str:
    """Give of ``docs/lifecycles/request.md``: both diagrams, and what each move needs."""
    lines = [
        "# A placement request, from draft to the end of a placement",
        "",
        "Drawn from `directory/requests/rules/lifecycle.py`; a test compares the two.",
        "",
        "```mermaid",
        LIFECYCLE.mermaid().rstrip(),
        "```",
        "",
        "| move | from | to | needs | noun in pages and API |",
        "|---|---|---|---|---|",
    ]
    for move, (sources, target) in LIFECYCLE.moves.items():
        if move in BY_THE_CLOCK:
            lines.append(f"| {move.value} | {', '.join(sorted(sources))} | {target.value} | the clock | |")
            continue
        for needed in dict.fromkeys(permission_for(move, status) for status in Status if status in sources):
            states = [s.value for s in Status if s in sources and permission_for(move, s) is needed]
            lines.append(
                f"| {move.value} | {', '.join(states)} | {target.value} | `{needed.value}` | `{NOUNS[move]}` |"
            )
    lines += [
        "",
        "A screening may also be recorded in any open state, and while a placement is agreed or goes on, and then",
        "changes no state. A request is sent back only while no tier is open. Releasing opens the next tier",
        "(in_house, framework, wider) in which a service matches; a timer may open the next one by itself while the",
        "request is searching. Only an emergency is released before its approval; it is then approved in whatever",
        "state it is, by 5 pm on the next working day, and stays there. A hold that nobody agreed in time has lapsed,",
        "whether the worker has noticed it or not: every read asks the clock. Whatever leaves `held` but an agreement",
        "gives the place back.",
        "",
        "# A provider's answer",
        "",
        "```mermaid",
        OFFER_LIFECYCLE.mermaid().rstrip(),
        "```",
        "",
        "An answer begins as `offered` or `declined`. It is given and changed only while the request takes answers and",
        "before its tier's time to answer ends, by the server's clock. An accepted one is not changed; withdrawing it",
        "gives the held place back.",
    ]
    return "\n".join(lines) + "\n"
