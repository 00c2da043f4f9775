"""Makers of frameworks: established by a commissioner of the lead authority, with members, by the real actions.

``framework(members={"Harbour Care": 1, "Other Care": 2}, ranked=True)``
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from directory.access import Kind
from directory.codes import PriceUnit, ServiceType
from directory.frameworks.actions import establishing
from directory.frameworks.actions.establishing import NewMember
from directory.frameworks.models import Framework
from directory.frameworks.rules.members import Rate
from directory.frameworks.rules.terms import Ceiling, Conditions, FrameworkKind, NewFramework, NewLot, Question
from directory.kit import clock
from tests import make

LINE = "Fee for a place"
QUESTION = Question("Safety", "How do you keep children safe?", "Says who does what by when.", 200)


def lot(**more: Any) -> NewLot:
    """Give a lot of children's homes anywhere, up to £5,000 a week."""
    given: dict[str, Any] = {
        "title": "Homes",
        "service_types": (ServiceType.CHILDRENS_HOME,),
        "ceilings": (Ceiling(LINE, PriceUnit.WEEK, 5_000_00),),
    }
    return NewLot(**{**given, **more})


def new(lots: Sequence[NewLot] | None = None, **more: Any) -> NewFramework:
    """Give a closed light touch framework that runs from November 2026 for four years."""
    given: dict[str, Any] = {
        "title": "Homes for children who were exploited",
        "lots": tuple(lots or (lot(),)),
        "starts_on": date(2026, 11, 1),
        "ends_on": date(2030, 10, 31),
        "criteria": ("Safety", "Price"),
        "questions": (QUESTION,),
        "conditions": Conditions(public_liability_pence=5_000_000_00, policies=("safeguarding",)),
    }
    return NewFramework(**{**given, **more})


def framework(
    members: Mapping[str, int | None] | Sequence[str] = (),
    *,
    of: str | None = None,
    buyers: Sequence[str] = (),
    lots: Sequence[NewLot] | None = None,
    pence: int = 4_200_00,
    **more: Any,
) -> Framework:
    """Give a framework of the authority named ``of`` with these members in its first lot.

    ``buyers``: names of authorities that may use its first lot besides.
    """
    ranks: Mapping[str, int | None] = members if isinstance(members, Mapping) else dict.fromkeys(members)
    written = new(lots, ranked=any(rank is not None for rank in ranks.values()), **more)
    if buyers:
        ids = tuple(make.organisation(Kind.AUTHORITY, name).id for name in buyers)
        first = NewLot(**{**written.lots[0].__dict__, "buyer_ids": ids})
        written = NewFramework(**{**written.__dict__, "lots": (first, *written.lots[1:])})
    entering = [
        NewMember(1, make.organisation(Kind.PROVIDER, name).id, rank, (Rate(LINE, PriceUnit.WEEK, pence + n),))
        for n, (name, rank) in enumerate(ranks.items())
    ]
    return establishing.establish(make.commissioner(of), written, entering, now=clock.now())


def joinable(members: Sequence[str] = (), **more: Any) -> Framework:
    """Give a framework that providers may join at any time."""
    return framework(members, kind=FrameworkKind.JOINABLE, **more)
