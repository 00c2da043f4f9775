"""Open Referral UK 3.0 as services of ours: one service, a page or a list of them, or an organisation with its own.

What is not as the standard says refuses the whole. What is right but has no place in this directory is left out and
named. Contacts are people and are never taken.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.codes import CONFIDENTIAL_BY_DEFAULT, LANGUAGES, ServiceType, label
from directory.geo.rules import parse_postcode
from directory.kit.located import read_json, shown, step
from directory.kit.tables import BrokenTable, Problem
from directory.providers.rules.facts import OLDEST
from directory.providers.rules.openreferral_shapes import ORGANISATION, SERVICE, wrong_shape
from directory.providers.rules.service_columns import service_type, specialism
from directory.providers.rules.service_file import MOST_ROWS, named_owner
from directory.providers.rules.told import Told

_PAIRS = (
    "en:eng cy:cym ga:gle gd:gla vi:vie sq:sqi ar:ara ps:pus fa:fas ti:tir am:amh om:orm so:som ur:urd pa:pan bn:ben "
    "hi:hin gu:guj ta:tam si:sin ne:nep ro:ron pl:pol bg:bul hu:hun cs:ces sk:slk lt:lit lv:lav uk:ukr ru:rus tr:tur "
    "el:ell it:ita es:spa pt:por fr:fra de:deu ln:lin sw:swa yo:yor ig:ibo ha:hau tw:twi wo:wol ff:ful sn:sna th:tha "
    "tl:fil my:mya uz:uzb"
)
TWO_LETTERS: dict[str, str] = {pair[:2]: pair[3:] for pair in _PAIRS.split()}
_NAMES = {name.lower(): code for code, name in LANGUAGES.items()} | {code: code for code in LANGUAGES} | TWO_LETTERS
_PARTS = {
    "name": "name",
    "service_type": "attributes",
    "description": "description",
    "age_minimum": "minimum_age",
    "age_maximum": "maximum_age",
    "languages": "languages",
    "specialisms": "attributes",
    "postcode": "service_at_locations",
    "address": "service_at_locations",
    "email": "email",
    "website": "url",
    "organisation": "organization",
}


@dataclass
class Feed:
    """What a feed tells that has a place here; ``left_out``: each service that has none, and why.

    ``skipped``: words of others (taxonomy terms, languages) that we have none for, and how often they stand.
    """

    told: list[Told] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)


def read_openreferral(data: bytes, *, otherwise: ServiceType | None = None) -> Feed:
    """Give what the file tells; ``otherwise``: the type of those whose terms name none of ours.

    Raises BrokenTable with all that is not as the standard says, by JSON pointer.
    """
    found = list(_services(read_json(data)))
    if not found:
        raise BrokenTable([Problem(1, 0, "/", "there is no service in it")])
    if len(found) > MOST_ROWS:
        raise BrokenTable([Problem(1, 0, "/", f"a file holds at most {MOST_ROWS:,} services")])
    problems: list[Problem] = []
    first: dict[str, str] = {}
    whole: list[tuple[Mapping[str, Any], str]] = []
    for value, pointer, again in found:
        wrong = list(wrong_shape(value, SERVICE, pointer))
        problems += wrong
        if wrong:
            continue
        identity = value["id"].lower()
        if identity not in first:
            first[identity] = pointer
            whole.append((value, pointer))
        elif not again:
            problems.append(Problem(1, 0, f"{pointer}/id", f"the service at {first[identity]} has this id already"))
    if problems:
        raise BrokenTable(problems)
    feed = Feed()
    for value, pointer in whole:
        _Mapping(feed, value, pointer, otherwise).read()
    return feed


def _services(value: Any, pointer: str = "") -> Iterator[tuple[Any, str, bool]]:
    """Give each service in what was read, its pointer, and whether it may stand there more than once."""
    if isinstance(value, list):
        listed, at = value, pointer
    elif isinstance(value, dict) and "contents" in value:
        if not isinstance(value["contents"], list):
            raise BrokenTable([Problem(1, 0, f"{pointer}/contents", f"{shown(value['contents'])} is not a list")])
        listed, at = value["contents"], f"{pointer}/contents"
    else:
        yield from _one(value, pointer)
        return
    for number, each in enumerate(listed):
        yield from _one(each, f"{at}/{number}")


def _one(value: Any, pointer: str) -> Iterator[tuple[Any, str, bool]]:
    if isinstance(value, dict) and "services" in value:
        owner = {name: given for name, given in value.items() if name != "services"}
        problems = list(wrong_shape(owner, ORGANISATION, pointer))
        if not isinstance(value["services"], list):
            problems.append(Problem(1, 0, f"{pointer}/services", f"{shown(value['services'])} is not a list"))
        if problems:
            raise BrokenTable(problems)
        for number, each in enumerate(value["services"]):
            whole = {"organization": owner} | each if isinstance(each, dict) else each
            yield whole, f"{pointer}/services/{number}", False
    elif isinstance(value, dict) and "location" in value and isinstance(value.get("service"), dict):
        # a service at a location: its service may stand at others too
        here = {"id": value.get("id"), "location": value["location"]}
        yield {"service_at_locations": [here]} | value["service"], f"{pointer}/service", True
    elif isinstance(value, dict) and "location_type" not in value:
        yield value, pointer, False
    else:
        raise BrokenTable([Problem(1, 0, pointer or "/", f"{shown(value)} is not a service")])


class _Mapping:
    """One service of a feed as one of ours."""

    def __init__(self, feed: Feed, value: Mapping[str, Any], pointer: str, otherwise: ServiceType | None) -> None:
        self.feed, self.value, self.pointer, self.otherwise = feed, value, pointer, otherwise

    def read(self) -> None:
        """Add it to the feed, or why it is left out."""
        value = self.value
        owner = named_owner((value.get("organization") or {}).get("name", ""))
        if value["status"] != "active":
            self.leave(f"its status is {value['status']}")
        elif owner is None:
            self.leave("it does not say whose it is (organization)")
        elif value.get("minimum_age") is not None and value["minimum_age"] > OLDEST:
            self.leave(f"it is for people older than {OLDEST}")
        elif (place := self.place()) is not None:
            types, specialisms = self.terms()
            if len(types) > 1:
                self.leave(f"its terms name more than one type: {', '.join(map(label, types))}")
                return
            kind = types[0] if types else self.otherwise
            if kind is None:
                self.leave("none of its terms names a type of service that we know. Say it with --type")
                return
            if kind in CONFIDENTIAL_BY_DEFAULT:
                place["address"] = ""
            fields = self.plain() | {"place": place}
            if specialisms:
                fields["specialisms"] = specialisms
            at = {name: (1, 0, f"{self.pointer}/{step(part)}") for name, part in _PARTS.items()}
            self.feed.told.append(Told(1, owner, None, value["id"].lower(), kind, fields, at))

    def leave(self, why: str) -> None:
        self.feed.left_out.append((f"{self.value['name']} ({self.value['id']})", why))

    def skip(self, words: str) -> None:
        self.feed.skipped[words] = self.feed.skipped.get(words, 0) + 1

    def plain(self) -> dict[str, Any]:
        value = self.value
        said = {
            name: " ".join((value.get(given) or "").split()) for name, given in (("email", "email"), ("website", "url"))
        }
        fields: dict[str, Any] = {"name": " ".join(value["name"].split())} | {n: t for n, t in said.items() if t}
        if text := self.description():
            fields["description"] = text
        if value.get("minimum_age") is not None or value.get("maximum_age") is not None:
            low, high = value.get("minimum_age"), value.get("maximum_age")
            fields["ages"] = [None if low is None else int(low), None if high is None else min(OLDEST, int(high))]
        if languages := self.languages():
            fields["languages"] = languages
        return fields

    def description(self) -> str:
        """Give the description, and when it is open as far as that is said in words."""
        open_ = [each["description"].strip() for each in self.value.get("schedules") or () if each.get("description")]
        said = (self.value.get("description") or "").strip()
        return "\n\n".join(part for part in (said, "When it is open: " + " ".join(open_) if open_ else "") if part)

    def languages(self) -> list[str]:
        codes = set()
        for each in self.value.get("languages") or ():
            words = [each[name] for name in ("code", "name") if each.get(name)]
            code = next((_NAMES[word.strip().lower()] for word in words if word.strip().lower() in _NAMES), None)
            if code:
                codes.add(code)
            elif words:
                self.skip(f"language {shown(words[0])}")
        return sorted(codes)

    def terms(self) -> tuple[list[ServiceType], list[str]]:
        types: set[ServiceType] = set()
        known: set[str] = set()
        for each in self.value.get("attributes") or ():
            term = each.get("taxonomy_term") or {}
            words = [term[name] for name in ("name", "term") if term.get(name)]
            kind = next((found for word in words if (found := _read(service_type, word))), None)
            special = next((found for word in words if (found := _read(specialism, word))), None)
            if kind:
                types.add(kind)
            if special:
                known.add(special.value)
            if words and not kind and not special:
                self.skip(f"taxonomy term {shown(words[0])}")
        return sorted(types), sorted(known)

    def place(self) -> dict[str, Any] | None:
        """Give the first physical place in the United Kingdom; notes why where there is none."""
        strange = ""
        for each in self.value.get("service_at_locations") or ():
            location = each.get("location") or {}
            if location.get("location_type") == "virtual":
                continue
            for address in location.get("addresses") or ():
                postcode = parse_postcode(address.get("postal_code") or "")
                if postcode:
                    lines = [(address.get(name) or "").strip() for name in ("address_1", "city")]
                    text = "\n".join(line for line in lines if line)
                    return {"confidential": None, "postcode": str(postcode), "address": text}
                strange = strange or f"{shown(address.get('postal_code'))} is not a postcode of the United Kingdom"
        self.leave(strange or "it has no address with a postcode")
        return None


def _read(reader: Any, word: str) -> Any:
    try:
        return reader(word)
    except ValueError:
        return None
