"""The trade's code lists: what may stand in a field, with the words people read. Pure data and rules."""

from directory.codes.freshness import AGEING_DAYS, CURRENT_DAYS, Freshness, freshness
from directory.codes.languages import LANGUAGES, language_label
from directory.codes.lists import (
    CONFIDENTIAL_BY_DEFAULT,
    REGIONS,
    TYPES_WITH_PLACES,
    Gender,
    PriceUnit,
    Rating,
    ServiceType,
    Specialism,
    label,
)

__all__ = [
    "AGEING_DAYS",
    "CONFIDENTIAL_BY_DEFAULT",
    "CURRENT_DAYS",
    "LANGUAGES",
    "REGIONS",
    "TYPES_WITH_PLACES",
    "Freshness",
    "Gender",
    "PriceUnit",
    "Rating",
    "ServiceType",
    "Specialism",
    "freshness",
    "label",
    "language_label",
]
