"""What Ofsted's words mean in ours. Each reader gives a value or raises ValueError that says what is wrong."""

import re
from datetime import date, datetime

from directory.codes import Rating, ServiceType
from directory.organisations.rules import register_number
from directory.providers.rules.places import MOST_PLACES
from directory.providers.rules.words import Registration

REDACTED = "REDACTED"

TYPES: dict[str, ServiceType] = {
    "children's home": ServiceType.CHILDRENS_HOME,
    "secure children's home": ServiceType.SECURE_CHILDRENS_HOME,
    "supported accommodation": ServiceType.SUPPORTED_ACCOMMODATION,
    "independent fostering agency": ServiceType.FOSTERING_AGENCY,
    "local authority fostering agency": ServiceType.FOSTERING_AGENCY,
    "residential family centre": ServiceType.RESIDENTIAL_FAMILY_CENTRE,
    "residential special school": ServiceType.RESIDENTIAL_SPECIAL_SCHOOL,
    "residential special school (registered as a children's home)": ServiceType.RESIDENTIAL_SPECIAL_SCHOOL,
    "boarding school": ServiceType.BOARDING_SCHOOL,
    "further education college with residential accommodation": ServiceType.RESIDENTIAL_COLLEGE,
    "residential holiday scheme for disabled children": ServiceType.HOLIDAY_SCHEME,
    "secure training centre": ServiceType.SECURE_TRAINING_CENTRE,
    "secure school": ServiceType.SECURE_CHILDRENS_HOME,
    "adoption support agency": ServiceType.ADOPTION_SUPPORT,
    "voluntary adoption agency": ServiceType.ADOPTION_AGENCY,
    "local authority adoption agency": ServiceType.ADOPTION_AGENCY,
}
REGISTRATIONS = {
    "active": Registration.ACTIVE,
    "registered": Registration.ACTIVE,
    "suspended": Registration.SUSPENDED,
    "resigned": Registration.RESIGNED,
    "cancelled": Registration.CANCELLED,
}
RATINGS = {
    "": Rating.NOT_YET_RATED,
    "not yet inspected": Rating.NOT_YET_RATED,
    "not judged": Rating.NOT_YET_RATED,
    "outstanding": Rating.OUTSTANDING,
    "good": Rating.GOOD,
    "requires improvement to be good": Rating.REQUIRES_IMPROVEMENT,
    "requires improvement": Rating.REQUIRES_IMPROVEMENT,
    "adequate": Rating.REQUIRES_IMPROVEMENT,  # the word until 2013, replaced by "requires improvement"
    "satisfactory": Rating.REQUIRES_IMPROVEMENT,
    "inadequate": Rating.INADEQUATE,
    "consistently strong service delivery": Rating.GOOD,
    "inconsistent quality of service delivery": Rating.REQUIRES_IMPROVEMENT,
    "serious or widespread weaknesses": Rating.INADEQUATE,
}


def one_line(text: str) -> str:
    """Give a cell without line breaks, double spaces and typographic apostrophes."""
    return " ".join(text.replace("\u2019", "'").split())


def redacted(text: str) -> bool:
    """Say whether the regulator keeps a cell back."""
    return one_line(text).upper() == REDACTED


def urn(text: str) -> str:
    """Read a unique reference number."""
    value = register_number(text)
    if value is None:
        raise ValueError(f"{text!r} is not a reference number, such as 2590934 or SC012345")
    return value


def service_type(text: str) -> ServiceType:
    """Read a provision type, however it is cased."""
    value = TYPES.get(one_line(text).lower())
    if value is None:
        raise ValueError(f"{text!r} is not a provision type that we know")
    return value


def registration(text: str) -> Registration:
    """Read a registration status."""
    value = REGISTRATIONS.get(one_line(text).lower())
    if value is None:
        raise ValueError(f"{text!r} is not a registration status: expected Active, Suspended, Resigned or Cancelled")
    return value


def rating(text: str) -> Rating:
    """Read a judgement."""
    value = RATINGS.get(one_line(text).lower())
    if value is None:
        raise ValueError(f"{text!r} is not a judgement that we know")
    return value


def day(text: str) -> date | None:
    """Read a date such as 25/06/2020; nothing where the cell is empty."""
    value = one_line(text)
    if not value:
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007 - a date has no time zone
        except ValueError:
            continue
    raise ValueError(f"{text!r} is not a date, such as 25/06/2020")


def places(text: str) -> int | None:
    """Read a number of places; nothing where the cell is empty."""
    value = one_line(text)
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.0)?", value) or int(float(value)) > MOST_PLACES:
        raise ValueError(f"{text!r} is not a whole number of places from 0 to {MOST_PLACES:,}")
    return int(float(value))
