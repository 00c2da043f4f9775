"""The demonstration's address of a confidential service and its referral pack, both of nobody and nowhere."""

from datetime import datetime
from io import BytesIO

from directory.access import Actor
from directory.placements import actions
from directory.placements.models import Placement
from directory.providers.actions.addresses import keep_address

ADDRESS = "14 Plover Rise\nHarrowgate Sands\nNorthmoor\nLS1 9ZZ"
LINES = (
    "Referral pack (demonstration)",
    "What a good day looks like: breakfast in quiet, football after school, a call home on Sundays.",
    "What helps: being told of a change a day before. What does not: raised voices.",
    "Health: no allergies known. Sees a dentist in January. School: year 10, transport is arranged.",
    "Risk: may leave when upset. Ask where, give a phone, agree a time, call at that time.",
)


def add_papers(provider: Actor, manager: Actor, placement: Placement, now: datetime) -> None:
    """Keep an address of the placement's service and release a pack for it; the provider has opened it once."""
    reference, service_id = placement.request.reference, placement.service_id
    keep_address(provider, service_id, address=ADDRESS, now=now)
    files = [("Referral pack.pdf", BytesIO(as_pdf(LINES)))]
    pack = actions.release_pack(manager, reference, files=files, days=14, now=now)
    file = pack.files[0]
    if file.file.may_be_read:  # a site with a scanner has not looked yet
        actions.open_file(provider, reference, file.file_id, now=now)


def as_pdf(lines: tuple[str, ...]) -> bytes:
    """Give a PDF of one page with these lines (plain letters). Source: ISO 32000-1, 7.5 (file structure)."""
    shown = "\n".join(f"({line}) Tj T*" for line in (text.replace("(", r"\(").replace(")", r"\)") for text in lines))
    page = f"BT /F1 11 Tf 20 TL 50 780 Td\n{shown}\nET".encode("ascii")
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(bodies) + 1, table)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(written))
    return written + head + tail
