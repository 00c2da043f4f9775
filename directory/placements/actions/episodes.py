"""Missing episodes: recorded in a minute, completed later."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from directory import audit
from directory.access import Actor
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.placements.loading import placement_for
from directory.placements.models import Episode, Placement
from directory.placements.moving import tell_officers
from directory.placements.rules.episodes import Span, overlap
from directory.placements.rules.lifecycle import PlacementMove
from directory.placements.rules.placing import EpisodeKind, Interview

LONGEST_NOTES = 5000
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Said:
    """What is known of an episode. ``until_at`` None: not back yet."""

    kind: EpisodeKind
    from_at: datetime
    until_at: datetime | None = None
    interview: Interview = Interview.NOT_OFFERED
    interview_on: date | None = None
    safety_plan: str = ""
    notes: str = ""


def _wrong(said: Said, placement: Placement, now: datetime) -> dict[str, str]:
    faults: dict[str, str] = {}
    begun = placement.started_on
    if said.from_at > now + A_MINUTE:
        faults["from_at"] = "Enter a time that is not in the future"
    elif begun is None or in_london(said.from_at).date() < begun:
        faults["from_at"] = "Enter a time after the placement started"
    elif placement.ended_on is not None and in_london(said.from_at).date() > placement.ended_on:
        faults["from_at"] = "Enter a time before the placement ended"
    if said.until_at is not None and not said.from_at <= said.until_at <= now + A_MINUTE:
        faults["until_at"] = "Enter when the child was back: after they went, and not in the future"
    over = said.interview in (Interview.DONE, Interview.DECLINED)
    if over and said.until_at is None:
        faults["until_at"] = "Say first when the child was back"
    if said.interview is Interview.DONE and said.until_at is not None:
        day = said.interview_on
        if day is None or not in_london(said.until_at).date() <= day <= in_london(now).date():
            faults["interview_on"] = "Enter the day of the interview: after the child was back, and not in the future"
    faults |= {
        name: f"Write at most {LONGEST_NOTES:,} characters"
        for name in ("safety_plan", "notes")
        if len(getattr(said, name)) > LONGEST_NOTES
    }
    return faults


def _placement(actor: Actor, reference: str, move: PlacementMove) -> Placement:
    placement = placement_for(actor, reference, move)
    if placement.started_on is None:
        raise WrongState("The placement has not started, so nobody can be missing from it")
    return placement


def _episode(placement: Placement, episode_id: UUID) -> Episode:
    found = next((each for each in placement.episodes if each.id == episode_id), None)
    if found is None:
        raise NotFound
    return found


def _refuse_overlap(said: Said, placement: Placement, *, but: Episode | None = None) -> None:
    """Raise Invalid where the child would be gone twice at once."""
    others = [each for each in placement.episodes if each is not but]
    span = Span(said.from_at, said.until_at)
    for other in others:
        if overlap(span, Span(other.from_at, other.until_at)):
            if other.until_at is None:
                raise WrongState("An episode is open already: say first when the child was back")
            inside = said.until_at is not None and other.from_at >= said.from_at
            raise Invalid.field("until_at" if inside else "from_at", "Another episode is recorded for that time")


def _write(episode: Episode, said: Said, now: datetime) -> None:
    episode.kind, episode.from_at, episode.until_at = said.kind, said.from_at, said.until_at
    episode.interview = said.interview
    episode.interview_on = said.interview_on if said.interview is Interview.DONE else None
    episode.safety_plan, episode.notes, episode.changed_at = said.safety_plan.strip(), said.notes.strip(), now


@atomic
def record_episode(actor: Actor, reference: str, *, said: Said, now: datetime) -> Episode:
    """Record that the child is or was missing. The authority's people are told, without a word of who or where.

    Raises NotAllowed, NotFound, WrongState before the start or while one is open, Invalid by field.
    """
    placement = _placement(actor, reference, PlacementMove.RECORD_EPISODE)
    if faults := _wrong(said, placement, now):
        raise Invalid(fields=faults)
    _refuse_overlap(said, placement)
    episode = Episode(placement_id=placement.id, recorded_at=now, recorded_by=actor.person_id)
    _write(episode, said, now)
    db.session.add(episode)
    db.session.flush()
    audit.record(actor, "episode:recorded", episode, at=now, request=reference, open=said.until_at is None)
    tell_officers(placement, "a missing episode is recorded", now=now)
    return episode


@atomic
def change_episode(actor: Actor, reference: str, episode_id: UUID, *, said: Said, now: datetime) -> Episode:
    """Say more of an episode: that the child is back, what became of the interview, what the plan says now."""
    placement = _placement(actor, reference, PlacementMove.CHANGE_EPISODE)
    episode = _episode(placement, episode_id)
    if faults := _wrong(said, placement, now):
        raise Invalid(fields=faults)
    _refuse_overlap(said, placement, but=episode)
    returned = episode.until_at is None and said.until_at is not None
    _write(episode, said, now)
    facts = {"open": said.until_at is None, "interview": said.interview}
    audit.record(actor, "episode:changed", episode, at=now, request=reference, **facts)
    if returned:
        tell_officers(placement, "the child is back: a return interview is due within 72 hours", now=now)
    return episode


@atomic
def note_return(actor: Actor, reference: str, episode_id: UUID, *, until_at: datetime, now: datetime) -> Episode:
    """Say that the child is back, and nothing else. Raises WrongState where that is said already, and as the others."""
    said = _said(actor, reference, episode_id)
    if said.until_at is not None:
        raise WrongState("This episode is over already")
    return change_episode(actor, reference, episode_id, said=replace(said, until_at=until_at), now=now)


@atomic
def note_interview(
    actor: Actor,
    reference: str,
    episode_id: UUID,
    *,
    interview: Interview,
    interview_on: date | None = None,
    now: datetime,
) -> Episode:
    """Say what became of the return interview, and nothing else. Raises as ``change_episode``."""
    said = _said(actor, reference, episode_id)
    changed = replace(said, interview=interview, interview_on=interview_on)
    return change_episode(actor, reference, episode_id, said=changed, now=now)


def _said(actor: Actor, reference: str, episode_id: UUID) -> Said:
    """Give what is known of an episode."""
    known = _episode(_placement(actor, reference, PlacementMove.CHANGE_EPISODE), episode_id)
    return Said(**{field.name: getattr(known, field.name) for field in fields(Said)})
