from dataclasses import replace
from datetime import datetime
from uuid import UUID

from directory.access import Actor
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.tenders.models import AmendmentDraft, Tender
from directory.tenders.queries.tender import owned_tender, why_not
from directory.tenders.rules import Move, Problem, Section, numbered, problems
from directory.tenders.rules.amending import terms_problems
from directory.tenders.rules.terms import Terms, terms_of


def terms_drafted(actor: Actor, tender: Tender) -> Terms:
    """Give the terms that the next amendment of the actor's own tender would publish: those that stand, where none."""
    kept = _kept(actor, tender)
    return Terms.of(kept.terms) if kept else terms_of(tender.notice())


def overtaken(actor: Actor, tender: Tender) -> bool:
    """Say whether the published terms were changed since somebody began to change them."""
    kept = _kept(actor, tender)
    return kept is not None and kept.begun_from != terms_of(tender.notice()).mark()


def _kept(actor: Actor, tender: Tender) -> AmendmentDraft | None:
    return db.session.get(AmendmentDraft, tender.id) if actor.organisation_id == tender.authority_id else None


def amendable(
    actor: Actor,
    tender_id: UUID,
    now: datetime,
    *,
    lot: int | None = None,
    criterion: int | None = None,
    lock: bool = False,
) -> tuple[Tender, Terms]:
    """Give the actor's own tender, if it may be amended now, with the terms drafted for it.

    Raises NotFound where they have no such lot or criterion (any more), then what stands against amending.
    """
    tender = owned_tender(actor, tender_id, lock=lock)
    terms = terms_drafted(actor, tender)
    lots, criteria = dict(numbered(terms.lots)), dict(numbered(terms.criteria))
    if (lot is not None and lot not in lots) or (criterion is not None and criterion not in criteria):
        raise NotFound
    refusal = why_not(actor, tender, Move.AMEND, now)
    if refusal is not None:
        raise refusal
    return tender, terms


def drafted_problems(actor: Actor, tender: Tender, now: datetime) -> list[Problem]:
    """Give what keeps the drafted terms from being published, such as weights that do not add to 100."""
    notice, terms = tender.notice(), terms_drafted(actor, tender)
    after = replace(notice, lots=terms.lots, criteria=terms.criteria, conditions=terms.conditions)
    written = [one for one in problems(after, now) if one.section in {Section.LOTS, Section.CRITERIA}]
    return [*terms_problems(notice, terms), *written]
