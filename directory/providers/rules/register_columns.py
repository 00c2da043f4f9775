"""Which column of Ofsted's register holds what: the names that its years have used."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

HEADER_WITHIN_ROWS = 20

NAMES: dict[str, tuple[str, ...]] = {
    "urn": ("URN", "Provider URN", "Setting URN", "Unique reference number (URN)"),
    "type": ("Provision type", "Provider type", "Type of provision"),
    "status": ("Registration status", "Provider status", "Status"),
    "registered_on": ("Registration date", "Date registered", "Date of registration"),
    "name": ("Name", "Provider name", "Setting name", "Name of provider"),
    "address_1": ("Address 1", "Address line 1", "Street"),
    "address_2": ("Address 2", "Address line 2"),
    "address_3": ("Address 3", "Address line 3"),
    "town": ("Town", "Postal town", "Town or city"),
    "county": ("County", "Postal county"),
    "postcode": ("Postcode", "Post code"),
    "region": ("Government Office Region", "Region", "Government Region"),
    "ofsted_region": ("Ofsted Region",),
    "authority": ("Local authority", "Local authority name", "LA name"),
    "sector": ("Sector", "Provider sector", "Sector type"),
    "places": ("Places", "Number of places", "Registered places", "Maximum users", "Max users"),
    "short_breaks": ("Short-break-only children's home", "Short break only children's home", "Short break only"),
    "owner": (
        "Organisation which owns the provider",
        "Organisation that owns the provider",
        "Owner name",
        "Organisation name",
        "Name of owner",
    ),
    "inspected_on": (
        "Latest full inspection date",
        "Latest inspection date",
        "Full inspection date",
        "Date of latest full inspection",
        "Inspection date",
    ),
    "overall": (
        "Overall experiences and progress of children and young people",
        "Latest full inspection overall effectiveness",
        "Latest full inspection overall experiences and progress of children and young people",
        "Latest full inspection: overall experiences and progress of children and young people",
        "Overall effectiveness",
        "Latest overall effectiveness",
    ),
    "accommodation_outcome": (
        "Supported Accommodation outcome",
        "Latest full inspection supported accommodation outcome",
    ),
}
NEEDED = ("urn", "type", "status", "name", "address_1", "postcode", "authority", "owner", "places", "overall")
FOUND_BY = ("urn", "type")


@dataclass(frozen=True)
class Header:
    """Where the columns are: ``at`` gives the place (from 0) of those that are there; ``width`` of the last named."""

    at: dict[str, int]
    titles: tuple[str, ...]
    width: int
    missing: tuple[str, ...]
    twice: tuple[str, ...]


def plain(title: str) -> str:
    """Give a title as compared: case, punctuation and line breaks make no difference."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", title.lower().replace("'", "").replace("\u2019", "")).split())


_ORDER = {key: [plain(name) for name in names] for key, names in NAMES.items()}


def header_of(cells: Sequence[str]) -> Header | None:
    """Give the header that these cells are; None if they are not one."""
    titles = tuple(" ".join(cell.split()) for cell in cells)
    keys = [plain(title) for title in titles]
    at: dict[str, int] = {}
    twice = []
    for column, known in _ORDER.items():
        found = next((name for name in known if name in keys), None)
        if found is None:
            continue
        at[column] = keys.index(found)
        if keys.count(found) > 1:
            twice.append(titles[at[column]])
    if any(column not in at for column in FOUND_BY):
        return None
    missing = tuple(NAMES[column][0] for column in NEEDED if column not in at)
    width = max(place for place, title in enumerate(titles) if title) + 1
    return Header(at, titles, width, missing, tuple(twice))
