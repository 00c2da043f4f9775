"""What a provider says of a service, checked before it is kept."""

import re
from dataclasses import dataclass

from directory.codes import CONFIDENTIAL_BY_DEFAULT, LANGUAGES, TYPES_WITH_PLACES, Gender, ServiceType
from directory.providers.rules.whereabouts import refusal

LONGEST_NAME = 300
LONGEST_DESCRIPTION = 5000
OLDEST = 25
MOST_REGISTERED = 10_000
_WEBSITE = re.compile(r"^https?://[^\s<>\"]+$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


@dataclass(frozen=True)
class Facts:
    """The provider's own columns. ``postcode`` of a confidential service is used once and not kept.

    ``confidential`` None: as is usual for the type. ``registered`` None where places are not counted.
    """

    name: str
    service_type: ServiceType
    description: str = ""
    confidential: bool | None = None
    postcode: str = ""
    address: str = ""
    gender: Gender = Gender.ANY
    age_minimum: int = 0
    age_maximum: int = 17
    languages: tuple[str, ...] = ()
    registered: int | None = None
    telephone: str = ""
    email: str = ""
    website: str = ""

    @property
    def hidden(self) -> bool:
        """Say whether the place is confidential."""
        return self.service_type in CONFIDENTIAL_BY_DEFAULT if self.confidential is None else self.confidential


def wrong_facts(facts: Facts) -> dict[str, str]:
    """Give what is wrong, by field, in words; empty when all is right."""
    wrong: dict[str, str] = {}
    if not facts.name.strip() or len(facts.name) > LONGEST_NAME:
        wrong["name"] = f"Enter a name of up to {LONGEST_NAME} characters"
    if len(facts.description) > LONGEST_DESCRIPTION:
        wrong["description"] = f"Enter up to {LONGEST_DESCRIPTION:,} characters"
    if facts.hidden:
        # both are indexed, and shown to every authority
        said = {field: refusal(getattr(facts, field)) for field in ("name", "description")}
        wrong |= {field: words for field, words in said.items() if words}
    wrong |= _wrong_ages(facts)
    if unknown := [code for code in facts.languages if code not in LANGUAGES]:
        wrong["languages"] = f"Choose languages from the list, not {unknown[0]}"
    if facts.registered is not None and not 0 <= facts.registered <= MOST_REGISTERED:
        wrong["registered"] = f"Enter a number of places from 0 to {MOST_REGISTERED:,}"
    if facts.registered is None and facts.service_type in TYPES_WITH_PLACES:
        wrong["registered"] = "Enter how many children it is registered or approved for"
    if facts.email and not _EMAIL.match(facts.email):
        wrong["email"] = "Enter an email address, such as office@example.org"
    if facts.website and not _WEBSITE.match(facts.website):
        wrong["website"] = "Enter an address that begins with https://"
    return wrong


def _wrong_ages(facts: Facts) -> dict[str, str]:
    if facts.service_type is ServiceType.SUPPORTED_ACCOMMODATION and facts.age_minimum < 16:
        return {"age_minimum": "Supported accommodation is for young people of 16 or older. Enter 16 or more"}
    if not 0 <= facts.age_minimum <= OLDEST:
        return {"age_minimum": f"Enter an age from 0 to {OLDEST}"}
    if not facts.age_minimum <= facts.age_maximum <= OLDEST:
        return {"age_maximum": f"Enter an age from {facts.age_minimum} to {OLDEST}"}
    return {}
