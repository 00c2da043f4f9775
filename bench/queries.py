"""What is asked: each a whole search (total, 20 rows, facets, snippets). These may be tuned on.

The others are in ``bench.seen`` and ``bench.unseen``.
"""

from dataclasses import dataclass

from directory.codes import Gender, Rating, ServiceType, Specialism
from directory.search import SearchQuery, Viewer
from directory.search.port import Near, Sort

EVERYBODY = Viewer(sees_confidential=True)


@dataclass(frozen=True)
class Asked:
    """A search, and by whom."""

    query: SearchQuery
    viewer: Viewer = EVERYBODY


LONDON = Near("London", 51.507, -0.128)
LEEDS = Near("Leeds", 53.797, -1.553)
EXETER = Near("Exeter", 50.72, -3.53)
HOME, FOSTER = ServiceType.CHILDRENS_HOME, ServiceType.FOSTER_CARE

QUERIES: dict[str, SearchQuery] = {
    "everything": SearchQuery(),
    "one common word": SearchQuery(text="care"),
    "one middling word": SearchQuery(text="therapy"),
    "one rare word": SearchQuery(text="dialectical"),
    "one word nobody wrote": SearchQuery(text="zzyzx"),
    "two common words": SearchQuery(text="care children"),
    "three words": SearchQuery(text="foster support family"),
    "two rare words": SearchQuery(text="mosque cooking"),
    "either of two": SearchQuery(text="trafficking OR exploitation"),
    "either of four": SearchQuery(text="care OR school OR home OR garden"),
    "without a word": SearchQuery(text="foster -school"),
    "common without rare": SearchQuery(text="children -restraint"),
    "five words": SearchQuery(text="care children foster support placement"),
    "near London, 10 miles": SearchQuery(near=LONDON, within_miles=10),
    "near London, 40 miles, by distance": SearchQuery(near=LONDON, within_miles=40, sort=Sort.DISTANCE),
    "near Exeter, 20 miles": SearchQuery(near=EXETER, within_miles=20, sort=Sort.DISTANCE),
    "word near Leeds, 20 miles": SearchQuery(text="trauma", near=LEEDS, within_miles=20),
    "word near London by distance": SearchQuery(text="carers", near=LONDON, within_miles=60, sort=Sort.DISTANCE),
    "rare word, 100 miles": SearchQuery(text="asylum", near=LEEDS, within_miles=100),
    "either, near Leeds": SearchQuery(text="foster OR therapy", near=LEEDS, within_miles=30),
    "homes": SearchQuery(types=(HOME,)),
    "homes with a word": SearchQuery(text="safe", types=(HOME,)),
    "two types, girl of 15": SearchQuery(types=(HOME, FOSTER), age=15, gender=Gender.FEMALE),
    "one specialism": SearchQuery(specialisms=(Specialism.TRAFFICKING,)),
    "two specialisms": SearchQuery(specialisms=(Specialism.TRAFFICKING, Specialism.TRAUMA)),
    "specialism and word": SearchQuery(text="unaccompanied", specialisms=(Specialism.MODERN_SLAVERY,)),
    "Vietnamese, 2 places": SearchQuery(languages=("vie",), places=2),
    "Vietnamese or Albanian near London": SearchQuery(languages=("vie", "sqi"), near=LONDON, within_miles=25),
    "places free near Leeds": SearchQuery(places=1, near=LEEDS, within_miles=40, sort=Sort.DISTANCE),
    "good or better, one region": SearchQuery(ratings=(Rating.OUTSTANDING, Rating.GOOD), region="London"),
    "all at once": SearchQuery(
        text="foster", near=LONDON, within_miles=50, types=(FOSTER,), languages=("vie",), age=15, places=1
    ),
    "words, type and age": SearchQuery(text="trauma therapy", types=(HOME, FOSTER), age=12),
}

TUNED: dict[str, Asked] = {name: Asked(query) for name, query in QUERIES.items()}
