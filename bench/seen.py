"""What was once unseen, and was looked at after it was measured: kept apart, so that its figures go on.

These may be tuned on, as those of ``bench.queries`` may.
"""

from datetime import date

from bench.data import OWN
from bench.queries import HOME, LEEDS, LONDON, Asked
from directory.codes import Freshness, Gender, Rating, ServiceType, Specialism
from directory.search import SearchQuery, Viewer
from directory.search.port import Near, Sort, Zone

BIRMINGHAM = Near("Birmingham", 52.486, -1.89)
MANCHESTER = Near("Manchester", 53.481, -2.242)
GLASGOW = Near("Glasgow", 55.861, -4.25)
CARDIFF = Near("Cardiff", 51.482, -3.179)
NORWICH = Near("Norwich", 52.63, 1.297)
HIGHLANDS = Near("Kingussie", 57.08, -4.05)
ABERYSTWYTH = Near("Aberystwyth", 52.415, -4.083)
LUTON = Near("Luton", 51.879, -0.418)

ANONYMOUS = Viewer()
PROVIDER = Viewer(organisation_id=OWN)
ADVOCACY, THERAPY = ServiceType.ADVOCACY, ServiceType.THERAPY


def _away(near: Near, miles: float) -> tuple[Zone, ...]:
    return (Zone(near, miles),)


SEEN: dict[str, Asked] = {
    "a beginning": Asked(SearchQuery(text="traff*")),
    "a beginning and a word": Asked(SearchQuery(text="thera* garden")),
    "a phrase": Asked(SearchQuery(text='"foster family"')),
    "a phrase near Manchester": Asked(SearchQuery(text='"young carers"', near=MANCHESTER, within_miles=15)),
    "a phrase of three common words": Asked(SearchQuery(text='"care children foster"')),
    "without two words": Asked(SearchQuery(text="therapy -school -church")),
    "without a phrase": Asked(SearchQuery(text='home -"foster care"')),
    "either, and one more": Asked(SearchQuery(text="autism OR attachment therapy")),
    "either, and three more": Asked(SearchQuery(text="asylum OR refuge support family home")),
    "a misspelling": Asked(SearchQuery(text="exploitasion")),
    "four rare words": Asked(SearchQuery(text="therapist restraint OR mosque remand")),
    "a word, page 3": Asked(SearchQuery(text="placement", page=3)),
    "5 miles around Birmingham": Asked(SearchQuery(near=BIRMINGHAM, within_miles=5, sort=Sort.DISTANCE)),
    "a word 5 miles around a village": Asked(SearchQuery(text="support", near=HIGHLANDS, within_miles=5)),
    "homes 100 miles around Aberystwyth": Asked(SearchQuery(near=ABERYSTWYTH, within_miles=100, types=(HOME,))),
    "100 miles around London, by distance, page 2": Asked(
        SearchQuery(near=LONDON, within_miles=100, sort=Sort.DISTANCE, page=2)
    ),
    "25 miles around Norwich, by availability": Asked(
        SearchQuery(near=NORWICH, within_miles=25, sort=Sort.AVAILABILITY)
    ),
    "homes not near Luton": Asked(
        SearchQuery(types=(HOME,), near=BIRMINGHAM, within_miles=60, avoid=_away(LUTON, 20), sort=Sort.DISTANCE)
    ),
    "a word, not near two cities": Asked(
        SearchQuery(text="trafficking", avoid=(*_away(LONDON, 30), *_away(MANCHESTER, 15)))
    ),
    "a place by a date near Leeds": Asked(
        SearchQuery(by=date(2026, 12, 15), age=14, near=LEEDS, within_miles=30, sort=Sort.AVAILABILITY)
    ),
    "anonymous, a word": Asked(SearchQuery(text="therapy"), ANONYMOUS),
    "anonymous, near London": Asked(SearchQuery(near=LONDON, within_miles=15, types=(ADVOCACY, THERAPY)), ANONYMOUS),
    "anonymous, everything by availability": Asked(SearchQuery(sort=Sort.AVAILABILITY), ANONYMOUS),
    "a provider's own": Asked(SearchQuery(mine=True, sort=Sort.FRESHNESS), PROVIDER),
    "a provider, two words": Asked(SearchQuery(text="school trauma"), PROVIDER),
    "one authority, fostering": Asked(SearchQuery(authority="E08000035", types=(ServiceType.FOSTER_CARE,))),
    "one region by freshness": Asked(SearchQuery(region="South West", sort=Sort.FRESHNESS, page=2)),
    "three languages, a specialism": Asked(
        SearchQuery(languages=("tir", "amh", "orm"), specialisms=(Specialism.UNACCOMPANIED_ASYLUM_SEEKING,))
    ),
    "assured for two specialisms": Asked(
        SearchQuery(specialisms=(Specialism.SEXUAL_EXPLOITATION, Specialism.TRAUMA), assured=True)
    ),
    "fresh and outstanding, a word": Asked(
        SearchQuery(text="experienced", ratings=(Rating.OUTSTANDING,), freshness=(Freshness.CURRENT,))
    ),
    "a boy of 17 near Glasgow": Asked(
        SearchQuery(
            types=(ServiceType.SUPPORTED_ACCOMMODATION, ServiceType.SUPPORTED_LODGINGS),
            age=17, gender=Gender.MALE, places=1, near=GLASGOW, within_miles=35, sort=Sort.DISTANCE,
        )
    ),
    "a sentence near Cardiff": Asked(
        SearchQuery(
            text="trauma therapy for young children", near=CARDIFF, within_miles=60, age=12,
            languages=("ara", "kmr", "ckb"), avoid=_away(CARDIFF, 3),
        )
    ),
}  # fmt: skip
