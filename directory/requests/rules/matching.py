"""Which services may be asked about a request, in which order and why; and why not, for those that nearly match.

What the index knows is joined with what only the register says (is it published, is it registered). A service
with one or two faults is a near miss, shown to the authority with its reasons and never released to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from directory.codes import Freshness, Gender, Rating, ServiceType, freshness, label, language_label
from directory.codes.lists import Specialism
from directory.frameworks.rules.scope import Standing, may_lie_in
from directory.requests.rules.lifecycle import Tier
from directory.requests.rules.particulars import FROM_SIXTEEN
from directory.search.port import Document

MUST_BE_REGISTERED = frozenset(
    {
        ServiceType.CHILDRENS_HOME,
        ServiceType.SECURE_CHILDRENS_HOME,
        ServiceType.SUPPORTED_ACCOMMODATION,
        ServiceType.RESIDENTIAL_FAMILY_CENTRE,
    }
)
ADULT = 18
MOST_FAULTS_OF_A_NEAR_MISS = 2


@dataclass(frozen=True)
class Wanted:
    """What a request asks of a service. ``within_miles`` of the middle of the search area."""

    authority_id: UUID
    needed_by: date
    age: int
    gender: Gender
    children: int
    specialisms: tuple[Specialism, ...]
    languages: tuple[str, ...]
    within_miles: float | None
    preferred_specialisms: tuple[Specialism, ...] = ()
    preferred_types: frozenset[ServiceType] = frozenset()
    emergency: bool = False


@dataclass(frozen=True)
class Free:
    """How many places of a service such a child may have, and from when; None where places are not counted."""

    places: int | None
    starts_on: date | None


@dataclass(frozen=True)
class Candidate:
    """A service as it was when asked. ``registration``: the register's word, ``unregulated`` where none is needed.

    ``standing``: the membership of a framework by which the request's authority may buy from it, where there is one.
    """

    document: Document
    distance_miles: float | None
    published: bool
    registration: str
    standing: Standing | None = None


@dataclass(frozen=True)
class Judged:
    """A candidate with its verdict: eligible where ``why_not`` is empty."""

    candidate: Candidate
    tier: Tier
    reasons: tuple[str, ...]
    why_not: tuple[str, ...]
    score: float

    @property
    def eligible(self) -> bool:
        """Say whether the service may be asked."""
        return not self.why_not

    asks = eligible


def tier_of(candidate: Candidate, authority_id: UUID) -> Tier:
    """Give the tier of a service: the authority's own, a framework member's, or any other."""
    if candidate.document.organisation_id == authority_id:
        return Tier.IN_HOUSE
    return Tier.WIDER if candidate.standing is None else Tier.FRAMEWORK


def standing_for(document: Document, standings: Sequence[Standing]) -> Standing | None:
    """Give the first membership whose lot covers this kind of service where it is published to be; None for none."""
    for one in standings:
        in_area = may_lie_in(one.areas, document.authority, document.region)
        if document.service_type in one.service_types and in_area:
            return one
    return None


def _must_be_registered(wanted: Wanted, document: Document) -> bool:
    """Say whether this kind of service must be registered to take a child of this age.

    Source: Supported Accommodation (England) Regulations 2023 (SI 2023/416), as Ofsted reads them: whoever accommodates
    a looked after child or care leaver of 16 or 17, in a private residence too.
    """
    lodgings = document.service_type is ServiceType.SUPPORTED_LODGINGS and wanted.age < ADULT
    return lodgings or document.service_type in MUST_BE_REGISTERED


def forbidden(wanted: Wanted, candidate: Candidate) -> list[str]:
    """Give the rules that forbid this service, whatever it offers; nobody sets them aside."""
    document, faults = candidate.document, []
    if not candidate.published:
        faults.append("not in the directory now")
    if wanted.age < 16 and document.service_type in FROM_SIXTEEN:
        faults.append("for 16 and over only")
    if candidate.registration not in ("active", "unregulated"):
        faults.append(f"its registration is {candidate.registration}")
    elif candidate.registration == "unregulated" and _must_be_registered(wanted, document):
        faults.append("it is not registered, and this kind of service must be")
    return faults


def for_a_director(candidate: Candidate) -> list[str]:
    """Give what only a director may set aside, with a reason (exclusion zones beside)."""
    if candidate.document.rating is Rating.INADEQUATE:
        return ["rated Inadequate: a director would have to give a reason"]
    return []


def free_for(wanted: Wanted, document: Document) -> Free:
    """Give the places that such a child may have: where they are kept apart, those of the groups that fit."""
    if not document.groups:
        return Free(document.available, document.available_from)
    fitting = [group for group in document.groups if group.fits(wanted.age, wanted.gender)]
    days = [group.available_from for group in fitting if group.available_from is not None]
    return Free(document.free_for(wanted.age, wanted.gender), min(days, default=document.available_from))


def _no_place(wanted: Wanted, document: Document, now: datetime) -> list[str]:
    """Give what stands against the places themselves. Where no place was free long ago, one may be now: it is asked."""
    if document.available is None:
        return []
    faults = []
    fresh, free = freshness(document.confirmed_at, now), free_for(wanted, document)
    if wanted.emergency and document.by_assessment_only:
        faults.append("takes a child only after an assessment, and this is an emergency")
    if wanted.emergency and fresh is Freshness.STALE:
        faults.append(f"{_age_of_capacity(document.confirmed_at, now)}: too old for an emergency")
    if free.places is not None and free.places < wanted.children:
        in_time = free.starts_on is not None and free.starts_on <= wanted.needed_by
        if fresh is Freshness.CURRENT and not in_time:
            places = f"{free.places} of {wanted.children} places" if free.places else "no place"
            whose = " for such a child" if document.groups else ""
            faults.append(f"{places}{whose} free when last confirmed")
        elif fresh is Freshness.AGEING and not in_time and wanted.emergency:
            faults.append(f"no place free, and {_age_of_capacity(document.confirmed_at, now)}")
    return faults


def _does_not_fit(wanted: Wanted, candidate: Candidate, now: datetime) -> list[str]:
    document, faults = candidate.document, []
    if not document.age_minimum <= wanted.age <= document.age_maximum:
        faults.append(f"takes ages {document.age_minimum} to {document.age_maximum}")
    if document.gender not in (Gender.ANY, wanted.gender):
        faults.append(f"takes {label(document.gender).lower()}")
    if lacking := [label(s) for s in wanted.specialisms if s not in document.specialisms]:
        faults.append(f"does not say that it knows: {', '.join(lacking)}")
    if wanted.languages and not set(wanted.languages) & set(document.languages):
        faults.append(f"does not speak {' or '.join(language_label(code) for code in wanted.languages)}")
    if wanted.within_miles is not None:
        if candidate.distance_miles is None:
            faults.append("its distance is not known")
        elif candidate.distance_miles > wanted.within_miles:
            beyond = candidate.distance_miles - wanted.within_miles
            faults.append(f"{beyond:.1f} miles beyond the search area")
    return faults + _no_place(wanted, document, now)


def _age_of_capacity(confirmed_at: datetime | None, now: datetime) -> str:
    if confirmed_at is None:
        return "its capacity was never confirmed"
    days = (now - confirmed_at).days
    return f"its capacity is {days} day{'s' if days != 1 else ''} old"


def _days_old(confirmed_at: datetime | None, now: datetime) -> str:
    if confirmed_at is None:
        return "capacity never confirmed"
    days = (now - confirmed_at).days
    return "confirmed today" if days == 0 else f"confirmed {days} day{'s' if days != 1 else ''} ago"


def far(miles: float, *, about: bool) -> str:
    """Give a distance in words; ``about`` where it is measured to the middle of a published area."""
    if miles < 1:
        return "less than a mile away"
    return f"{'about ' if about else ''}{miles:.1f} miles away"


def _places_free(wanted: Wanted, document: Document, now: datetime) -> list[str]:
    """Give how many places such a child may have, and whether one may come tonight."""
    words = []
    if (places := free_for(wanted, document).places) is not None:
        whose = " for such a child" if document.groups else ""
        words.append(f"{places} place{'s' if places != 1 else ''} free{whose}, {_days_old(document.confirmed_at, now)}")
    if wanted.emergency and document.emergency:
        words.append("takes a child tonight")
    return words


def _reasons(wanted: Wanted, candidate: Candidate, now: datetime, today: date) -> list[str]:
    document = candidate.document
    words = [] if candidate.standing is None else [candidate.standing.words]
    if candidate.distance_miles is not None:
        words.append(far(candidate.distance_miles, about=document.confidential))
    if document.service_type in wanted.preferred_types:
        words.append("the way of living you prefer")
    for specialism in (*wanted.specialisms, *wanted.preferred_specialisms):
        if specialism in document.specialisms:
            until = document.specialisms[specialism]
            if until is not None and until >= today:
                words.append(f"{label(specialism)}: assured until {until.day} {until:%B %Y}")
            elif until is not None:
                words.append(f"{label(specialism)}: was assured until {until.day} {until:%B %Y}, is not now")
            else:
                words.append(f"{label(specialism)}: says so, not assured")
    if spoken := [language_label(code) for code in wanted.languages if code in document.languages]:
        words.append(f"speaks {', '.join(spoken)}")
    words += _places_free(wanted, document, now)
    if document.rating is not Rating.NOT_YET_RATED:
        words.append(f"rated {label(document.rating)}")
    return words


_RATING_POINTS = {Rating.OUTSTANDING: 3.0, Rating.GOOD: 2.0, Rating.NOT_YET_RATED: 1.0}
_FRESH_POINTS = {Freshness.CURRENT: 4.0, Freshness.AGEING: 2.0, Freshness.STALE: 0.0}


def _score(wanted: Wanted, candidate: Candidate, now: datetime, today: date) -> float:
    """Give the order's number: a place known to be free, specialisms, what is preferred, rating; less for 10 miles."""
    document = candidate.document
    score = _RATING_POINTS.get(document.rating, 0.0)
    places = free_for(wanted, document).places
    if places is not None and places >= wanted.children:
        score += _FRESH_POINTS[freshness(document.confirmed_at, now)]
    assured = {known for known, until in document.specialisms.items() if until is not None and until >= today}
    score += 2.0 * len(assured.intersection(wanted.specialisms))
    score += 1.0 * len(assured.intersection(wanted.preferred_specialisms))
    score += 1.0 if document.service_type in wanted.preferred_types else 0.0
    if wanted.emergency and document.emergency:
        score += 3.0
    return score - (candidate.distance_miles or 0.0) / 10


def judge(wanted: Wanted, candidate: Candidate, now: datetime, today: date) -> Judged:
    """Give the verdict on one service, with its reasons."""
    return Judged(
        candidate=candidate,
        tier=tier_of(candidate, wanted.authority_id),
        reasons=tuple(_reasons(wanted, candidate, now, today)),
        why_not=tuple(forbidden(wanted, candidate) + for_a_director(candidate) + _does_not_fit(wanted, candidate, now)),
        score=_score(wanted, candidate, now, today),
    )


def ranked(verdicts: Sequence[Judged]) -> list[Judged]:
    """Give those that may be asked, best first, then the near misses with the fewest faults first."""
    kept = [v for v in verdicts if len(v.why_not) <= MOST_FAULTS_OF_A_NEAR_MISS]
    return sorted(kept, key=lambda v: (len(v.why_not), -v.score, str(v.candidate.document.service_id)))
