"""Makers of tenders whose procurement file is worth reading: judged to the end, with words to look for."""

import io
import zipfile

from directory import audit
from directory.access import SYSTEM
from directory.awards.actions import panel
from directory.awards.rules.panel import Ruling
from directory.bids.rules.content import Answer
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.records import actions
from directory.records.models import ProcurementFile
from directory.records.rules.withholding import Purpose, Secret
from directory.tenders.models import Tender
from directory.tenders.rules import Status
from tests.awards import deciding, judging

OFFER = "Zebedee keeps two waking staff at night"
BIDDERS = ("Harbour Care", "Tern House", "Curlew Homes")
PENCE = (150_013, 140_027, 145_031)


@atomic
def put(tender: Tender, status: Status, judged: judging.Judging) -> None:
    """Put a judged tender where its decision is known; the moves that lead there are tested with them."""
    kept = db.session.get_one(Tender, tender.id)
    kept.status = status
    kept.announced_at = judged.now if status in {Status.STANDSTILL, Status.CONTRACTED, Status.ENDED} else None
    kept.ended_reason = "No money" if status == Status.CANCELLED else ""
    audit.record(SYSTEM, "tender:put", kept, at=judged.now)


def judged(status: Status | None = Status.STANDSTILL) -> judging.Judging:
    """Give a tender of three bids that was judged to the end, by two evaluators; still judged where None is given.

    In its standstill the bidders were told by the real actions; any other state it is put into.
    """
    said = {name: {"answers": (Answer(1, f"{OFFER}, says {name}"),)} for name in BIDDERS}
    made = judging.begun(bidders=BIDDERS, pence=PENCE, bids=said, declare=False)
    for who in (*made.evaluators, made.second):
        panel.declare(who, made.tender.id, {}, now=made.now)
    panel.declare(made.commissioner, made.tender.id, {1: "My sister works there"}, now=made.now)
    made.score_all({(2, 1): 5})
    declared = made.case.declarations[made.commissioner.person_id].interests[0]  # type: ignore[index]
    panel.rule(
        made.second,
        made.tender.id,
        declared.id,
        ruling=Ruling.MAY_GO_ON,
        reason="She left years ago",
        now=made.now,
    )
    made.agree_all({(2, 1): 5})
    made.open_prices()
    if status == Status.STANDSTILL:
        deciding.announced(made)
    elif status is not None:
        put(made.tender, status, made)
    return made


def filed(
    made: judging.Judging, purpose: Purpose = Purpose.AUDIT, shown: frozenset[Secret] = frozenset()
) -> tuple[ProcurementFile, bytes]:
    """Give a made file and its ZIP."""
    answer = {"request": "FOI 2026/0412", "reason": "They said that we may" if shown else ""}
    more = answer if purpose == Purpose.RELEASE else {}
    row = actions.ask(made.commissioner, made.tender_id, purpose=purpose, shown=shown, now=made.now, **more)
    actions.make(row.id, now=made.now)
    whole = actions.hand_out(made.commissioner, made.tender_id, row.id, whole=True, now=made.now)
    return db.session.get_one(ProcurementFile, row.id), whole


def text_of(whole: bytes) -> str:
    """Give all that can be read in a ZIP: its data, and the text of its PDF as far as the JSON beside it says."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if not name.endswith(".pdf"))
