"""Missing episodes: recorded in a minute, completed later."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from directory import audit
from directory.access import Actor, Permission, require
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.placements.models import Episode, Placement
from directory.placements.queries.placing import own_placement
from directory.placements.rules.placing import EpisodeKind, Interview
from directory.requests.moving import tell_authority

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


def _placement(actor: Actor, reference: str) -> Placement:
    require(actor, Permission.EPISODE_RECORD)
    placement = own_placement(actor, reference, lock=True)
    if placement.started_on is None:
        raise WrongState("The placement has not started, so nobody can be missing from it")
    return placement


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
    placement = _placement(actor, reference)
    if faults := _wrong(said, placement, now):
        raise Invalid(fields=faults)
    if said.until_at is None and any(each.until_at is None for each in placement.episodes):
        raise WrongState("An episode is open already: say first when the child was back")
    episode = Episode(placement_id=placement.id, recorded_at=now, recorded_by=actor.person_id)
    _write(episode, said, now)
    db.session.add(episode)
    db.session.flush()
    audit.record(actor, "episode:recorded", episode, at=now, request=reference, open=said.until_at is None)
    tell_authority(placement.request, Permission.PLACEMENT_END, "a missing episode is recorded", now=now)
    return episode


@atomic
def change_episode(actor: Actor, reference: str, episode_id: UUID, *, said: Said, now: datetime) -> Episode:
    """Say more of an episode: that the child is back, what became of the interview, what the plan says now."""
    placement = _placement(actor, reference)
    episode = next((each for each in placement.episodes if each.id == episode_id), None)
    if episode is None:
        raise NotFound
    if faults := _wrong(said, placement, now):
        raise Invalid(fields=faults)
    _write(episode, said, now)
    facts = {"open": said.until_at is None, "interview": said.interview}
    audit.record(actor, "episode:changed", episode, at=now, request=reference, **facts)
    return episode
