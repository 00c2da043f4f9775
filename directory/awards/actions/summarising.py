"""Bettering the words of the summaries before they are sent; figures cannot be changed."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from directory import audit
from directory.access import Actor, Permission, require
from directory.awards.actions.deciding import Proposal, may_decide, summaries_of
from directory.awards.actions.judging import acting
from directory.awards.case import Case
from directory.awards.models import Decision, Summary
from directory.awards.rules.standstill import london_day
from directory.awards.rules.summary import unknown
from directory.awards.told import known_paths, told, winner_of, wrong_words
from directory.kit.atomic import atomic
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.tenders.models import Tender

CHANGED_MEANWHILE = "Somebody changed this while you were writing. Your words are below: look at both, then send again"


def _editable(actor: Actor, tender_id: UUID) -> tuple[Tender, Case, Decision]:
    require(actor, Permission.AWARD_PROPOSE)
    tender, case, decision = Proposal(actor, tender_id).parts()
    may_decide(case, acting(actor), [one.lot for one in decision.lots])
    return tender, case, decision


def _note_change(actor: Actor, tender: Tender, decision: Decision, now: datetime) -> None:
    """Note that words changed, and take back an approval: it was given to other words."""
    decision.worded_at = now
    if decision.approved_at is not None:
        decision.approved_by = decision.approved_at = None
        audit.record(actor, "tender:award_approval_lost", tender, at=now, decision=decision.number)


@atomic
def reword(
    actor: Actor, tender_id: UUID, bid: int, words: Mapping[str, str], *, version: int | None = None, now: datetime
) -> Summary:
    """Change words of one bidder's summary, by path; an approval is lost with it.

    Raises NotAllowed, NotFound, WrongState (also where ``version`` is not the present one), Invalid by path.
    """
    tender, case, decision = _editable(actor, tender_id)
    summary = next((one for one in summaries_of(decision) if one.bid.number == bid), None)
    if summary is None:
        raise NotFound
    if version is not None and version != summary.version:
        raise WrongState(CHANGED_MEANWHILE)
    now_told = told(decision, summary)
    _refuse_unknown(words, known_paths(now_told))
    given = {path: text.replace("\r\n", "\n").strip() for path, text in words.items()}
    changed = {path: text for path, text in given.items() if text != now_told.words[path]}
    wrong = wrong_words(case, decision, changed, summary.bid.organisation.name, london_day(now))
    if wrong:
        raise Invalid(fields=wrong)
    if changed:
        summary.words = json.dumps({**now_told.words, **changed})
        summary.edited_by, summary.edited_at = acting(actor), now
        _note_change(actor, tender, decision, now)
    audit.record(actor, "tender:summary_worded", tender, at=now, bid=bid, paths=sorted(changed))
    return summary


@atomic
def reword_winners(
    actor: Actor, tender_id: UUID, words: Mapping[str, str], *, version: int | None = None, now: datetime
) -> Decision:
    """Change what the other bidders read about the winners' scores, by path; an approval is lost with it."""
    tender, case, decision = _editable(actor, tender_id)
    if version is not None and version != decision.version:
        raise WrongState(CHANGED_MEANWHILE)
    kept: dict[str, str] = json.loads(decision.winner_words)
    _refuse_unknown(words, tuple(kept))
    given = {path: text.replace("\r\n", "\n").strip() for path, text in words.items()}
    changed = {path: text for path, text in given.items() if text != kept[path]}
    wrong: dict[str, str] = {}
    for path, text in changed.items():
        wrong |= wrong_words(case, decision, {path: text}, winner_of(case, path), london_day(now))
    if wrong:
        raise Invalid(fields=wrong)
    if changed:
        decision.winner_words = json.dumps(kept | changed)
        _note_change(actor, tender, decision, now)
    audit.record(actor, "tender:summary_worded", tender, at=now, paths=sorted(changed))
    return decision


def _refuse_unknown(words: Mapping[str, str], known: tuple[str, ...]) -> None:
    strange = unknown(words, known)
    if strange:
        raise Invalid(fields=dict.fromkeys(strange, "There are no such words in this summary"))
