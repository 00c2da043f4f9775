"""What nobody tuned on. DO NOT LOOK while you tune an engine, and do not ask these until you have finished.

``python -m bench --sets tuned,seen`` leaves them out. Whoever has looked at how long one of them takes moves them all to
``bench.seen`` and writes others.
"""

from datetime import date

from bench.data import OWN
from bench.queries import FOSTER, HOME, Asked
from directory.codes import Freshness, Gender, Rating, ServiceType, Specialism
from directory.search import SearchQuery, Viewer
from directory.search.port import Near, Sort, Zone

SHEFFIELD = Near("Sheffield", 53.381, -1.47)
BRISTOL = Near("Bristol", 51.455, -2.588)
NEWCASTLE = Near("Newcastle upon Tyne", 54.978, -1.618)
NOTTINGHAM = Near("Nottingham", 52.954, -1.15)
LIVERPOOL = Near("Liverpool", 53.408, -2.991)
CROYDON = Near("Croydon", 51.376, -0.098)
KENT = Near("Canterbury", 51.28, 1.08)
BELFAST = Near("Belfast", 54.597, -5.93)
PENZANCE = Near("Penzance", 50.119, -5.537)
LINCOLN = Near("Lincoln", 53.23, -0.54)
EDINBURGH = Near("Edinburgh", 55.953, -3.188)

ANONYMOUS = Viewer()
PROVIDER = Viewer(organisation_id=OWN)


def _zones(*places: tuple[Near, float]) -> tuple[Zone, ...]:
    return tuple(Zone(near, miles) for near, miles in places)


UNSEEN: dict[str, Asked] = {
    # words
    "begins with sibl": Asked(SearchQuery(text="sibl*")),
    "begins with unacc, and staff": Asked(SearchQuery(text="unacc* experienced staff")),
    "the phrase safe home": Asked(SearchQuery(text='"safe home"')),
    "the phrase support children, near Sheffield": Asked(
        SearchQuery(text='"support children"', near=SHEFFIELD, within_miles=25)
    ),
    "the phrase foster care placement": Asked(SearchQuery(text='"foster care placement"')),
    "two phrases": Asked(SearchQuery(text='"young children" "family home"')),
    "the phrase trauma therapy, and a word": Asked(SearchQuery(text='"trauma therapy" bedroom')),
    "siblings, not remand or restraint": Asked(SearchQuery(text="sibling home -remand -restraint")),
    "school without a phrase": Asked(SearchQuery(text='school -"children home"')),
    "home or family, and parent": Asked(SearchQuery(text="home OR family parent assessment")),
    "two choices of two": Asked(SearchQuery(text="trafficking OR bondage emergency OR refuge")),
    "placement or support": Asked(SearchQuery(text="placement OR support")),
    "therapist misspelt": Asked(SearchQuery(text="therapyst")),
    "two words, one misspelt": Asked(SearchQuery(text="unacompanied children")),
    "three rare words": Asked(SearchQuery(text="bondage OR dialectical church")),
    "family, page 4": Asked(SearchQuery(text="family", page=4)),
    "a longer sentence": Asked(
        SearchQuery(text="we need an emergency placement for a young child with attachment and trauma", age=9)
    ),
    # places
    "8 miles around Liverpool": Asked(SearchQuery(near=LIVERPOOL, within_miles=8, sort=Sort.DISTANCE)),
    "carers 10 miles around Penzance": Asked(SearchQuery(text="carers", near=PENZANCE, within_miles=10)),
    "fostering 75 miles around Lincoln": Asked(SearchQuery(near=LINCOLN, within_miles=75, types=(FOSTER,))),
    "50 miles around Bristol, by availability, page 2": Asked(
        SearchQuery(near=BRISTOL, within_miles=50, sort=Sort.AVAILABILITY, page=2)
    ),
    "homes for a girl, not near Croydon or Canterbury": Asked(
        SearchQuery(
            types=(HOME,), gender=Gender.FEMALE, near=NOTTINGHAM, within_miles=90,
            avoid=_zones((CROYDON, 25), (KENT, 20)), sort=Sort.DISTANCE,
        )
    ),
    "safe, not near three cities": Asked(
        SearchQuery(text="safe", avoid=_zones((NEWCASTLE, 20), (LIVERPOOL, 10), (CROYDON, 40)))
    ),
    "a phrase, not near a city": Asked(SearchQuery(text='"care home"', avoid=_zones((NOTTINGHAM, 15)))),
    "two places by a date near Newcastle": Asked(
        SearchQuery(by=date(2026, 12, 1), places=2, near=NEWCASTLE, within_miles=45, sort=Sort.AVAILABILITY)
    ),
    # who asks
    "anonymous, two words": Asked(SearchQuery(text="immigration OR asylum support"), ANONYMOUS),
    "anonymous, advocacy near Belfast": Asked(
        SearchQuery(near=BELFAST, within_miles=30, types=(ServiceType.ADVOCACY,), sort=Sort.DISTANCE), ANONYMOUS
    ),
    "a provider, near itself": Asked(SearchQuery(text="foster", near=NOTTINGHAM, within_miles=40), PROVIDER),
    # facets
    "one region, assured for trafficking": Asked(
        SearchQuery(region="East Midlands", specialisms=(Specialism.TRAFFICKING,), assured=True)
    ),
    "two languages, fresh, by freshness": Asked(
        SearchQuery(languages=("pus", "fas"), freshness=(Freshness.CURRENT, Freshness.AGEING), sort=Sort.FRESHNESS)
    ),
    "outstanding homes, trauma": Asked(
        SearchQuery(text="trauma", types=(HOME,), ratings=(Rating.OUTSTANDING,), specialisms=(Specialism.TRAUMA,))
    ),
    "a boy of 16 near Edinburgh": Asked(
        SearchQuery(
            types=(ServiceType.SUPPORTED_LODGINGS, ServiceType.SUPPORTED_ACCOMMODATION, FOSTER),
            age=16, gender=Gender.MALE, places=1, near=EDINBURGH, within_miles=30,
            specialisms=(Specialism.UNACCOMPANIED_ASYLUM_SEEKING,),
        )
    ),
}  # fmt: skip
