"""What in a question or an answer may say who a child is, or who asks: found before anybody reads it."""

import json
from collections.abc import Mapping
from datetime import datetime

from directory import audit
from directory.access import Actor
from directory.kit.db import db
from directory.kit.errors import Invalid
from directory.kit.identifiers import LABELS, Finding, Kind
from directory.organisations.models import Organisation
from directory.requests.identifying import checked_reason, found_in, mark_of
from directory.tenders.models import Answer
from directory.tenders.queries.names import public_names
from directory.tenders.rules.naming import names_in

LEAVE_OUT = "Leave that out: everybody reads this, and nobody may learn from it who a child is or who asks"
_WORDS = {Kind.BIDDER: "is the name of a provider or of a service", Kind.NAME: "looks like somebody’s name"}


def advice(finding: Finding) -> str:
    """Give in words what was found."""
    return f"“{finding.text}” {_WORDS.get(finding.kind, f'looks like {LABELS[finding.kind]}')}"


def telling(text: str, now: datetime) -> list[Finding]:
    """Give what in ``text`` may tell who a child or a bidder is, in order and without overlap."""
    named = [Finding(Kind.BIDDER, a, b, text[a:b]) for a, b in names_in(text, public_names(text))]
    others = [
        one for one in found_in(text, now) if all(one.end <= each.start or each.end <= one.start for each in named)
    ]
    return sorted([*named, *others], key=lambda one: one.start)


def refuse_telling(text: str, now: datetime) -> None:
    """Raise Invalid (``question``, and ``sure``) where a question may tell who asks, or who a child is."""
    if found := telling(text, now):
        said = "; ".join(dict.fromkeys(advice(one) for one in found))
        raise Invalid(
            fields={
                "question": f"{said}. {LEAVE_OUT}",
                "sure": "Change the question, or say that it tells nobody’s name",
            }
        )


def refuse_own_name(actor: Actor, text: str) -> None:
    """Raise Invalid (``question``) where it names the organisation that asks it, whatever it is sure of."""
    own = db.session.get(Organisation, actor.organisation_id)
    if own is not None and names_in(text, [own.name]):
        raise Invalid.field(
            "question", f"Leave out the name of your organisation ({own.name}): nobody may learn who asks"
        )


def overrule_or_refuse(
    actor: Actor, answer: Answer, texts: Mapping[str, str], reasons: Mapping[str, str], now: datetime
) -> None:
    """Within an action: keep, sealed, why each thing that looks like an identifier in ``texts`` is none, by its mark.

    Raises Invalid for those without a reason (by the text's name), or with one that is wrong (``overrule.`` and the
    mark). Each is recorded by itself, with its kind and the text it stands in, never its words.
    """
    kept: list[dict[str, str]] = []
    left: dict[str, list[str]] = {}
    faults: dict[str, str] = {}
    for field, text in texts.items():
        for mark, one in {mark_of(field, each): each for each in telling(text, now)}.items():
            if not reasons.get(mark, "").strip():
                left.setdefault(field, []).append(f"{advice(one)} (to overrule it, give a reason for {mark})")
                continue
            try:
                reason = checked_reason(reasons[mark], now)
            except Invalid as refusal:
                faults[f"overrule.{mark}"] = refusal.fields["reason"]
            else:
                kept.append({"field": field, "kind": one.kind.value, "text": one.text, "reason": reason})
    if left or faults:
        raise Invalid(fields={field: f"{'; '.join(said)}. {LEAVE_OUT}" for field, said in left.items()} | faults)
    answer.overruled = json.dumps(kept)
    for found in kept:
        kind = f"{found['field']}: {found['kind']}"
        audit.record(actor, "question:identifier_overruled", answer, at=now, finding=kind)
