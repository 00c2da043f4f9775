from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.validators import InputRequired

from directory.kit.forms import Form, offered
from directory.notify.rules import FIXED, KIND_LABELS, PACE_LABELS, Kind, Pace

CHOSEN = tuple(kind for kind in Kind if kind not in FIXED and kind is not Kind.NEWS)


class PreferencesForm(Form):
    """Choose, for each kind, when an email comes."""

    def rows(self) -> list[Any]:
        """Give the fields in their order."""
        return [self._fields[kind.value] for kind in CHOSEN]

    def chosen(self) -> dict[Kind, Pace]:
        """Give what was chosen."""
        return {kind: Pace(self._fields[kind.value].data) for kind in CHOSEN}


for _kind in CHOSEN:
    _choices = offered((pace.value, PACE_LABELS[pace]) for pace in Pace)
    _field = RadioField(
        KIND_LABELS[_kind], choices=_choices, widget=GovRadioInput(), validators=[InputRequired("Choose when")]
    )
    setattr(PreferencesForm, _kind.value, _field)
