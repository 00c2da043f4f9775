"""The modern-slavery screening as people fill it in."""

from typing import Any

from wtforms import Field

from directory.kit.forms import Form
from directory.requests.forms.fields import Day, choices_of, line, lines, miles, one, one_of_many, several
from directory.requests.models import Screening
from directory.requests.rules.protection import (
    GUARDIAN_LABELS,
    MEASURE_LABELS,
    REFERRAL_LABELS,
    Guardian,
    Measure,
    Protection,
    Referral,
)
from directory.requests.rules.screening import (
    GROUPS,
    INDICATORS,
    LEVEL_LABELS,
    SOURCE_LABELS,
    STRENGTH_LABELS,
    Level,
    Seen,
    Source,
    Strength,
)

DAYS = ("referred_on", "reasonable_on", "conclusive_on", "guardian_requested_on")


class ScreeningForm(Form):
    """The modern-slavery screening."""

    screened_on = Day("When was the child screened?")
    level = one("What do you judge the risk to be?", choices_of(Level, LEVEL_LABELS))
    judgement = lines(
        "Your judgement in words",
        "What you saw and heard, what you think it means and what is not known yet. Only your authority can read this",
    )
    referral = one("How far is the referral?", choices_of(Referral, REFERRAL_LABELS))
    referred_on = Day("Referred on")
    reasonable_on = Day("Reasonable grounds decision on")
    conclusive_on = Day("Conclusive grounds decision on")
    guardian = one("Independent Child Trafficking Guardian", choices_of(Guardian, GUARDIAN_LABELS))
    guardian_requested_on = Day("Guardian requested on")
    measures = several("What is done in the first 72 hours?", choices_of(Measure, MEASURE_LABELS))
    safety_plan = lines("The plan in words", "Who does what, who is called and when. Only your authority can read this")
    exploited_near = line("Where was the child exploited?", "A town or an authority, to search away from it")
    exploited_within = miles("Stay away from it by at least")

    def groups(self) -> list[tuple[str, list[tuple[Field, Field, Field]]]]:
        """Give the indicators in their groups: strength, source, and when it was learned."""
        return [(title, [self._indicator(code) for code in codes]) for title, codes in GROUPS.items()]

    def _indicator(self, code: str) -> tuple[Field, Field, Field]:
        return self._fields[f"indicator_{code}"], self._fields[f"source_{code}"], self._fields[f"learned_{code}"]

    def fill(self, last: Screening) -> None:
        """Put what the last screening saw into the fields; the judgement is written anew."""
        for code, seen in last.seen().items():
            strength, source, learned = self._indicator(code)
            strength.data, learned.data = seen.strength.value, seen.learned_on
            source.data = seen.source.value if seen.source else ""
        protection = last.protects()
        for name in ("safety_plan", "exploited_near", "exploited_within", *DAYS):
            self._fields[name].data = getattr(protection, name)
        self.referral.data = protection.referral.value if protection.referral else None
        self.guardian.data = protection.guardian.value if protection.guardian else None
        self.measures.data = [measure.value for measure in protection.measures]

    def refuse(self, field: str, refusal: Any) -> None:
        """Show what is wrong; of the indicators at the first one."""
        first = next(iter(INDICATORS))
        named = getattr(refusal, "fields", {})
        if "indicators" in named:
            learned = self._fields[f"learned_{first}"]
            learned.errors = [*learned.errors, named["indicators"]]
            if len(named) == 1:
                return
        super().refuse(field, refusal)

    def indicators(self) -> dict[str, Seen]:
        """Give what was said of each indicator; one that was left open is not in it."""
        said: dict[str, Seen] = {}
        for code in INDICATORS:
            strength, source, learned = self._indicator(code)
            if strength.data:
                said[code] = Seen(Strength(strength.data), Source(source.data) if source.data else None, learned.data)
        return said

    def protection(self) -> Protection:
        """Give the referral, the guardian and the first 72 hours."""
        days = {name: self._fields[name].data for name in DAYS}
        return Protection(
            referral=Referral(self.referral.data) if self.referral.data else None,
            guardian=Guardian(self.guardian.data) if self.guardian.data else None,
            measures=tuple(Measure(each) for each in self.measures.data or ()),
            safety_plan=self.safety_plan.data or "",
            exploited_near=self.exploited_near.data or "",
            exploited_within=self.exploited_within.data,
            **days,
        )

    def chosen_level(self) -> Level | None:
        """Give the level that was chosen."""
        return Level(self.level.data) if self.level.data else None


for _code, _words in INDICATORS.items():
    setattr(ScreeningForm, f"indicator_{_code}", one(_words, choices_of(Strength, STRENGTH_LABELS)))
    setattr(
        ScreeningForm, f"source_{_code}", one_of_many(f"Who told of it? {_words}", choices_of(Source, SOURCE_LABELS))
    )
    setattr(ScreeningForm, f"learned_{_code}", Day("When was it learned?"))
