"""Makers of tenders that are being judged: brought there by the real actions, like the people who do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from directory import audit
from directory.access import SYSTEM, Actor, Role
from directory.awards.actions import moderating, panel, scoring
from directory.awards.actions.moderating import Agreement
from directory.awards.case import Case
from directory.awards.models import Score
from directory.awards.queries.case import case_of
from directory.bids.rules.content import Bid
from directory.codes import ServiceType
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.tenders import actions
from directory.tenders.models import Tender
from directory.tenders.queries import owned_tender
from directory.tenders.rules import Conditions, Criterion, CriterionKind, Lot, PriceFormula, PriceLine, PriceUnit
from tests import make, make_bids
from tests.tenders import making

HERE = "Northmoor Council"
BIDDERS = ("Harbour Care", "Tern House", "Curlew Homes")


def criteria(number: int) -> tuple[Criterion, ...]:
    """Give ``number`` criteria of quality that share 70 points, and a price of 30."""
    share, rest = divmod(7000, number)
    quality = tuple(
        Criterion(
            CriterionKind.QUALITY,
            f"Quality {n}",
            share + (rest if n == 1 else 0),
            f"How do you do part {n}?",
            750,
            "0: no\n5: yes",
        )
        for n in range(1, number + 1)
    )
    return (*quality, Criterion(CriterionKind.PRICE, "Price", 3000, formula=PriceFormula.LOWEST_OVER_PRICE))


@dataclass
class Judging:
    """A tender that is judged, and who judges it."""

    tender_id: UUID
    commissioner: Actor
    second: Actor
    evaluators: list[Actor]
    now: datetime

    @property
    def tender(self) -> Tender:
        return owned_tender(self.commissioner, self.tender_id)

    @property
    def case(self) -> Case:
        return case_of(self.commissioner, self.tender)

    def score_all(self, points: Mapping[tuple[int, int], int] | None = None, *, but: Sequence[Actor] = ()) -> None:
        """Let each evaluator score all, by (bid, criterion), 3 where nothing is said, and finish."""
        for who in self.evaluators:
            if who in but:
                continue
            member = next(one for one in self.case.panel if one.person_id == who.person_id)
            for cell in self.case.to_score(member):
                score = (points or {}).get((cell.bid, cell.criterion), 3)
                scoring.score(who, self.tender.id, cell, score=score, comment="Seen in the answer", now=self.now)
            scoring.finish(who, self.tender.id, now=self.now)

    def agree_all(self, points: Mapping[tuple[int, int], int] | None = None) -> None:
        """Agree on every score, by (bid, criterion), 3 where nothing is said."""
        moderating.agree(
            self.commissioner,
            self.tender.id,
            [
                Agreement(cell, (points or {}).get((cell.bid, cell.criterion), 3), "Agreed in the meeting")
                for cell in self.case.cells()
            ],
            now=self.now,
        )

    def open_prices(self) -> None:
        moderating.open_prices(self.commissioner, self.tender.id, now=self.now)


def opened(  # what a test does not say is small
    *,
    bidders: Sequence[str] = BIDDERS[:2],
    pence: Sequence[int] = (150_000, 140_000, 145_000),
    quality: int = 1,
    bids: Mapping[str, Mapping[str, object]] | None = None,
    of: str = HERE,
    by: Actor | None = None,
    conditions: Conditions | None = None,
    lots: int = 1,
    lines: Sequence[PriceLine] = (PriceLine("A week", PriceUnit.WEEK, 2),),
    **details: object,
) -> Tender:
    """Give a tender whose bids were opened; ``bids`` changes what a bidder, by name, said."""
    now = clock.now()
    names = ("North", "South", "East")
    written = replace(
        making.notice(now, **details),
        lots=tuple(
            Lot(names[n], "", (ServiceType.SUPPORTED_ACCOMMODATION,), 12, None, (making.LEEDS,), (), None, tuple(lines))
            for n in range(lots)
        ),
        criteria=criteria(quality),
        conditions=conditions or Conditions(needs_active_registration=False, refuses_inadequate=False),
    )
    drafter = by or make.commissioner(of)
    second = make.commissioner(of)
    made = actions.create(drafter, written, now=now)
    actions.submit(drafter, made.id, now=now)
    actions.approve(second, made.id, now=now)
    actions.publish(second, made.id, now=now)
    said: list[tuple[str, Bid]] = []
    for at, name in enumerate(bidders):
        one = make_bids.bid(made, pence=pence[at % len(pence)])
        said.append((name, replace(one, **(bids or {}).get(name, {}))))  # type: ignore[arg-type]
    make_bids.opened(made, *said)
    return made


def begun(
    *, evaluators: int = 2, roles: Sequence[Role] = (Role.SOCIAL_WORKER,), declare: bool = True, **more: object
) -> Judging:
    """Give a tender whose judging has begun, with a panel that declared no interest."""
    now = clock.now()
    made = opened(**more)  # type: ignore[arg-type]
    of = str(more.get("of", HERE))
    commissioner, second = make.commissioner(of), make.commissioner(of)
    panel.begin(commissioner, made.id, now=now)
    people = [make.actor(roles[n % len(roles)], of=of) for n in range(evaluators)]
    found = Judging(made.id, commissioner, second, people, now)
    for who in people:
        panel.appoint(commissioner, made.id, person_id=who.person_id, criteria=found.case.scored, now=now)  # type: ignore[arg-type]
    if declare:
        for who in (*people, commissioner, second):
            panel.declare(who, made.id, {}, now=now)
    return found


@atomic
def score_in_bulk(made: Judging) -> None:
    """Let everybody have scored everything, three or four, and have finished: rows at once, for large panels."""
    case = made.case
    for n, member in enumerate(case.panel):
        member.finished_at = made.now
        for cell in case.to_score(member):
            one = case.opened(cell.bid)
            db.session.add(
                Score(
                    member_id=member.id,
                    bid_id=one.id if one else None,
                    criterion=cell.criterion,
                    lot=cell.lot,
                    score=1 + (n + cell.bid) % 4,
                    comment="The answer says how, and names who does it; it does not say what happens at night.",
                    scored_at=made.now,
                )
            )
    audit.record(SYSTEM, "tender:scored_in_bulk", made.tender, at=made.now)
