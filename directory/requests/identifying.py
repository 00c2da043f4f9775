"""What in a request's free texts may say who the child is, and who said that it does not."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from directory import audit
from directory.access import Actor
from directory.finder.places import no_persons_name
from directory.geo.here import gazetteer_if_built
from directory.kit import identifiers
from directory.kit.clock import in_london
from directory.kit.errors import Invalid, WrongState
from directory.kit.identifiers import Finding
from directory.kit.likely_names import likely_names, lone_names
from directory.requests.models import Request
from directory.requests.rules.details import TEXT_LABELS, texts

SHORTEST_REASON = 10
LONGEST_REASON = 300


def found_in(text: str, now: datetime) -> list[Finding]:
    """Give what is an identifier by its form, then what looks like a name, in order and without overlap."""
    found = identifiers.find(text, in_london(now).date())
    known = partial(no_persons_name, gazetteer=gazetteer_if_built())
    for name in (*likely_names(text, known), *lone_names(text, known)):
        if not any(each.start < name.end and name.start < each.end for each in found):
            found.append(name)
    return sorted(found, key=lambda each: each.start)


def _texts(request: Request) -> list[tuple[str, str]]:
    return list(texts({**request.detailed, "summary": request.summary}))


def identifying(request: Request, now: datetime) -> dict[str, list[Finding]]:
    """Give what may identify and was not overruled, by the name of the text: "summary", "risks.fire"."""
    standing = {
        field: [each for each in found_in(text, now) if not request.is_false_alarm(field, each.kind, each.text)]
        for field, text in _texts(request)
    }
    return {field: findings for field, findings in standing.items() if findings}


def marked(request: Request, now: datetime) -> list[tuple[str, str, str, list[Finding]]]:
    """Give each text in which something stands that may identify: its name, its label, the text, the findings."""
    said = dict(_texts(request))
    return [(field, TEXT_LABELS[field], said[field], found) for field, found in identifying(request, now).items()]


def refuse_identifying(request: Request, now: datetime) -> None:
    """Raise WrongState where something stands in the request that may say who the child is: nobody may read it."""
    # a day that was to come when it was submitted is no date of birth because it has passed since
    if found := identifying(request, request.submitted_at or now):
        where = ", ".join(TEXT_LABELS[field] for field in found)
        raise WrongState(f"What is written may say who the child is ({where}): send it back and change it")


def checked_reason(reason: str, now: datetime) -> str:
    """Give a reason as kept. Raises Invalid (``reason``) where it is too short, too long, or identifies somebody."""
    reason = " ".join(reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Invalid.field(
            "reason", f"Say why this identifies nobody, in {SHORTEST_REASON} to {LONGEST_REASON} characters"
        )
    if found := identifiers.find(reason, in_london(now).date()):
        raise Invalid.field("reason", f"The reason itself must identify nobody: {found[0].advice}")
    return reason


def mark_of(field: str, finding: Finding) -> str:
    """Give the mark by which one finding is overruled; it says nothing of the words."""
    return hashlib.sha256(f"{field}\n{finding.kind}\n{finding.text}".encode()).hexdigest()[:8]


def overrule_or_refuse(actor: Actor, request: Request, reasons: Mapping[str, str], now: datetime) -> None:
    """Within an action: keep, sealed, why each thing that looks like an identifier is none, by its mark.

    Raises Invalid for those without a reason (by text), or with one that is wrong (``overrule.`` and the mark). Each is
    recorded by itself, with its kind and the text it stands in, never its words.
    """
    found = identifying(request, now)
    faults: dict[str, str] = {}
    kept: list[dict[str, str | None]] = []
    left: dict[str, list[Finding]] = {}
    by = str(actor.person_id) if actor.person_id else None
    for field, each in ((field, each) for field, findings in found.items() for each in findings):
        mark = mark_of(field, each)
        if not reasons.get(mark, "").strip():
            left.setdefault(field, []).append(each)
            continue
        try:
            reason = checked_reason(reasons[mark], now)
        except Invalid as refusal:
            faults[f"overrule.{mark}"] = refusal.fields["reason"]
            continue
        kept.append(
            {"field": field, "kind": each.kind, "text": each.text, "reason": reason, "by": by, "at": now.isoformat()}
        )
    if left or faults:
        raise Invalid(fields=_advice(left) | faults)
    if not kept:
        return
    request.overrules = json.dumps(json.loads(request.overrules or "[]") + kept)
    for one in kept:
        kind = f"{one['field']}: {one['kind']}"
        audit.record(actor, "request:identifier_overruled", request, at=now, finding=kind)


def _advice(found: Mapping[str, list[Finding]]) -> dict[str, str]:
    """Give what to write instead, by field; the notes on risks together."""
    fields: dict[str, list[str]] = {}
    for field, findings in found.items():
        said = [f"{each.advice} (to overrule it, give a reason for {mark_of(field, each)})" for each in findings]
        fields.setdefault(field.split(".", 1)[0], []).extend(said)
    return {field: "; ".join(advice) for field, advice in fields.items()}


def overruled(request: Request) -> list[tuple[str, str, str]]:
    """Give what was overruled, for the authority's own people: in which text, what, and why."""
    said = dict(_texts(request))
    return [
        (TEXT_LABELS[each["field"]], each["text"], each["reason"])
        for each in json.loads(request.overrules or "[]")
        if each["text"] in said.get(each["field"], "")
    ]
