"""Buying together: another authority joins lots of a tender, and agrees before it is published. Pure."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from directory.kit.lifecycle import Lifecycle
from directory.tenders.rules.areas import area_words
from directory.tenders.rules.check import Problem, Section
from directory.tenders.rules.sections import Lot, numbered


class JointStatus(StrEnum):
    """Where another authority's agreement stands. ``outside``: it has no account here, and agreed in writing."""

    INVITED = "invited"
    AGREED = "agreed"
    DECLINED = "declined"
    LEFT = "left"
    OUTSIDE = "outside"


class JointMove(StrEnum):
    """What is done about it: asked again or noted by the lead, the others by the authority that is asked."""

    INVITE = "invite"
    NOTE = "note"
    AGREE = "agree"
    DECLINE = "decline"
    LEAVE = "leave"


J = JointStatus
JOINT_LIFECYCLE: Lifecycle[JointStatus, JointMove] = Lifecycle(
    {
        JointMove.INVITE: (frozenset({J.DECLINED, J.LEFT, J.OUTSIDE}), J.INVITED),
        JointMove.NOTE: (frozenset({J.OUTSIDE}), J.OUTSIDE),
        JointMove.AGREE: (frozenset({J.INVITED}), J.AGREED),
        JointMove.DECLINE: (frozenset({J.INVITED}), J.DECLINED),
        JointMove.LEAVE: (frozenset({J.AGREED}), J.LEFT),
    }
)
CONSENTS = frozenset({J.AGREED, J.OUTSIDE})
READS = frozenset({J.INVITED, J.AGREED})

JOINT_WORDS: dict[JointStatus, str] = {
    J.INVITED: "Asked, no answer yet",
    J.AGREED: "Agreed",
    J.DECLINED: "Declined",
    J.LEFT: "Left again",
    J.OUTSIDE: "Agreed in writing outside this site",
}


def joined(lots: tuple[Lot, ...]) -> tuple[str, ...]:
    """Give the GSS codes of all that are named as joint buyers of a lot, each once, in order."""
    return tuple(dict.fromkeys(code for _, lot in numbered(lots) for code in lot.joint_buyers))


def joint_problems(lots: tuple[Lot, ...], agreements: Mapping[str, JointStatus]) -> Iterator[Problem]:
    """Give the authorities that are named as buyers and have not agreed: nobody else can bind them."""
    for code in joined(lots):
        status = agreements.get(code)
        if status in CONSENTS:
            continue
        how = {
            None: "has not been asked",
            J.INVITED: "has not answered yet",
            J.DECLINED: "has declined",
            J.LEFT: "has left again",
        }.get(status, "has not agreed")
        words = f"{area_words(code)} {how}: it must agree to buy together with you, or be taken out of the lots"
        yield Problem(Section.LOTS, "joint_buyers", words)
