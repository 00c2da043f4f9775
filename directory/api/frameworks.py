"""Frameworks for programs: that they exist, their lots and members are public; agreed prices are for those who buy."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field

from directory.access import Actor, Permission, anyone, current_actor, guarded
from directory.api.operations import answered, described, parameters
from directory.api.tender_models import AreaAnswer, OrganisationAnswer
from directory.api.views import v1
from directory.awards.queries.use import use_of
from directory.codes import PriceUnit, ServiceType
from directory.frameworks import queries
from directory.frameworks.models import Framework, FrameworkBuyer, FrameworkMember
from directory.frameworks.rules.members import MemberStatus
from directory.frameworks.rules.terms import FrameworkKind
from directory.geo.authorities import by_code
from directory.kit import clock
from directory.kit.errors import NotAllowed
from directory.kit.understand import Given

P = Permission


class FrameworkList(Given):
    """Which frameworks."""

    mine: bool = Field(default=False, description="1 for those that your authority may use or your provider is in")
    page: int = Field(1, ge=1, le=10_000, description="Which page, from 1; all of mine come on one")
    per_page: int = Field(20, ge=1, le=100, description="How many on a page, up to 100")


class RateAnswer(BaseModel):
    """An agreed price, in pence for a unit."""

    description: str
    unit: PriceUnit
    pence: int


class MemberAnswer(BaseModel):
    """A member. ``rank`` and ``status`` are for buyers and itself, ``rates`` for those of them who see fees."""

    id: UUID
    provider: OrganisationAnswer
    joined_on: date
    status: MemberStatus | None
    rank: int | None
    rates: list[RateAnswer] | None


class BuyerAnswer(BaseModel):
    """An authority that may use a lot: by its code, its name, or both."""

    gss_code: str | None
    name: str


class FrameworkLotAnswer(BaseModel):
    """One lot; without areas it is for anywhere."""

    number: int
    title: str
    service_types: list[ServiceType]
    areas: list[AreaAnswer]
    buyers: list[BuyerAnswer]
    members: list[MemberAnswer]


class FrameworkLine(BaseModel):
    """A framework in a list. ``runs``: whether it may be used today; ``last_on``: the last day on which it may."""

    reference: str
    title: str
    authority: OrganisationAnswer
    kind: FrameworkKind
    ranked: bool
    light_touch: bool
    starts_on: date
    last_on: date
    runs: bool
    value_pence: int | None
    tender_id: UUID | None
    earlier: str


class FrameworkAnswer(FrameworkLine):
    """A whole framework. ``may_use``: whether your authority may buy from it."""

    criteria: list[str]
    may_use: bool
    lots: list[FrameworkLotAnswer]


class LotUseAnswer(BaseModel):
    """What was bought in one lot; the value is that of signed contracts, as varied since, in pence."""

    number: int
    title: str
    call_offs: int
    contracts: int
    value_pence: int
    placements: int


class UseAnswer(BaseModel):
    """What was bought under a framework. ``whole``: by all buyers; else by, or from, your own organisation.

    ``percent`` of the stated value, rounded down; null where it is not stated, or not all is counted.
    """

    lots: list[LotUseAnswer]
    whole: bool
    total_pence: int
    stated_pence: int | None
    percent: int | None
    near: bool
    over: bool


class FrameworkPage(BaseModel):
    """A page of frameworks: those that run first."""

    total: int
    page: int
    per_page: int
    items: list[FrameworkLine]


def _line(framework: Framework, today: date) -> dict[str, Any]:
    made = {"authority", "runs"}
    return {name: getattr(framework, name) for name in FrameworkLine.model_fields if name not in made} | {
        "authority": _organisation(framework.authority),
        "runs": framework.runs(today),
    }


def _organisation(one: Any) -> OrganisationAnswer:
    return OrganisationAnswer(id=one.id, name=one.name, gss_code=one.gss_code)


def _buyer(one: FrameworkBuyer) -> BuyerAnswer:
    if one.organisation is not None:
        return BuyerAnswer(gss_code=one.organisation.gss_code, name=one.organisation.name)
    known = by_code().get(one.gss_code or "")
    return BuyerAnswer(gss_code=one.gss_code, name=known.name if known else one.gss_code or "")


def _member(member: FrameworkMember, seen: queries.Sight) -> MemberAnswer:
    own = seen.of(member)
    return MemberAnswer(
        id=member.id,
        provider=_organisation(member.provider),
        joined_on=member.joined_on,
        status=member.status if seen.buyer or own else None,
        rank=member.rank if seen.buyer or own else None,
        rates=[RateAnswer(**one.kept()) for one in member.agreed()] if own else None,
    )


def _whole(actor: Actor, framework: Framework, today: date) -> FrameworkAnswer:
    seen, members = queries.sight(actor, framework), queries.members(actor, framework)
    names = by_code()
    lots = [
        FrameworkLotAnswer(
            number=lot.number,
            title=lot.title,
            service_types=list(lot.types()),
            areas=[AreaAnswer(code=a, name=names[a].short_name if a in names else a) for a in lot.areas],
            buyers=[
                BuyerAnswer(gss_code=framework.authority.gss_code, name=framework.authority.name),
                *(_buyer(one) for one in lot.buyers),
            ],
            members=[_member(member, seen) for member in members[lot.number]],
        )
        for lot in framework.lots
    ]
    return FrameworkAnswer(**_line(framework, today), criteria=framework.criteria, may_use=seen.buyer, lots=lots)


@v1.get("/frameworks")
@anyone
@described("List frameworks", parameters=FrameworkList, answer=FrameworkPage, public=True)
def list_frameworks() -> ResponseReturnValue:
    """Frameworks need no token. With ``mine``, those that your authority may use, or that your provider is in."""
    actor, asked = current_actor(), parameters(FrameworkList)
    today = clock.in_london(clock.now()).date()
    if asked.mine:
        own = queries.frameworks_of(actor)
        items = [FrameworkLine(**_line(one, today)) for one in own]
        return answered(FrameworkPage(total=len(items), page=1, per_page=max(1, len(items)), items=items))
    page = queries.public_frameworks(today, number=asked.page, size=asked.per_page)
    items = [FrameworkLine(**_line(one, today)) for one in page.rows]
    return answered(FrameworkPage(total=page.total, page=asked.page, per_page=asked.per_page, items=items))


@v1.get("/frameworks/<reference>")
@anyone
@described("Read a framework", answer=FrameworkAnswer, public=True)
def get_framework(reference: str) -> ResponseReturnValue:
    """Lots and members need no token; ranks and agreed prices are for the authorities that may buy, and one's own."""
    actor = current_actor()
    return answered(_whole(actor, queries.public_framework(reference), clock.in_london(clock.now()).date()))


@v1.get("/frameworks/<reference>/use")
@guarded(P.CALL_OFF_MAKE, P.BID_DRAFT)
@described("Read what was bought under a framework", answer=UseAnswer)
def get_framework_use(reference: str) -> ResponseReturnValue:
    """The lead reads what all buyers signed, other buyers and members their own; placements are counted, no more."""
    found = use_of(current_actor(), queries.public_framework(reference))
    if found is None:
        raise NotAllowed("Only authorities that may use this framework, and its members, read what was bought")
    plain = {name: getattr(found, name) for name in UseAnswer.model_fields if name != "lots"}
    return answered(UseAnswer(**plain, lots=[LotUseAnswer(**asdict(one)) for one in found.lots]))
