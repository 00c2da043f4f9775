"""The parameters of a search, the same for page, API and saved search (DESIGN section 7): pure."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field

from directory.codes import LANGUAGES, REGIONS, Freshness, Gender, Rating, ServiceType, Specialism
from directory.geo.authorities import by_code, region_named
from directory.kit.understand import Given
from directory.search.port import FURTHEST_MILES, LONGEST_TEXT, MOST_PER_PAGE, Near, SearchQuery, Sort, Zone

T = TypeVar("T")
Pairs = tuple[tuple[str, str], ...]

OLDEST = 25
MOST_PLACES = 1000
LAST_PAGE = 100_000
LONGEST_PLACE = 120
MOST_ZONES = 10
WITHIN_CHOICES = (5, 10, 20, 40, 60, 100, 200, 600)
WITHIN_UNLESS_SAID = 40
MOST_WORDS_DROPPED = 5


def once_each(values: tuple[T, ...]) -> tuple[T, ...]:
    """Give the values in their order, each once."""
    return tuple(dict.fromkeys(values))


def typed(text: str) -> str:
    """Give text as people type it: line ends and tabs as spaces. Raises ValueError for what no keyboard makes."""
    plain = " ".join(text.split())
    if any(unicodedata.category(character) in ("Cc", "Cs", "Cn") for character in plain):
        raise ValueError("holds characters that cannot be typed")
    return plain


def known_language(code: str) -> str:
    """Give a language's code in lower case. Raises ValueError where we do not know it."""
    if code.lower() not in LANGUAGES:
        raise ValueError("is not the code of a language known here")
    return code.lower()


def known_authority(code: str) -> str:
    """Give the code of the authority that answers for children there. Raises ValueError where there is none."""
    authority = by_code().get(code.upper())
    if authority is None:
        raise ValueError("is not the GSS code of an authority")
    return authority.gss


def known_region(name: str) -> str:
    """Give the region's name as it is written. Raises ValueError where there is none."""
    region = region_named(name)
    if region is None:
        raise ValueError("is not a region")
    return region


Text = Annotated[str, AfterValidator(typed)]
Language = Annotated[str, AfterValidator(known_language)]
Many = AfterValidator(once_each)
Miles = Annotated[float, Field(gt=0, le=FURTHEST_MILES, allow_inf_nan=False)]


class SearchParameters(Given):
    """What may be asked of a search."""

    q: Text = Field("", max_length=LONGEST_TEXT, description=f"Words to find, up to {LONGEST_TEXT} characters")
    near: Text = Field(
        "",
        max_length=LONGEST_PLACE,
        description="A postcode (LS1 4AP), outward code (LS1), place (Leeds), authority, or latitude,longitude",
    )
    within: Miles | None = Field(
        None,
        description=f"Miles from near, more than 0 and at most {FURTHEST_MILES:g}; {WITHIN_UNLESS_SAID} unless said",
    )
    type: Annotated[tuple[ServiceType, ...], Many] = Field((), description="Service types; any of them")
    specialism: Annotated[tuple[Specialism, ...], Many] = Field((), description="Specialisms; all of them")
    language: Annotated[tuple[Language, ...], Many] = Field(
        (), description="Languages by ISO 639-3 code, like vie; any of them"
    )
    age: int | None = Field(None, ge=0, le=OLDEST, description=f"The child's age in whole years, 0 to {OLDEST}")
    gender: Gender | None = Field(None, description="The child's gender: female or male; any for services for both")
    places: int | None = Field(
        None, ge=1, le=MOST_PLACES, description="At least so many places free, as confirmed in the last 28 days"
    )
    by: date | None = Field(None, description="Available on or before this date, like 2026-12-01")
    rating: Annotated[tuple[Rating, ...], Many] = Field((), description="The regulator's judgements; any of them")
    freshness: Annotated[tuple[Freshness, ...], Many] = Field(
        (),
        description="How lately the provider confirmed the places: current (7 days), ageing (28), stale; any of them",
    )
    authority: Annotated[str, AfterValidator(known_authority)] | None = Field(
        None, description="The authority in which it is, by GSS code, like E08000035"
    )
    region: Annotated[str, AfterValidator(known_region)] | None = Field(
        None, description=f"The region in which it is: {', '.join(REGIONS)}"
    )
    emergency: bool = Field(
        default=False, description="1: only services that can take a child tonight, as confirmed in the last 28 days"
    )
    assured: bool = Field(default=False, description="1: only where what is claimed was checked by an assurer")
    mine: bool = Field(default=False, description="1: only your own organisation's services")
    sort: Sort = Field(
        Sort.RELEVANCE, description="relevance, distance (needs near), availability, freshness or balanced"
    )
    page: int = Field(1, ge=1, le=LAST_PAGE, description="The page, from 1")
    per_page: int = Field(20, ge=1, le=MOST_PER_PAGE, description=f"Rows on a page, 1 to {MOST_PER_PAGE}")

    def pairs(self) -> Pairs:
        """Give what was asked as names and values, without what is as usual; the same search gives the same pairs."""
        found: list[tuple[str, str]] = []
        for name, field in SearchParameters.model_fields.items():
            value = getattr(self, name)
            if value != field.default:
                found += [(name, as_text(one)) for one in (value if isinstance(value, tuple) else (value,))]
        return tuple(found)


class Avoid(Given):
    """An exclusion zone: nothing of whose published area may lie in it is found."""

    near: Text = Field(
        min_length=1, max_length=LONGEST_PLACE, description="A postcode, outward code, place or authority"
    )
    within: Miles = Field(description=f"Miles around it, more than 0 and at most {FURTHEST_MILES:g}")


class SearchBody(SearchParameters):
    """A search as JSON, which may name places to keep away from."""

    avoid: tuple[Avoid, ...] = Field((), max_length=MOST_ZONES, description="Places to keep away from")


def as_text(value: Any) -> str:
    """Give a parameter's value as it stands in an address."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return f"{value:g}" if isinstance(value, float) else str(value)


def written_day(iso: str) -> str:
    """Give an ISO date as "1 December 2026"."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def within_unless_said(near_radius_miles: float = 0.0) -> float:
    """Give the radius for a place named without one: 40 miles, more for a place that is itself wide."""
    return float(next((n for n in WITHIN_CHOICES if n >= max(WITHIN_UNLESS_SAID, near_radius_miles)), FURTHEST_MILES))


def wider(within_miles: float) -> float | None:
    """Give the next larger of the usual radii; None where there is none."""
    return next((float(choice) for choice in WITHIN_CHOICES if choice > within_miles), None)


def as_query(asked: SearchParameters, near: Near | None, within: float | None, avoid: tuple[Zone, ...]) -> SearchQuery:
    """Give the search for the engine. ``within`` in miles.

    Without words nothing tells one service near a place from another but nearness and what is free: the best match
    is then the balanced order.
    """
    by_balance = asked.sort is Sort.RELEVANCE and near is not None and not asked.q
    return SearchQuery(
        text=asked.q,
        near=near,
        within_miles=within if near else None,
        types=asked.type,
        specialisms=asked.specialism,
        languages=asked.language,
        age=asked.age,
        gender=asked.gender,
        places=asked.places,
        by=asked.by,
        ratings=asked.rating,
        freshness=asked.freshness,
        authority=asked.authority,
        region=asked.region,
        assured=asked.assured,
        mine=asked.mine,
        emergency=asked.emergency,
        sort=Sort.BALANCED if by_balance else asked.sort,
        page=asked.page,
        per_page=asked.per_page,
        avoid=avoid,
    )


def changed(pairs: Iterable[tuple[str, str]], change: str) -> Pairs:
    """Give the pairs after ``change``: ``drop:language=vie``, ``set:within=60``, ``clear:`` or ``begin:``.

    To clear leaves the words, to begin leaves nothing. Any change but of the page leads back to the first page;
    without a place there is no distance.
    """
    kind, _, rest = change.partition(":")
    name, _, value = rest.partition("=")
    if kind in ("clear", "begin"):
        return tuple(pair for pair in pairs if pair[0] == "q" and kind == "clear")
    kept = [pair for pair in pairs if pair[0] != "page"]
    if kind == "drop":
        kept = [pair for pair in kept if pair != (name, value)]
        if name == "near":
            kept = [pair for pair in kept if pair[0] != "within" and pair != ("sort", Sort.DISTANCE.value)]
    elif kind == "set":
        kept = [pair for pair in kept if pair[0] != name] + [(name, value)]
    return tuple(kept)


def words_and_rests(text: str) -> list[tuple[str, str]]:
    """Give each of the first words of a text with what is left without it; none of one word, or with quotes or OR.

    Every word must be in a service, so one word too many finds nothing.
    """
    words = text.split()
    if '"' in text or "OR" in words:
        return []
    asked = [at for at, word in enumerate(words) if not word.startswith("-")]
    if len(asked) < 2:
        return []
    return [(words[at], " ".join(words[:at] + words[at + 1 :])) for at in asked[:MOST_WORDS_DROPPED]]


def relaxations(asked: SearchParameters, within: float | None) -> list[tuple[str, str]]:
    """Give what could be relaxed as (what goes, the change): a word or filter dropped, the distance first widened."""
    found = [(f"q={word}", f"set:q={rest}") for word, rest in words_and_rests(asked.q)]
    for name, value in asked.pairs():
        if name in ("page", "per_page", "sort", "within"):
            continue
        if name == "near" and within is not None and (more := wider(within)):
            found.append((f"within={as_text(within)}", f"set:within={as_text(more)}"))
        found.append((f"{name}={value}", f"drop:{name}={value}"))
    return found
