"""Missing episodes for programs. What is written in words is kept sealed and given to nobody here."""

from datetime import date, datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import Field

from directory.access import Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.placed_shapes import EpisodeShown, episode_shown
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.placements import actions
from directory.placements.rules.placing import EpisodeKind, Interview


class EpisodeBody(Given):
    """A missing episode. Its words are kept sealed, and given to nobody by this API."""

    kind: EpisodeKind = Field(description="M: missing; A: away without authorisation")
    from_at: datetime = Field(description="since when, with its offset from UTC")
    until_at: datetime | None = Field(default=None, description="when the child was back; null while they are not")
    safety_plan: str = Field(default="", max_length=5000, description="what changes in the safety plan")
    notes: str = Field(default="", max_length=5000, description="notes")


class ReturnBody(Given):
    """The child is back."""

    until_at: datetime = Field(description="since when, with its offset from UTC")


class InterviewBody(Given):
    """What became of the return interview."""

    interview: Interview = Field(description="offered, done or declined")
    interview_on: date | None = Field(default=None, description="the day on which it was held, where it was")


@v1.post("/placements/<reference>/episodes")
@guarded(Permission.EPISODE_RECORD)
@described("Record a missing episode", body=EpisodeBody, answer=EpisodeShown, status=201, refusals=(409,))
def post_episode(reference: str) -> ResponseReturnValue:
    """Record that the child is or was missing. Episodes of one placement never overlap."""
    said = actions.Said(**body(EpisodeBody).model_dump())
    return answered(episode_shown(actions.record_episode(current_actor(), reference, said=said, now=clock.now())), 201)


@v1.post("/placements/<reference>/episodes/<uuid:episode_id>/return")
@guarded(Permission.EPISODE_RECORD)
@described("Say that the child is back", body=ReturnBody, answer=EpisodeShown, status=201)
def post_episode_return(reference: str, episode_id: UUID) -> ResponseReturnValue:
    """Say when the child was back: a return interview is due within 72 hours of it."""
    until_at = body(ReturnBody).until_at
    made = actions.note_return(current_actor(), reference, episode_id, until_at=until_at, now=clock.now())
    return answered(episode_shown(made), 201)


@v1.post("/placements/<reference>/episodes/<uuid:episode_id>/interview")
@guarded(Permission.EPISODE_RECORD)
@described("Say what became of the return interview", body=InterviewBody, answer=EpisodeShown, status=201)
def post_episode_interview(reference: str, episode_id: UUID) -> ResponseReturnValue:
    """Say that the return interview was offered, done or declined."""
    given = body(InterviewBody).model_dump()
    made = actions.note_interview(current_actor(), reference, episode_id, now=clock.now(), **given)
    return answered(episode_shown(made), 201)
