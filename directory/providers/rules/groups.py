"""Places kept apart for some children: girls of 8 to 12, boys of 13 to 17. The service's numbers are their sums."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from directory.codes import Gender
from directory.providers.rules.places import MOST_PLACES, Numbers, passed, to_come

MOST_GROUPS = 6
OLDEST = 25
SUMMED = ("staffed", "occupied", "held", "closed")
WHO = {Gender.FEMALE: "Girls", Gender.MALE: "Boys", Gender.ANY: "Girls and boys"}


@dataclass(frozen=True, slots=True)
class Group:
    """Some of a service's places, and whom they are for. Ages in whole years, both included."""

    gender: Gender
    age_minimum: int
    age_maximum: int
    staffed: int
    occupied: int
    held: int = 0
    closed: int = 0
    available_from: date | None = None

    @property
    def key(self) -> tuple[Gender, int, int]:
        """Give whom it is for."""
        return self.gender, self.age_minimum, self.age_maximum

    @property
    def code(self) -> str:
        """Give whom it is for as a code: ``male-13-17``. An offer names the group of its place by it."""
        return f"{self.gender.value}-{self.age_minimum}-{self.age_maximum}"

    @property
    def available(self) -> int:
        """Give how many of its places are free."""
        return max(0, self.staffed - self.occupied - self.held - self.closed)

    def fits(self, age: int | None, gender: Gender | None) -> bool:
        """Say whether it may take such a child; what is not known of the child keeps nothing out."""
        of_age = age is None or self.age_minimum <= age <= self.age_maximum
        return of_age and (gender is None or self.gender in (gender, Gender.ANY))

    def words(self) -> str:
        """Give whom it is for: "Girls aged 8 to 12"."""
        low, high = self.age_minimum, self.age_maximum
        return f"{WHO[self.gender]} aged {low}" + (f" to {high}" if high != low else "")

    def kept(self) -> dict[str, Any]:
        """Give it as the database keeps it."""
        day = self.available_from.isoformat() if self.available_from else None
        return asdict(self) | {"gender": self.gender.value, "available_from": day}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Group":
        """Read it as the database keeps it."""
        day = kept["available_from"]
        read = {"gender": Gender(kept["gender"]), "available_from": date.fromisoformat(day) if day else None}
        return cls(**kept | read)


def sums(groups: Iterable[Group]) -> dict[str, int]:
    """Give the service's numbers that these groups make."""
    listed = list(groups)
    return {name: sum(getattr(each, name) for each in listed) for name in SUMMED}


def free_from(groups: Sequence[Group], today: date) -> date | None:
    """Give the day from which a place is free: none where one is free now, or where no group says one."""
    days = [to_come(each.available_from, today) for each in groups]
    if any(each.available and day is None for each, day in zip(groups, days, strict=True)):
        return None
    return min((day for day in days if day is not None), default=None)


def wrong_groups(groups: Sequence[Group], ages: tuple[int, int], gender: Gender) -> dict[str, str]:
    """Give what is impossible, by field (``groups.0.staffed``). ``ages``, ``gender``: whom the service takes at all."""
    if len(groups) > MOST_GROUPS:
        return {"groups": f"Name at most {MOST_GROUPS} groups"}
    wrong: dict[str, str] = {}
    for number, group in enumerate(groups):
        found = _wrong(group, ages, gender)
        if group.key in [each.key for each in groups[:number]]:
            found["age_minimum"] = f"{group.words()} are a group already"
        wrong |= {f"groups.{number}.{field}": words for field, words in found.items()}
    return wrong


def _wrong(group: Group, ages: tuple[int, int], gender: Gender) -> dict[str, str]:
    low, high = ages
    if not low <= group.age_minimum <= high:
        return {"age_minimum": f"Enter an age from {low} to {high}, whom the service takes"}
    if not group.age_minimum <= group.age_maximum <= high:
        return {"age_maximum": f"Enter an age from {group.age_minimum} to {high}"}
    if gender not in (Gender.ANY, group.gender):
        return {"gender": f"This service takes {WHO[gender].lower()} only"}
    numbers = [getattr(group, name) for name in SUMMED]
    if min(numbers) < 0 or max(numbers) > MOST_PLACES:
        return {"staffed": f"Enter numbers from 0 to {MOST_PLACES:,}"}
    taken = group.occupied + group.held + group.closed
    if taken > group.staffed:
        held = f" {group.held} held," if group.held else ""
        parts = f"{group.occupied} occupied,{held} {group.closed} closed"
        return {"occupied": f"{group.words()}: {parts} make {taken}, more than the {group.staffed} staffed"}
    return {}


def wrong_sums(groups: Sequence[Group], numbers: Numbers) -> dict[str, str]:
    """Give the numbers that are not what the groups make; nothing where places are not kept apart."""
    if not groups:
        return {}
    made = sums(groups)
    return {
        name: f"This service counts its places by group, and its groups make {made[name]} {name}. Change the groups"
        for name in SUMMED
        if made[name] != getattr(numbers, name)
    }


def wrong_days(groups: Sequence[Group], before: Sequence[Group], today: date) -> dict[str, str]:
    """Give the days from which a group's place is free that have passed, by field."""
    was = {each.key: each.available_from for each in before}
    found = {
        f"groups.{number}.available_from": passed(each.available_from, before=was.get(each.key), today=today)
        for number, each in enumerate(groups)
    }
    return {field: words for field, words in found.items() if words}


def keeping_held(groups: Sequence[Group], before: Sequence[Group], held: int) -> list[Group]:
    """Give new groups with the places that are held: each in the group it was in, the others wherever there is room.

    ``held``: of the whole service. What fits nowhere is left in the first, where ``wrong_groups`` finds it.
    """
    was = {each.key: each.held for each in before}
    kept = [replace(each, held=was.get(each.key, 0)) for each in groups]
    left = held - sum(each.held for each in kept)
    for at, each in enumerate(kept):
        more = min(left, each.available)
        kept[at] = replace(each, held=each.held + more)
        left -= more
    return [replace(kept[0], held=kept[0].held + left), *kept[1:]] if kept and left else kept


def moved(
    groups: Sequence[Group],
    number: int,
    changes: Mapping[str, int],
    *,
    room: str,
    age: int | None,
    gender: Gender | None,
    first: str | None = None,
) -> list[Group]:
    """Give groups with ``number`` places changed: in the group ``first``, then in those that such a child fits.

    ``changes``: what one place adds to which number; ``room``: the number that says how many a group can give.
    """
    done, left = list(groups), number
    for at in sorted(range(len(done)), key=lambda at: (done[at].code != first, not done[at].fits(age, gender))):
        some = min(left, getattr(done[at], room))
        done[at] = replace(done[at], **{name: getattr(done[at], name) + by * some for name, by in changes.items()})
        left -= some
    return done


def fitted_groups(groups: Sequence[Group], numbers: Numbers) -> list[Group]:
    """Give groups whose sums are ``numbers``, which are no more than theirs in staff: the last ones give way first.

    Of what is taken each keeps what it can; the rest goes where there is room.
    """
    fitted = _shared([replace(each, held=0, occupied=0, closed=0) for each in groups], groups, "staffed", numbers)
    for name in ("held", "occupied", "closed"):
        fitted = _shared(fitted, groups, name, numbers)
    return fitted


def _shared(fitted: Sequence[Group], before: Sequence[Group], name: str, numbers: Numbers) -> list[Group]:
    """Share out one of the numbers: to each first what it had, as far as it has room, then the rest."""
    left = getattr(numbers, name)
    done = []
    for each, was in zip(fitted, before, strict=True):
        share = min(left, getattr(was, name), getattr(was, name) if name == "staffed" else each.available)
        done.append(replace(each, **{name: share}))
        left -= share
    for at, each in enumerate(done):
        if not left:
            break
        more = left if name == "staffed" else min(left, each.available)
        done[at] = replace(each, **{name: getattr(each, name) + more})
        left -= more
    return done
