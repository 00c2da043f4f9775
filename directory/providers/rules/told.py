"""What a file or a feed tells of services, and what becomes of it beside what is there. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from directory.codes import CONFIDENTIAL_BY_DEFAULT, LANGUAGES, Gender, ServiceType, Specialism, label, language_label
from directory.kit.tables import Problem
from directory.providers.rules.facts import Facts
from directory.providers.rules.register_owners import Owner

FIELDS: dict[str, str] = {
    "name": "Name",
    "description": "Description",
    "place": "Where it is",
    "ages": "Ages",
    "gender": "Whom it takes",
    "languages": "Languages",
    "specialisms": "Specialisms",
    "registered": "Registered places",
    "telephone": "Telephone",
    "email": "Email address",
    "website": "Website",
}
"""What may be told of a service beside its type, with the words for it. Each is taken, or left, as a whole."""
UNSAID: dict[str, Any] = {
    "description": "",
    "ages": [0, 17],
    "gender": Gender.ANY.value,
    "languages": [],
    "specialisms": [],
    "registered": None,
    "telephone": "",
    "email": "",
    "website": "",
}
"""What stands in a field of which nobody has said anything."""
_PARTS = {
    "age_minimum": "ages",
    "age_maximum": "ages",
    "confidential": "place",
    "postcode": "place",
    "address": "place",
}


class Source(StrEnum):
    """Whence a service is told of."""

    FILE = "file"
    OPENREFERRAL = "openreferral"
    REGISTER = "register"


SOURCES: dict[str, str] = {
    Source.FILE: "The file",
    Source.OPENREFERRAL: "The Open Referral feed",
    Source.REGISTER: "Ofsted's register",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a source tells of one service. What ``fields`` does not hold the source does not say.

    ``reference``: what the source calls it, within the organisation. ``at``: where each thing stands, by the name of
    the field or of its part: line, column (0 in JSON) and title.
    """

    line: int
    owner: Owner
    urn: str | None
    reference: str
    service_type: ServiceType | None
    fields: Mapping[str, Any]
    at: Mapping[str, tuple[int, int, str]] = field(default_factory=dict)

    def problem(self, name: str, words: str) -> Problem:
        """Give what is wrong with a field or a part of one, where it stands."""
        line, column, title = self.at.get(name) or self.at.get(_PARTS.get(name, "")) or (self.line, 0, name)
        return Problem(line, column, title, words)


class Outcome(StrEnum):
    """What becomes of one thing told."""

    NOTHING = "nothing"
    WRITE = "write"
    PROPOSE = "propose"


def outcome(*, nobody: bool, known: bool, was_said: bool, stands: bool) -> Outcome:
    """Say what becomes of what is told where something else stands.

    ``nobody``: nobody has said what stands; ``known``: the source told this field before; ``was_said``: it told the
    same; ``stands``: what it told then stands still. So the source's own words follow the source, and what somebody
    else wrote is never written over.
    """
    if known:
        if was_said:
            return Outcome.NOTHING
        return Outcome.WRITE if stands else Outcome.PROPOSE
    return Outcome.WRITE if nobody else Outcome.PROPOSE


def unsaid(name: str, now: Any, said: Any) -> bool:
    """Say whether what stands in a field says nothing: it is as it was before anybody wrote there."""
    if name == "ages":
        return now in ([0, 17], [16, 17])
    if name == "place":
        return bool(now["confidential"] and said["confidential"] and not now["postcode"])
    return name in UNSAID and now == UNSAID[name]


def filled(fields: Mapping[str, Any], service_type: ServiceType, now: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is told, its parts that are not told as they stand in ``now``, or as is usual for the type."""
    whole = dict(fields)
    if "ages" in whole:
        usual = now.get("ages") or usual_ages(service_type)
        low, high = (usual[at] if given is None else given for at, given in enumerate(whole["ages"]))
        whole["ages"] = [low, high]
    if "place" in whole:
        place, stands = dict(whole["place"]), now.get("place") or {}
        if place["confidential"] is None:
            place["confidential"] = stands.get("confidential", service_type in CONFIDENTIAL_BY_DEFAULT)
        if place["confidential"] == stands.get("confidential"):
            for name in ("postcode", "address"):
                place[name] = place[name] or stands[name]
        whole["place"] = place
    return whole


def added(now: Sequence[str], said: Sequence[str], before: Sequence[str] | None) -> list[str]:
    """Give the specialisms to be added: a source adds claims and takes none away, and what was taken back stays so."""
    return sorted(set(said) - set(now) - set(before or ()))


def facts_of(service_type: ServiceType, fields: Mapping[str, Any]) -> Facts:
    """Give fields as the facts that a provider might have typed."""
    place = fields.get("place") or {}
    youngest, oldest = fields.get("ages") or usual_ages(service_type)
    return Facts(
        name=fields.get("name", ""),
        service_type=service_type,
        description=fields.get("description", ""),
        confidential=place.get("confidential"),
        postcode=place.get("postcode", ""),
        address=place.get("address", ""),
        gender=Gender(fields.get("gender", Gender.ANY)),
        age_minimum=youngest,
        age_maximum=oldest,
        languages=tuple(fields.get("languages", ())),
        registered=fields.get("registered"),
        telephone=fields.get("telephone", ""),
        email=fields.get("email", ""),
        website=fields.get("website", ""),
    )


def usual_ages(service_type: ServiceType) -> list[int]:
    """Give the ages of a service of which none are told: the law lets supported accommodation take those of 16."""
    return [16 if service_type is ServiceType.SUPPORTED_ACCOMMODATION else 0, 17]


def words(name: str, value: Any) -> str:
    """Give a field's value as people read it."""
    if name == "place":
        where = ", ".join(part for part in (value.get("address", "").replace("\n", ", "), value["postcode"]) if part)
        return f"Confidential, in {value['postcode'] or 'an area'}" if value["confidential"] else where
    if name == "ages":
        return f"{value[0]} to {value[1]}"
    if name == "languages":
        return ", ".join(language_label(code) for code in value if code in LANGUAGES) or "None"
    if name == "specialisms":
        return ", ".join(label(Specialism(each)) for each in value) or "None"
    if name == "gender":
        return label(Gender(value))
    return "None" if value in (None, "") else str(value)
