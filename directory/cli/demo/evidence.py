"""What shows the claims of the demonstration: a claim in each state, with small files, and organisations to verify."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

from sqlalchemy import select

from directory.access import SYSTEM, Actor, Kind, Role
from directory.cli.demo.asks import actor
from directory.cli.demo.plan import OPERATOR
from directory.codes import label
from directory.kit import clock
from directory.kit.db import db
from directory.organisations import actions as organisations
from directory.organisations.models import Organisation
from directory.organisations.queries import public_named
from directory.providers.actions import claims, evidence
from directory.providers.models import Claim, Service, Status

PROVIDER = "Harbour Light Care"
DAY = timedelta(days=1)
SEEN = "Certificates of all carers, and notes of supervision of the last six months"
WHY = "The certificate is of a course that ended in 2019. Send the one that followed it"
# the name and the numbers that it gave; they are nobody's
UNVERIFIED = (("Fernbank Lodgings", "SC999999", "99999901"), ("Quayside Advocates", "", "99999902"))
FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def pdf(title: str) -> bytes:
    """Give a PDF of one page that says ``title`` (plain letters)."""
    words = f"BT /F1 18 Tf 60 760 Td ({title}) Tj 0 -30 Td /F1 12 Tf (Made up for the demonstration.) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %b >>" % FONT,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(words), words),
    )
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = (len(objects) + 1, table, len(objects) + 1, len(written))
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % end
    )


def add_evidence(now: datetime) -> int:
    """Give files to claims of the first provider, one claim in each state; give how many files."""
    owner, assurer = actor(Role.PROVIDER_ADMIN, PROVIDER), actor(Role.ASSURER, OPERATOR)
    today = clock.in_london(now).date()
    waiting, assured, refused, ending, changed = _claims()
    states = (
        (waiting, ("Training plan", "Supervision policy")),
        (assured, ("Training record",)),
        (refused, ("Certificate of 2019",)),
        (ending, ("Training record",)),
        (changed, ("Training record",)),
    )
    files = sum(_send(owner, claim, titles, now) for claim, titles in states)
    for claim, days in ((assured, 300), (ending, 30), (changed, 200)):
        claims.assure(assurer, claim.id, until=today + days * DAY, because=SEEN, now=now)
    claims.refuse(assurer, refused.id, reason=WHY, now=now)
    return files + _send(owner, changed, ("Training record of this year",), now)


def _send(owner: Actor, claim: Claim, titles: Sequence[str], now: datetime) -> int:
    sent = [(f"{title}.pdf", BytesIO(pdf(f"{title}: {label(claim.specialism)}"))) for title in titles]
    return evidence.add_files(owner, claim.service_id, claim.id, sent=sent, now=now)


def add_unverified(now: datetime) -> int:
    """Add organisations that gave their numbers and wait for an assurer; give how many."""
    for name, register, company in UNVERIFIED:
        added = organisations.add(SYSTEM, name=name, kind=Kind.PROVIDER, now=now, source="demo")
        theirs = replace(SYSTEM, organisation_id=added.id)
        organisations.give_numbers(theirs, register=register, company=company, now=now)
    return len(UNVERIFIED)


def _claims() -> Sequence[Claim]:
    """Give five claims that wait, of as many services where there are so many."""
    provider = public_named(PROVIDER, Kind.PROVIDER)
    chosen = (
        select(Claim)
        .join(Service)
        .join(Organisation)
        .where(
            Service.organisation_id == (provider.id if provider else None),
            Service.status == Status.PUBLISHED,
            Claim.assured_until.is_(None),
        )
        .order_by(Service.name, Claim.specialism)
    )
    found = db.session.scalars(chosen).all()
    first = list({claim.service_id: claim for claim in reversed(found)}.values())[::-1]
    return (first + [claim for claim in found if claim not in first])[:5]
