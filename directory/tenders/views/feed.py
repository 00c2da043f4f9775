"""``/tenders/feed``: published tenders as an Atom feed, for everybody, with the filters of the list."""

import re
from datetime import datetime
from typing import Annotated
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, current_app, request, url_for
from pydantic import AfterValidator, Field

from directory.access import NOBODY, anyone
from directory.codes import REGIONS, ServiceType
from directory.kit import clock
from directory.kit.understand import Given, singly, understood
from directory.tenders import queries
from directory.tenders.models import Tender
from directory.tenders.rules import Phase
from directory.tenders.rules.areas import region_name
from directory.tenders.rules.words import words
from directory.tenders.views.blueprint import pages
from directory.tenders.views.drawing import moment_words
from directory.tenders.views.lists import PHASES, Stand

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50
SECONDS = 300
# what XML 1.0 cannot hold
_UNHELD = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class FeedAsked(Given):
    """Which tenders; without a status whatever became of them."""

    status: tuple[Stand, ...] = Field((), description="Any of " + ", ".join(Stand))
    type: tuple[ServiceType, ...] = Field((), description="Any of the service types")
    region: Annotated[str, AfterValidator(region_name)] | None = Field(None, description="One of " + ", ".join(REGIONS))

    def wanted(self) -> queries.Wanted:
        """Give it as the query takes it."""
        phases = frozenset[Phase]().union(*(PHASES[stand] for stand in self.status))
        return queries.Wanted(phases=phases, service_types=frozenset(self.type), region=self.region or "")


@pages.get("/feed")
@anyone
def feed() -> Response:
    """Give the tenders that changed last, newest first: an amendment or an ending changes an entry."""
    asked = understood(FeedAsked, singly(FeedAsked, request.args))
    rows = queries.latest(NOBODY, asked.wanted(), clock.now(), most=MOST_ENTRIES)
    answer = Response(written(rows), mimetype="application/atom+xml")
    answer.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def written(rows: list[tuple[Tender, datetime]]) -> bytes:
    """Give the feed as XML. Source: RFC 4287."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    home: str = current_app.config["SETTINGS"].address

    def put(parent: Element, name: str, said: str = "", **attributes: str) -> Element:
        made = SubElement(parent, name, attributes)
        made.text = _UNHELD.sub("", said) or None
        return made

    here = home + request.full_path.rstrip("?")
    put(root, "id", here)
    put(root, "title", "Tenders on Fairhaven")
    put(root, "link", rel="self", href=here, type="application/atom+xml")
    put(root, "link", rel="alternate", href=home + url_for("tenders.index"), type="text/html")
    put(
        root, "updated", max((at for _, at in rows), default=datetime.fromisoformat("2020-01-01T00:00:00Z")).isoformat()
    )
    for tender, at in rows:
        entry = put(root, "entry")
        address = home + url_for("tenders.show", tender_id=tender.id)
        put(entry, "id", tender.id.urn)
        put(entry, "title", tender.title)
        put(entry, "link", rel="alternate", href=address, type="text/html")
        if tender.published_at:
            put(entry, "published", tender.published_at.isoformat())
        put(entry, "updated", at.isoformat())
        put(put(entry, "author"), "name", tender.authority.name)
        for kind in dict.fromkeys(kind for lot in tender.lots if not lot.removed for kind in lot.service_types):
            put(entry, "category", term=kind)
        put(entry, "summary", summary(tender, clock.now()))
    said: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return said


def summary(tender: Tender, now: datetime) -> str:
    """Give an entry in words: where it stands, until when, and what was amended last."""
    phase = tender.phase(now)
    said = [f"{words(phase)}. {tender.reference}, {words(tender.kind).lower()}."]
    if tender.closes_at and phase in {Phase.OPEN, Phase.QUESTIONS_CLOSED}:
        said.append(f"Bids close {moment_words(tender.closes_at)}.")
    if tender.ended_reason:
        said.append(tender.ended_reason)
    elif tender.amendments:
        last = tender.amendments[-1]
        said.append(f"Amendment {last.number}: {last.reason}")
    return " ".join(said)
