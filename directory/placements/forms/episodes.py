from datetime import date, datetime

from wtforms.validators import InputRequired

from directory.kit.clock import in_london
from directory.kit.days import london_instant
from directory.kit.errors import Invalid
from directory.kit.forms import Form
from directory.placements.actions import Said
from directory.placements.models import Episode
from directory.placements.rules.placing import EPISODE_LABELS, INTERVIEW_LABELS, EpisodeKind, Interview
from directory.requests.forms.fields import Day, choices_of, line, lines, one

WHEN = "Enter a day, and a time like 21:30"


def instant(day: date | None, hour: str, field: str) -> datetime | None:
    """Give the instant of a day and an hour on London's clocks; None where neither was said. Raises Invalid."""
    if day is None and not hour.strip():
        return None
    try:
        at = datetime.strptime(hour.strip().replace(".", ":"), "%H:%M").time()  # noqa: DTZ007 - a time of the day
    except ValueError:
        raise Invalid.field(field, WHEN) from None
    if day is None:
        raise Invalid.field(field, WHEN)
    try:
        return london_instant(day, at)
    except ValueError as fault:
        raise Invalid.field(field, str(fault)) from None


class EpisodeForm(Form):
    """A missing episode: two presses are enough for one that begins now."""

    kind = one("What happened?", choices_of(EpisodeKind, EPISODE_LABELS), required="Choose missing or away")
    from_day = Day("Since which day?", validators=[InputRequired("Enter the day")])
    from_at = line("Since what time?", "For example 21:30", "Enter the time")
    until_day = Day("Back on which day?", description="Leave it empty while the child is not back")
    until_at = line("Back at what time?", "For example 07:15")
    interview = one("Return interview", choices_of(Interview, INTERVIEW_LABELS))
    interview_on = Day("Day of the interview")
    safety_plan = lines("What changes in the safety plan", "Kept sealed. Only your authority can read this")
    notes = lines("Notes", "Kept sealed. Only your authority can read this")

    def begin(self, now: datetime) -> None:
        """Put in what is usual: missing, since now."""
        here = in_london(now)
        self.kind.data, self.interview.data = EpisodeKind.MISSING.value, Interview.NOT_OFFERED.value
        self.from_day.data, self.from_at.data = here.date(), f"{here:%H:%M}"

    def fill(self, episode: Episode) -> None:
        """Put in what is known of an episode."""
        began = in_london(episode.from_at)
        self.kind.data, self.interview.data = episode.kind.value, episode.interview.value
        self.from_day.data, self.from_at.data = began.date(), f"{began:%H:%M}"
        if episode.until_at is not None:
            back = in_london(episode.until_at)
            self.until_day.data, self.until_at.data = back.date(), f"{back:%H:%M}"
        self.interview_on.data = episode.interview_on
        self.safety_plan.data, self.notes.data = episode.safety_plan, episode.notes

    def said(self) -> Said:
        """Give what was entered. Raises Invalid where a time is none."""
        began = instant(self.from_day.data, self.text("from_at"), "from_at")
        if began is None:
            raise Invalid.field("from_at", WHEN)
        return Said(
            kind=EpisodeKind(self.kind.data),
            from_at=began,
            until_at=instant(self.until_day.data, self.text("until_at"), "until_at"),
            interview=Interview(self.interview.data or Interview.NOT_OFFERED),
            interview_on=self.interview_on.data,
            safety_plan=self.text("safety_plan"),
            notes=self.text("notes"),
        )
