import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from directory import audit
from directory.access import Actor, Permission, require
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.kit.errors import Invalid, Stale, WrongState
from directory.kit.lifecycle import words
from directory.requests.identifying import overrule_or_refuse
from directory.requests.models import Request
from directory.requests.moving import locked, move_on, tell_authority
from directory.requests.rules.details import EMPTY
from directory.requests.rules.lifecycle import LIFECYCLE, Move, Status
from directory.requests.rules.particulars import SECTIONS, Particulars, impossible, missing
from directory.requests.search import area_of, known_zones, search_area, zones_said

# no letter or digit that is read as another one (I 1, O 0, S 5, Z 2, U V)
ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXY"


def _new_reference() -> str:
    while True:
        reference = "FH-" + "".join(secrets.choice(ALPHABET) for _ in range(6))
        if db.session.scalar(select(Request.id).where(Request.reference == reference)) is None:
            return reference


def _write(request: Request, said: Particulars, now: datetime) -> None:
    """Put what was said into the draft; raise Invalid for what cannot be."""
    if faults := impossible(said):
        raise Invalid(fields=faults)
    values: dict[str, Any] = dict(said)
    if "near" in values:
        values["near"] = search_area(values["near"]) if values["near"].strip() else ""
    if "avoid" in values:
        values["avoid"] = json.dumps(known_zones(values["avoid"]))
    for field in ("service_types", "specialisms", "languages", "specialisms_preferred", "sibling_age_bands"):
        if field in values:
            values[field] = sorted({str(value) for value in values[field]})
    saved = {section for section, fields in SECTIONS.items() if set(fields) & set(values)}
    if details := {field: values.pop(field) for field in EMPTY if field in values}:
        request.details = json.dumps({**request.detailed, **details})
    for field, value in values.items():
        setattr(request, field, value)
    request.sections_saved = sorted(saved | set(request.sections_saved or ()))
    request.changed_at = now


@atomic
def draft(actor: Actor, *, said: Particulars, now: datetime) -> Request:
    """Begin a request of the actor's own authority; anything may be said later.

    Raises NotAllowed, or Invalid for a value that cannot be, a place we do not know or a full postcode.
    """
    require(actor, Permission.REQUEST_DRAFT)
    if actor.organisation_id is None:
        raise Invalid("A request belongs to an authority")
    request = Request(
        reference=_new_reference(),
        authority_id=actor.organisation_id,
        status=Status.DRAFT,
        created_at=now,
        created_by=actor.person_id,
        changed_at=now,
        siblings=0,
        service_types=[],
        specialisms=[],
        languages=[],
        near="",
        avoid="[]",
        summary="",
        sections_saved=[],
    )
    _write(request, said, now)
    db.session.add(request)
    db.session.flush()
    audit.record(actor, "request:drafted", request, at=now, reference=request.reference)
    return request


@atomic
def draft_from_search(actor: Actor, *, said: Particulars, now: datetime) -> Request:
    """Begin a request with what a search asked for: a postcode becomes its sector, a point its outward code."""
    require(actor, Permission.REQUEST_DRAFT)
    return draft(actor, said={**said, "near": area_of(said.get("near", ""))}, now=now)


@atomic
def save(actor: Actor, reference: str, *, said: Particulars, now: datetime, version: int | None = None) -> Request:
    """Save one or more sections of a draft.

    Raises NotAllowed, NotFound, WrongState when it is no draft any more, Invalid, or Stale where it is not at
    ``version`` any more.
    """
    request = locked(actor, reference, Move.SUBMIT, now=now)
    if request.status is not Status.DRAFT:
        raise WrongState(f"This request is {words(request.status)}: it can be changed only as a draft")
    if version is not None and request.version != version:
        raise Stale
    _write(request, said, now)
    audit.record(actor, "request:saved", request, at=now, sections=sorted(request.sections_saved))
    return request


def as_said(request: Request) -> dict[str, Any]:
    """Give what the request says, by field."""
    details = request.detailed
    fields = [field for fields in SECTIONS.values() for field in fields if field not in details]
    return {
        **{field: zones_said(request) if field == "avoid" else getattr(request, field) for field in fields},
        **details,
    }


@atomic
def submit(actor: Actor, reference: str, *, now: datetime, overrule: Mapping[str, str] | None = None) -> Request:
    """Submit a complete draft: to screening where the child is unaccompanied and not screened yet, else to approval.

    No free text may identify anybody. ``overrule`` gives, by the mark of each finding (``identifying.mark_of``), why
    what looks like an identifier is none.
    Raises NotAllowed, NotFound, WrongState, or Invalid naming what is missing or what may identify.
    """
    request = locked(actor, reference, Move.SUBMIT, now=now)
    move = Move.SUBMIT_TO_SCREENING if request.unaccompanied and not request.screenings else Move.SUBMIT
    LIFECYCLE.after(request.status, move)
    today = in_london(now).date()
    if faults := missing(as_said(request), today):
        raise Invalid(fields=faults)
    overrule_or_refuse(actor, request, overrule or {}, now)
    request.submitted_at, request.submitted_by = now, actor.person_id
    move_on(actor, request, move, now=now, event="request:submitted", urgency=request.urgency)
    if move is Move.SUBMIT:
        tell_authority(request, Permission.REQUEST_APPROVE, "waits for approval", now=now)
    else:
        tell_authority(request, Permission.REQUEST_SCREEN, "needs a modern-slavery screening", now=now)
    return request


def still_missing(request: Request, now: datetime) -> Mapping[str, str]:
    """Give what must be said or mended before the draft may be submitted, by field."""
    return missing(as_said(request), in_london(now).date())
