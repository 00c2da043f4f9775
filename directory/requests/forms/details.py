"""The sections of a draft that may be left out: each says more of what would suit."""

from typing import Any

from wtforms import Field

from directory.codes import Specialism
from directory.requests.forms.fields import choices_of, line, lines, money, one, several, whole
from directory.requests.forms.section import YES_NO, SectionForm, answer_of, yes_or_no
from directory.requests.models import Request
from directory.requests.rules.details import (
    ALONGSIDE_LABELS,
    LEGAL_LABELS,
    RATIO_LABELS,
    RISK_LABELS,
    SETTING_LABELS,
    AdultRatio,
    Alongside,
    LegalStatus,
    Risk,
    RiskSaid,
    Setting,
)
from directory.requests.rules.particulars import Particulars

SUITABILITIES = [("preferred", "Preferred"), ("suitable", "Suitable"), ("unsuitable", "Unsuitable")]
LEVELS = [("none_known", "None known"), ("low", "Low"), ("high", "High")]
NO_NAMES = "No names, dates of birth, addresses or numbers"


class CultureForm(SectionForm):
    """Language, culture and faith."""

    interpreter = one("Is an interpreter needed?", YES_NO)
    culture = lines("Culture", f"Food, customs, festivals, what feels like home. {NO_NAMES}")
    faith = lines("Faith", f"What is practised, and what a carer should make possible. {NO_NAMES}")

    def fill(self, request: Request) -> None:
        """Put what the draft says into the fields."""
        super().fill(request)
        self.interpreter.data = answer_of(request.detailed["interpreter"])

    def said(self) -> Particulars:
        """Give what was entered."""
        return {
            "interpreter": yes_or_no(self.interpreter.data),
            "culture": self.culture.data or "",
            "faith": self.faith.data or "",
        }


class CareForm(SectionForm):
    """How the child would live best."""

    specialisms_preferred = several(
        "What would be good for the service to know?",
        choices_of(Specialism),
        "Preferred, not required: no service is left out for it. What must be known stands in “The child’s needs”",
    )
    adult_ratio = one("How many adults are needed?", choices_of(AdultRatio, RATIO_LABELS))

    def settings(self) -> list[Field]:
        """Give the fields on ways of living."""
        return [self._fields[f"suitability_{setting}"] for setting in Setting]

    def others(self) -> list[Field]:
        """Give the fields on whom the child can live with."""
        return [self._fields[f"alongside_{other}"] for other in Alongside]

    def fill(self, request: Request) -> None:
        """Put what the draft says into the fields."""
        details = request.detailed
        self.specialisms_preferred.data = details["specialisms_preferred"]
        self.adult_ratio.data = details["adult_ratio"]
        for setting in Setting:
            self._fields[f"suitability_{setting}"].data = details["suitability"].get(setting)
        for other in Alongside:
            self._fields[f"alongside_{other}"].data = answer_of(details["alongside"].get(other))

    def refuse(self, field: str, refusal: Any) -> None:
        """Show what is wrong beside the preferred specialisms where the field is one of several."""
        super().refuse("specialisms_preferred" if field not in self._fields else field, refusal)

    def said(self) -> Particulars:
        """Give what was entered."""
        suits = {setting.value: self._fields[f"suitability_{setting}"].data for setting in Setting}
        lives = {other.value: yes_or_no(self._fields[f"alongside_{other}"].data) for other in Alongside}
        return {
            "specialisms_preferred": self.specialisms_preferred.data or [],
            "adult_ratio": self.adult_ratio.data or None,
            "suitability": {setting: judged for setting, judged in suits.items() if judged},
            "alongside": {other: can for other, can in lives.items() if can is not None},
        }


for _setting in Setting:
    setattr(CareForm, f"suitability_{_setting}", one(SETTING_LABELS[_setting], SUITABILITIES))
for _other in Alongside:
    setattr(CareForm, f"alongside_{_other}", one(ALONGSIDE_LABELS[_other], YES_NO))


class HealthForm(SectionForm):
    """Health and education."""

    health_needs = lines("Health needs", f"Conditions, medicines, appointments, what helps. {NO_NAMES}")
    education_needs = lines("Education needs", f"School year, plans, what helps with learning. {NO_NAMES}")

    def said(self) -> Particulars:
        """Give what was entered."""
        return {"health_needs": self.health_needs.data or "", "education_needs": self.education_needs.data or ""}


class RisksForm(SectionForm):
    """Risks, each with a level and a note."""

    def rows(self) -> list[tuple[Field, Field]]:
        """Give level and note of each risk."""
        return [(self._fields[f"risk_{risk}"], self._fields[f"note_{risk}"]) for risk in Risk]

    def fill(self, request: Request) -> None:
        """Put what the draft says into the fields."""
        for risk, told in request.detailed["risks"].items():
            self._fields[f"risk_{risk}"].data, self._fields[f"note_{risk}"].data = told["level"], told["note"]

    def sent(self) -> bool:
        """Say whether the form was sent and no note stands without its level."""
        good = super().sent()
        if not self.is_submitted():
            return False
        for level, note in self.rows():
            if note.data and not level.data:
                level.errors = [*level.errors, "Choose how great this risk is"]
                good = False
        return good

    def refuse(self, field: str, refusal: Any) -> None:
        """Show what is wrong at the first risk."""
        super().refuse(f"note_{Risk.MISSING}" if field not in self._fields else field, refusal)

    def said(self) -> Particulars:
        """Give what was entered."""
        said: dict[str, RiskSaid] = {
            risk.value: {"level": level.data, "note": note.data or ""}
            for risk, (level, note) in zip(Risk, self.rows(), strict=True)
            if level.data
        }
        return {"risks": said}


for _risk in Risk:
    setattr(RisksForm, f"risk_{_risk}", one(RISK_LABELS[_risk], LEVELS))
    setattr(RisksForm, f"note_{_risk}", line(f"Note on the risk: {RISK_LABELS[_risk].lower()}"))


class TermsForm(SectionForm):
    """Legal status, fee and time to answer: what providers are not shown."""

    legal_status = one("Legal status", choices_of(LegalStatus, LEGAL_LABELS))
    fee_ceiling_pence = money("Highest weekly fee", "In pounds, for example 4,500. Providers never see it")
    answer_within_hours = whole(
        "How many hours may providers take to answer?",
        "Leave empty for 4 hours in an emergency, and 48 if it is planned",
    )

    def said(self) -> Particulars:
        """Give what was entered."""
        return {
            "legal_status": self.legal_status.data or None,
            "fee_ceiling_pence": self.fee_ceiling_pence.data,
            "answer_within_hours": self.answer_within_hours.data,
        }
