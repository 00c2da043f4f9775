"""A saved search: what it is called, how its alerts come and when, what of it is news. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from directory.codes import Gender, Rating, ServiceType, Specialism, label, language_label
from directory.finder.rules.parameters import Avoid, Pairs, SearchParameters
from directory.geo.authorities import by_code
from directory.kit.identifiers import find
from directory.kit.understand import takes_several, understood

MOST_SEARCHES = 50
MOST_MATCHES = 100_000
"""A search that finds more is not watched."""
MOST_AT_ONCE = 500
"""Of a search that finds more, only the services that changed are looked at."""
LONGEST_NAME = 100
DIGEST_HOUR = 8
NIGHT_FROM, NIGHT_UNTIL = 22, 7
NOT_AGAIN_WITHIN = timedelta(hours=24)
NOT_KEPT = frozenset({"page", "per_page"})


class Alerts(StrEnum):
    """How news of a saved search comes."""

    NONE = "none"
    HERE = "here"
    EMAIL = "email"


class Pace(StrEnum):
    """When news comes: as it is found, or gathered once a day."""

    AT_ONCE = "at_once"
    DAILY = "daily"


class What(StrEnum):
    """What is news of a service: it matches now and did not before, or it matched already and has a place now."""

    NEW_MATCH = "new_match"
    PLACE_FREED = "place_freed"


ALERTS_WORDS = {Alerts.HERE: "In Fairhaven", Alerts.EMAIL: "By email", Alerts.NONE: "No alerts"}
PACE_WORDS = {Pace.AT_ONCE: "At once", Pace.DAILY: f"Once a day, after {DIGEST_HOUR} in the morning"}


@dataclass(frozen=True)
class Kept:
    """What a search asks, as it is kept: its parameters, and the places to keep away from."""

    asked: SearchParameters
    avoid: tuple[Avoid, ...] = ()

    @property
    def pairs(self) -> Pairs:
        """Give the parameters as names and values, without which page of the results was open."""
        return tuple(pair for pair in self.asked.pairs() if pair[0] not in NOT_KEPT)

    def as_json(self) -> str:
        """Give it as text; to be kept encrypted, for exclusion zones are facts about a child."""
        return json.dumps({"pairs": self.pairs, "avoid": [[one.near, one.within] for one in self.avoid]})

    @classmethod
    def of_json(cls, text: str) -> "Kept":
        """Read it. Raises NotUnderstood where a code in it is no longer known."""
        said = json.loads(text)
        avoid = tuple(Avoid(near=near, within=within) for near, within in said["avoid"])
        return cls(understood(SearchParameters, as_given(said["pairs"])), avoid)


def as_given(pairs: Iterable[Iterable[str]]) -> dict[str, Any]:
    """Give names and values as ``understood`` takes them: a list where several may be chosen."""
    given: dict[str, Any] = {}
    for name, value in pairs:
        field = SearchParameters.model_fields.get(name)
        if field is not None and takes_several(field.annotation):
            given.setdefault(name, []).append(value)
        else:
            given[name] = value
    return given


def described(kept: Kept) -> str:
    """Give what is asked in a line: "Foster care near Leeds, age 15, Vietnamese". Exclusion zones are not in it."""
    asked = kept.asked
    kinds = " or ".join(label(ServiceType(one)) for one in asked.type)
    first = kinds or (f"“{asked.q}”" if asked.q else "Services")
    if asked.near:
        first += f" within {asked.within:g} miles of {asked.near}" if asked.within else f" near {asked.near}"
    more = [f"“{asked.q}”"] if asked.q and kinds else []
    more += [f"age {asked.age}"] if asked.age is not None else []
    more += [_GENDERS[asked.gender]] if asked.gender in _GENDERS else []
    more += [language_label(code) for code in asked.language]
    more += [label(Specialism(one)) for one in asked.specialism]
    more += [label(Rating(one)) for one in asked.rating]
    more += [f"{asked.places} place{'' if asked.places == 1 else 's'} free"] if asked.places else []
    more += [f"by {asked.by.day} {asked.by:%B}"] if asked.by else []
    if asked.authority and (authority := by_code().get(asked.authority)):
        more.append(authority.short_name)
    more += [asked.region] if asked.region else []
    said = ((asked.emergency, "emergencies"), (asked.assured, "assured"), (asked.mine, "our own"))
    more += [words for chosen, words in said if chosen]
    return ", ".join([first, *more])


_GENDERS = {Gender.FEMALE: "girls", Gender.MALE: "boys"}


_NARROWING = {
    "near": "a place",
    "type": "a service type",
    "age": "the child’s age",
    "language": "a language",
    "specialism": "a specialism",
    "places": "how many places must be free",
}


def to_narrow(asked: SearchParameters) -> str:
    """Give in words what would narrow a search that says none of it yet: "a place, a service type or a language"."""
    words = [said for name, said in _NARROWING.items() if not getattr(asked, name)]
    words = words or ["a smaller distance"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def suggested_name(kept: Kept, today: date) -> str:
    """Give a name for a search: what is asked, unless that could identify somebody; then its kind of service only."""
    whole = described(kept)
    short = whole if len(whole) <= LONGEST_NAME else f"{whole[: LONGEST_NAME - 1].rstrip(', ')}…"
    if not find(short, today):
        return short
    return described(Kept(kept.asked.model_copy(update={"q": "", "near": ""})))[:LONGEST_NAME]


def name_fault(name: str, today: date) -> str | None:
    """Give what is wrong with a name or a note; None where nothing is. Nothing in it may tell who a child is."""
    findings = find(name, today)
    return findings[0].advice if findings else None


def news(known: Mapping[UUID, bool], now: Mapping[UUID, bool]) -> list[tuple[UUID, What]]:
    """Give what is new between two looks; each maps the services that match to whether a place is free there."""
    found = [(one, What.NEW_MATCH) for one in now if one not in known]
    return found + [(one, What.PLACE_FREED) for one, free in now.items() if free and known.get(one) is False]


def is_due(pace: Pace, told_on: date | None, here: datetime, *, wakes: bool = False) -> bool:
    """Say whether news may be told: at once, or from 8 in the morning of a day on which nothing was told yet.

    What ``wakes`` somebody waits from 10 at night until 7. ``here`` and ``told_on`` are London's.
    """
    if pace is Pace.AT_ONCE:
        return not wakes or NIGHT_UNTIL <= here.hour < NIGHT_FROM
    return here.hour >= DIGEST_HOUR and (told_on is None or told_on < here.date())


def told(matches: int, freed: int) -> str:
    """Give news in words that hold nothing of what was searched for: "2 new matches and a place freed"."""
    parts = [f"{matches} new match{'' if matches == 1 else 'es'}"] if matches else []
    parts += [f"{freed} place{'' if freed == 1 else 's'} freed"] if freed else []
    return " and ".join(parts)
