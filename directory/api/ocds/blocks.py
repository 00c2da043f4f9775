"""A public tender in the words of the Open Contracting Data Standard 1.1.5.

Source: https://standard.open-contracting.org/1.1/en/schema/ (release reference and codelists).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from directory.api.filled import Block, filled
from directory.api.ocds.history import Event, Outcome, Signed, Step, history
from directory.api.ocds.papers import clarification, papers
from directory.api.ocds.place import Place, instant
from directory.awards.models import Decision
from directory.kit.money import pounds
from directory.organisations.models import Organisation
from directory.tenders.models import Tender
from directory.tenders.rules import Conditions, Lot, Notice, Procedure, Status, numbered, weight_words
from directory.tenders.rules.areas import area_words
from directory.tenders.rules.words import words

LOTS_EXTENSION = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"
)
METHODS = {Procedure.OPEN: "open", Procedure.LIMITED: "selective", Procedure.DIRECT: "direct"}
ENDED = {
    Status.WITHDRAWN: "withdrawn",
    Status.CANCELLED: "cancelled",
    Status.UNSUCCESSFUL: "unsuccessful",
    Status.CONTRACTED: "complete",
    Status.ENDED: "complete",
}
TAGS = {
    Step.TENDER: "tender",
    Step.AMENDMENT: "tenderAmendment",
    Step.AWARD: "award",
    Step.AWARD_WITHDRAWN: "awardCancellation",
    Step.CONTRACT: "contract",
    Step.CONTRACT_CHANGE: "contractAmendment",
    Step.CONTRACT_END: "contractTermination",
    Step.ANSWER: "tenderUpdate",
}
FROM_CONTRACT = {Step.CONTRACT, Step.CONTRACT_CHANGE, Step.CONTRACT_END}


@dataclass(frozen=True)
class Process:
    """One tender, what became of it, and the authorities that are here, by GSS code.

    ``framework``: reference and title of the public tender by which the framework of a call-off was awarded.
    """

    tender: Tender
    outcome: Outcome
    known: Mapping[str, Organisation]
    framework: tuple[str, str] | None = None

    @property
    def decisions(self) -> dict[UUID, Decision]:
        """Give the announced decisions by id."""
        return {one.id: one for one in self.outcome.decisions}

    def history(self) -> list[Event]:
        """Give all that happened, earliest first."""
        return history(self.tender, self.outcome)


def day(on: date | None) -> str | None:
    """Give the moment at which a day begins."""
    return instant(datetime.combine(on, time(0), UTC)) if on else None


def money(amount_pence: int | None) -> Block | None:
    """Give pence as pounds."""
    return None if amount_pence is None else {"amount": amount_pence / 100, "currency": "GBP"}


def period(start: str | None, end: str | None, latest: str | None = None) -> Block | None:
    """Give a period; None where neither end is known."""
    return filled(startDate=start, endDate=end, maxExtentDate=latest) or None


def party(organisation: Organisation, *roles: str) -> Block:
    """Give an organisation: authorities by their GSS code, companies by their number, others by our own id."""
    if organisation.gss_code:
        identifier = {"scheme": "GB-GSS", "id": organisation.gss_code, "legalName": organisation.name}
    elif organisation.company_number:
        identifier = {"scheme": "GB-COH", "id": organisation.company_number, "legalName": organisation.name}
    else:
        identifier = {}
    return filled(id=party_id(organisation), name=organisation.name, identifier=identifier, roles=list(roles))


def party_id(organisation: Organisation) -> str:
    """Give the id by which the other blocks name an organisation."""
    if organisation.gss_code:
        return f"GB-GSS-{organisation.gss_code}"
    return f"GB-COH-{organisation.company_number}" if organisation.company_number else str(organisation.id)


def reference(organisation: Organisation) -> Block:
    """Give how another block names an organisation."""
    return {"id": party_id(organisation), "name": organisation.name}


def joint_buyers(notice: Notice, known: Mapping[str, Organisation]) -> list[Block]:
    """Give the other authorities that buy in a lot, each once, by code; ``known`` are those that are here."""
    codes = sorted({code for _, lot in numbered(notice.lots) for code in lot.joint_buyers})
    return [
        party(known[code], "buyer")
        if code in known
        else {
            "id": f"GB-GSS-{code}",
            "name": area_words(code),
            "identifier": {"scheme": "GB-GSS", "id": code},
            "roles": ["buyer"],
        }
        for code in codes
    ]


def tender_block(process: Process, event: Event, status: str, place: Place) -> Block:
    """Give the tender as it stood after ``event``."""
    tender, notice = process.tender, event.notice
    answers = [one for one in process.outcome.answers if one.answered_at <= event.at]
    details, deadlines = notice.details, notice.deadlines
    published = instant(tender.published_at)
    return filled(
        id=tender.reference,
        title=details.title,
        description=details.description,
        status=status,
        procuringEntity=reference(tender.authority),
        items=[
            {"id": str(number), "classification": {"scheme": "CPV", "id": code}}
            for number, code in enumerate(details.cpv_codes, start=1)
        ],
        minValue=money(details.value_minimum_pence),
        value=money(details.value_maximum_pence),
        procurementMethod=METHODS[details.procedure],
        procurementMethodDetails=f"{words(details.kind)}. {words(details.procedure)}. {words(details.regime)}",
        procurementMethodRationale=details.justification or None,
        mainProcurementCategory="services",
        awardCriteria="ratedCriteria" if notice.criteria else None,
        awardCriteriaDetails="; ".join(
            f"{one.name} ({words(one.kind)}) {weight_words(one.weight_hundredths)}"
            for _, one in numbered(notice.criteria)
        ),
        submissionMethod=["electronicSubmission"],
        submissionMethodDetails=f"Bids are given at {place.notice_url}",
        tenderPeriod=period(published, instant(deadlines.closes_at)),
        enquiryPeriod=period(published, instant(deadlines.questions_close_at)),
        eligibilityCriteria=eligibility(notice.conditions),
        contractPeriod=period(day(details.starts_on), day(details.ends_on)),
        hasEnquiries=bool(answers),
        documents=[
            {
                "id": "notice",
                "documentType": "tenderNotice",
                "title": details.title,
                "url": place.notice_url,
                "datePublished": published,
                "format": "text/html",
                "language": "en",
            },
            *papers(tender, event.at, place),
            *(clarification(one, place) for one in answers),
        ],
        amendments=[
            filled(id=str(one.number), date=instant(one.amended_at), rationale=one.reason) for one in event.amendments
        ],
        lots=[
            _lot(number, lot, "cancelled" if lot.removed else status) for number, lot in enumerate(notice.lots, start=1)
        ],
    )


def eligibility(conditions: Conditions) -> str:
    """Give the conditions of participation in words."""
    insured = (
        ("Public liability insurance", conditions.public_liability_pence),
        ("Employer's liability insurance", conditions.employers_liability_pence),
        ("Professional indemnity insurance", conditions.professional_indemnity_pence),
    )
    found = [
        *(["Registration with the regulator is active"] if conditions.needs_active_registration else []),
        *(["The regulator's rating is not Inadequate"] if conditions.refuses_inadequate else []),
        *(f"{what} of at least {pounds(least)}" for what, least in insured if least),
        *(f"Policy: {words(policy)}" for policy in conditions.policies),
    ]
    return "; ".join(found)


def _lot(number: int, lot: Lot, status: str) -> Block:
    return filled(
        id=str(number),
        title=lot.title,
        description=lot.description,
        status="cancelled" if lot.removed else status,
        value=money(lot.value_maximum_pence),
    )


def award_blocks(decision: Decision, *, withdrawn: bool) -> list[Block]:
    """Give what a decision awards: a block for each lot and winner, and one for a lot that goes to nobody."""
    found = [
        filled(
            id=award_id(decision, one.lot, one.rank),
            status="cancelled" if withdrawn else "active",
            date=instant(decision.announced_at),
            value=money(one.value_pence),
            suppliers=[reference(one.organisation)],
            relatedLots=[str(one.lot)],
        )
        for one in decision.awards
    ]
    return found + [
        filled(
            id=award_id(decision, lot.lot, 0),
            status="unsuccessful",
            description=lot.reason,
            date=instant(decision.announced_at),
            relatedLots=[str(lot.lot)],
        )
        for lot in decision.lots
        if not lot.winners
    ]


def award_id(decision: Decision, lot: int, rank: int) -> str:
    """Give an award's id within its process."""
    return f"{decision.number}-{lot}-{rank}"


def contract_block(signed: Signed, decisions: Mapping[UUID, Decision]) -> Block:
    """Give a contract as its notice tells of it."""
    one = signed.contract
    return filled(
        id=str(one.id),
        awardID=award_id(decisions[one.award.decision_id], one.lot, one.award.rank),
        status="terminated" if signed.ended else "active",
        period=period(day(one.starts_on), day(signed.ends_on)),
        value=money(signed.value_pence),
        dateSigned=day(one.signed_on),
        amendments=[{"id": str(change.number), "date": instant(change.changed_at)} for change in signed.changes],
    )


def status_after(tender: Tender, event: Event, *, last: bool) -> str:
    """Give the tender's status in the standard's words after ``event``; ``last``: nothing has happened since."""
    if last or event.step == Step.CLOSURE:
        return ENDED.get(tender.status, "active")
    return "complete" if event.step in FROM_CONTRACT else "active"


def tags(tender: Tender, event: Event) -> list[str]:
    """Give the release's tags."""
    if event.step == Step.CLOSURE:
        return ["tenderUpdate"] if tender.status == Status.UNSUCCESSFUL else ["tenderCancellation"]
    return [TAGS[event.step]]


def related(process: Process, place: Place) -> list[Block]:
    """Give the framework under which a call-off was made, as the process by which that was awarded."""
    if process.framework is None:
        return []
    reference, title = process.framework
    ocid = f"{place.prefix}-{reference}"
    return [{"id": "framework", "relationship": ["framework"], "title": title, "scheme": "ocid", "identifier": ocid}]


def _suppliers(event: Event) -> list[Block]:
    """Give who gets something in this event, each once."""
    found = [award.organisation for award in event.awards.awards] if event.awards else []
    found += [one.contract.organisation for one in event.contracts]
    return [party(one, "supplier") for one in {one.id: one for one in found}.values()]


def release(process: Process, event: Event, place: Place, *, last: bool = False) -> Block:
    """Give one release; ``last``: nothing has happened since."""
    tender = process.tender
    ocid = place.ocid(tender)
    return filled(
        ocid=ocid,
        id=f"{ocid}-{event.step.value}-{event.number}",
        date=instant(event.at),
        tag=tags(tender, event),
        initiationType="tender",
        language="en",
        parties=[
            party(tender.authority, "buyer", "procuringEntity"),
            *joint_buyers(event.notice, process.known),
            *_suppliers(event),
        ],
        buyer=reference(tender.authority),
        tender=tender_block(process, event, status_after(tender, event, last=last), place),
        awards=award_blocks(event.awards, withdrawn=event.step == Step.AWARD_WITHDRAWN) if event.awards else [],
        contracts=[contract_block(one, process.decisions) for one in event.contracts],
        relatedProcesses=related(process, place),
    )


def record(process: Process, place: Place) -> Block:
    """Give all releases of a process and what they come to: of each party, award and contract the latest."""
    events = process.history()
    releases = [release(process, event, place) for event in events]
    compiled = release(process, events[-1], place, last=True)
    for name in ("parties", "awards", "contracts"):
        held = [block for one in releases for block in one.get(name, [])]
        compiled |= filled(**{name: list({block["id"]: block for block in held}.values())})
    compiled |= {"tag": ["compiled"], "id": f"{place.ocid(process.tender)}-compiled-{len(events)}"}
    return {"ocid": place.ocid(process.tender), "releases": releases, "compiledRelease": compiled}
