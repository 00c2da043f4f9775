"""Who is in the demonstration and where: fictional organisations at real places of the map."""

from dataclasses import dataclass

from directory.access import Kind
from directory.codes import ServiceType

T = ServiceType


@dataclass(frozen=True)
class Planned:
    """An organisation: what it offers, around which outward codes, and how large it is beside the others."""

    name: str
    kind: Kind
    types: tuple[ServiceType, ...]
    outcodes: tuple[str, ...]
    size: int = 1


NORTH = ("LS1", "LS8", "LS11", "BD3", "BD8", "HD1", "WF1", "S2", "S5", "HU3", "YO31", "DN1", "NE4", "SR1", "TS1", "DL1")
NORTH_WEST = ("M8", "M14", "M40", "OL1", "BL3", "L6", "L8", "PR1", "BB1", "CA2", "WN1", "SK1")
MIDLANDS = ("B8", "B11", "B21", "CV1", "WV1", "WS1", "DY1", "LE2", "NG7", "DE23", "ST1", "NN1", "PE1")
EAST = ("LU1", "LU4", "NR1", "NR3", "IP1", "CO1", "CM1", "SS1", "CB1", "MK40")
LONDON = ("SE13", "SE15", "E6", "E7", "N15", "N17", "NW10", "UB1", "CR0", "IG1", "SW9", "RM3")
SOUTH = ("CT1", "CT19", "ME7", "BN2", "PO1", "SO14", "RG1", "OX4", "SL1", "GU1", "TN23")
SOUTH_WEST = ("BS1", "BS5", "GL1", "EX1", "PL1", "TA1", "SN1", "BH8")
NATIONS = ("CF24", "SA1", "NP20", "G21", "EH6", "DD1", "BT12", "BT15")
ENGLAND = NORTH + NORTH_WEST + MIDLANDS + EAST + LONDON + SOUTH + SOUTH_WEST

HOMES = (T.CHILDRENS_HOME,)
FOSTER = (T.FOSTER_CARE, T.FOSTER_CARE, T.FOSTER_CARE, T.PARENT_AND_CHILD_FOSTER_CARE)
OLDER = (T.SUPPORTED_ACCOMMODATION, T.SUPPORTED_LODGINGS)
IN_HOUSE = (T.FOSTER_CARE, T.FOSTER_CARE, T.SUPPORTED_LODGINGS, T.CHILDRENS_HOME, T.SHORT_BREAKS)
AUTHORITY, PROVIDER = Kind.AUTHORITY, Kind.PROVIDER

# the first two authorities and the first three providers have people with every role
ORGANISATIONS: tuple[Planned, ...] = (
    Planned("Northmoor Council", AUTHORITY, IN_HOUSE, ("LS1", "LS8", "LS11"), 2),
    Planned("Eastvale Council", AUTHORITY, IN_HOUSE, ("LU1", "LU4", "MK40"), 2),
    Planned("Kingsford City Council", AUTHORITY, IN_HOUSE, ("B8", "B11", "B21"), 1),
    Planned("Saltmarsh County Council", AUTHORITY, IN_HOUSE, ("CT1", "CT19", "TN23"), 1),
    Planned("Harbour Light Care", PROVIDER, (*HOMES, *FOSTER, *OLDER), (*NORTH, *NORTH_WEST), 5),
    Planned(
        "Open Door Advocacy",
        PROVIDER,
        (T.ADVOCACY, T.TRAFFICKING_GUARDIAN, T.INDEPENDENT_VISITOR, T.RETURN_HOME_INTERVIEW),
        (*NORTH, *MIDLANDS, *LONDON),
        4,
    ),
    Planned("Stillwater Therapy", PROVIDER, (T.THERAPY, T.TRAINING), ENGLAND, 3),
    Planned("Lantern Fostering", PROVIDER, (T.FOSTERING_AGENCY, *FOSTER), (*NORTH, *MIDLANDS), 5),
    Planned("Tidewater Homes", PROVIDER, HOMES, (*EAST, *SOUTH), 5),
    Planned("Bridgeway Supported Living", PROVIDER, OLDER, (*LONDON, *MIDLANDS), 5),
    Planned("Rowan Tree Children's Homes", PROVIDER, (*HOMES, T.SHORT_BREAKS, T.HOLIDAY_SCHEME), MIDLANDS, 4),
    Planned("Safe Passage Guardians", PROVIDER, (T.TRAFFICKING_GUARDIAN, T.AGE_ASSESSMENT_SUPPORT), ENGLAND, 3),
    Planned("Meridian Immigration Law", PROVIDER, (T.IMMIGRATION_ADVICE,), (*LONDON, "M14", "LS1", "B8", "BS1"), 3),
    Planned("Many Voices Interpreting", PROVIDER, (T.INTERPRETING,), (*ENGLAND, *NATIONS), 3),
    Planned("Seawall Secure", PROVIDER, (T.SECURE_CHILDRENS_HOME, T.SECURE_TRAINING_CENTRE), ("DL1", "SO14", "NG7"), 1),
    Planned("First Steps Family Centres", PROVIDER, (T.RESIDENTIAL_FAMILY_CENTRE,), ("BD8", "LE2", "CR0", "PL1"), 2),
    Planned(
        "Larkfield Schools",
        PROVIDER,
        (T.RESIDENTIAL_SPECIAL_SCHOOL, T.BOARDING_SCHOOL, T.RESIDENTIAL_COLLEGE),
        ("YO31", "TA1", "GU1", "NR1"),
        2,
    ),
    Planned(
        "Hearth and Home Adoption Support",
        PROVIDER,
        (T.ADOPTION_SUPPORT, T.ADOPTION_AGENCY),
        ("L8", "CV1", "BN2", "EX1"),
        2,
    ),
    Planned("Compass Return Interviews", PROVIDER, (T.RETURN_HOME_INTERVIEW,), (*EAST, *SOUTH), 2),
    Planned("Westward Fostering", PROVIDER, (T.FOSTERING_AGENCY, *FOSTER), (*SOUTH_WEST, *SOUTH), 4),
    Planned("Clyde and Lagan Care", PROVIDER, (*HOMES, T.FOSTER_CARE, T.ADVOCACY), NATIONS, 3),
    Planned("Cornerstone Supported Accommodation", PROVIDER, OLDER, (*NORTH_WEST, *NORTH), 4),
)
PROVIDERS_WITH_PEOPLE = (
    "Harbour Light Care",
    "Open Door Advocacy",
    "Stillwater Therapy",
    "Lantern Fostering",
    "Safe Passage Guardians",
)
AUTHORITIES_WITH_PEOPLE = ("Northmoor Council", "Eastvale Council")
OPERATOR = "Fairhaven (operator)"
