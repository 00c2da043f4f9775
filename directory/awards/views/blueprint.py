from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from flask import Blueprint

from directory.access import current_actor
from directory.awards.case import Case, Opened
from directory.awards.models import PanelMember
from directory.awards.queries.case import case_of
from directory.awards.queries.decisions import (
    AwardNotice,
    ContractNotice,
    has_summary,
    public_award_notices,
    public_contract_notices,
)
from directory.awards.queries.seats import judged_tender, seat_of
from directory.awards.queries.use import use_of
from directory.awards.rules.gates import GATE_WORDS
from directory.awards.rules.panel import RULING_WORDS, Cell, mark
from directory.awards.rules.use import Use
from directory.frameworks.models import Framework
from directory.kit.errors import NotAllowed, NotFound
from directory.tenders.models import Tender
from directory.tenders.rules import weight_words
from directory.tenders.rules.words import words

pages = Blueprint("awards", __name__, url_prefix="/tenders/<uuid:tender_id>")


@pages.context_processor
def vocabulary() -> dict[str, Any]:
    """Give every page of judging its words."""
    return {
        "gate_words": GATE_WORDS,
        "mark": mark,
        "points": points,
        "ruling_words": RULING_WORDS,
        "weight_words": weight_words,
        "words": words,
    }


@pages.app_template_global("award_notices")
def award_notices(tender: Tender) -> list[AwardNotice]:
    """Give what everybody may read of a tender's awards: for its public page, which stands on a lower floor."""
    return public_award_notices(tender)


@pages.app_template_global("contract_notices")
def contract_notices(tender: Tender) -> list[ContractNotice]:
    """Give what everybody may read of a tender's contracts."""
    return public_contract_notices(tender)


@pages.app_template_global("was_assessed")
def was_assessed(tender: Tender) -> bool:
    """Say whether this visitor has a summary to read."""
    return has_summary(current_actor(), tender.id)


@pages.app_template_global("framework_use")
def framework_use(framework: Framework) -> Use | None:
    """Give what this visitor may know of what was bought under a framework, for its page on a lower floor."""
    return use_of(current_actor(), framework)


def points(value: Decimal | Fraction) -> str:
    """Give points as people read them, without zeros at the end."""
    return f"{Decimal(str(value)).normalize():f}"


def judged(tender_id: UUID) -> tuple[Case, PanelMember | None]:
    """Give the case of a tender that this visitor judges, and their place on its panel. Raises NotFound, NotAllowed."""
    actor = current_actor()
    tender = judged_tender(actor, tender_id)
    return case_of(actor, tender), seat_of(actor, tender_id)


def declared(case: Case) -> None:
    """Raise NotAllowed unless this visitor has said in whom they have an interest: before that nobody sees a bid."""
    if current_actor().person_id not in case.declarations:
        raise NotAllowed("Say first in which bidders you have an interest")


def opened_to(case: Case, cell: Cell) -> Opened:
    """Give the bid that this visitor may judge. Raises NotFound where there is none, NotAllowed where they may not."""
    one = case.opened(cell.bid)
    if one is None or (cell.lot and cell.lot not in one.bid.lots):
        raise NotFound
    declared(case)
    person_id = current_actor().person_id
    if person_id is None or not case.may_judge(person_id, cell):
        raise NotAllowed("You declared an interest in this bid or its lot, so others judge it")
    return one
