"""What a provider says of one service's places: its numbers, why places are closed, and whom they are kept for."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField
from wtforms.validators import Optional, StopValidation

from directory.codes import Gender
from directory.kit.errors import Invalid, Refusal
from directory.kit.forms import Form, offered
from directory.providers.models import Capacity
from directory.providers.rules.groups import MOST_GROUPS, WHO, Group, sums
from directory.providers.rules.words import ClosedFor

NUMBERS = ("staffed", "occupied", "closed")
REASONS = tuple(reason.column for reason in ClosedFor)
TERMS = ("emergency", "by_assessment_only")
IN_GROUP = ("age_minimum", "age_maximum", *NUMBERS, "available_from")
"""What is typed for each group; whom it is for by gender is chosen."""
BLANK_GROUPS = 2
"""Two where there are none: places kept apart for some leave others."""


class WholeNumber(IntegerField):
    """A whole number; what was typed instead of one stays in the field."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say what one looks like."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        if not text.lstrip("+-").isdecimal() or len(text) > 9:
            raise ValueError("Enter a whole number, such as 3")
        self.data = int(text)


class Day(DateField):
    """A date as browsers send it, with words of our own where it is not one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date, or say what one looks like."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter a date, such as 2026-12-01, or leave it empty") from None


class Needed:
    """A number that must be there, where its part of the form is used: a group, or the numbers of all where none is."""

    def __init__(self, words: str, group: int | None = None) -> None:
        self.words, self.group = words, group

    def __call__(self, form: "PlacesForm", field: WholeNumber) -> None:
        """Refuse what is empty; leave what is not used unread."""
        asked = bool(field.raw_data) or not form.sent_rows()
        used = self.group in form.kept() if self.group is not None else asked and not form.named()
        if field.raw_data and field.raw_data[0].strip() and used:
            return
        field.errors = []
        raise StopValidation(self.words if used else "")


class PlacesForm(Form):
    """What a provider says of one service's places. Field ids carry the service, for a page holds many such forms.

    Groups are flat fields, ``groups_0_staffed`` and so on (below); one with nothing typed in it is none.
    """

    version = HiddenField()
    staffed = WholeNumber("Staffed", validators=[Needed("Enter how many places are staffed")])
    occupied = WholeNumber("Occupied", validators=[Needed("Enter how many places are occupied")])
    closed = WholeNumber("Closed", validators=[Needed("Enter how many places are closed, or 0")])
    available_from = Day("Next place free from", validators=[Optional()])
    emergency = BooleanField("We can take a child tonight")
    by_assessment_only = BooleanField("We take children only after an assessment")

    def about(self, service_id: UUID) -> "PlacesForm":
        """Tie the ids of the fields to a service."""
        for name, field in self._fields.items():
            if name not in ("csrf_token", "version"):
                field.id = f"{name.replace('_', '-')}-{service_id.hex}"
        return self

    def seen_version(self) -> int:
        """Give the version that the page showed; -1, which none ever is, where it was tampered with."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else -1

    def typed(self, name: str) -> str:
        """Give what stands in a field, as it was typed."""
        field = self._fields[name]
        if field.raw_data:
            return str(field.raw_data[0])
        return "" if field.data is None else str(field.data)

    def asked_all(self) -> bool:
        """Say whether the page that was sent asked for more than numbers."""
        there = len(self.named())
        return bool(self.closed_staffing.raw_data) or self.sent_rows() > there or bool(there and self.staffed.raw_data)

    def sent_rows(self) -> int:
        """Give how many groups the page had room for when it was sent."""
        return max((row + 1 for row in range(MOST_GROUPS) if self._of(row, "staffed").raw_data), default=0)

    def named(self) -> list[int]:
        """Give the rows of groups in which something stands."""
        rows = range(MOST_GROUPS)
        return [row for row in rows if any(self.typed(f"groups_{row}_{name}").strip() for name in IN_GROUP)]

    def kept(self) -> list[int]:
        """Give the rows of groups that are to be there from now on."""
        return [row for row in self.named() if not self._of(row, "remove").data]

    def groups(self) -> list[Group] | None:
        """Give the groups; None where the page that was sent did not have them."""
        if not self.sent_rows():
            return None
        return [
            Group(
                gender=Gender(self._of(row, "gender").data),
                **{name: self._of(row, name).data for name in IN_GROUP if name != "closed"},
                closed=self._of(row, "closed").data or 0,
            )
            for row in self.kept()
        ]

    def said(self, capacity: Capacity) -> dict[str, Any]:
        """Give what the action takes. Numbers are the sums of groups; where all are removed, what they were."""
        groups = self.groups()
        if groups:
            numbers = {name: sums(groups)[name] for name in NUMBERS}
        elif self.named() or not self.staffed.raw_data:
            numbers = {name: getattr(capacity, name) for name in NUMBERS}
        else:
            numbers = {name: self._fields[name].data or 0 for name in NUMBERS}
        said: dict[str, Any] = {"groups": groups, "available_from": None if groups else self.available_from.data}
        if self.closed_staffing.raw_data:
            said |= {name: bool(self._fields[name].data) for name in TERMS}
            said["closed_for"] = self._reasons(capacity)
        return numbers | said

    def refuse(self, field: str, refusal: Refusal | str) -> None:
        """Show a refusal beside the field: those of groups by their rows, of sums in the first group."""
        rows = self.kept()
        if isinstance(refusal, Invalid):
            # what is wrong in a group says more than what is wrong with the sum
            by_group = sorted(refusal.fields.items(), key=lambda each: each[0].startswith("groups."))
            refusal = Invalid(fields={_named(name, rows): words for name, words in by_group})
        super().refuse(_named(field, rows), refusal)

    def _of(self, row: int, name: str) -> Any:
        return self._fields[f"groups_{row}_{name}"]

    def _reasons(self, capacity: Capacity) -> dict[ClosedFor, int] | None:
        """Give the reasons; None where they stand as they were, so that they give way when fewer places are closed."""
        typed = {reason: self._fields[reason.column].data or 0 for reason in ClosedFor}
        given = {reason: number for reason, number in typed.items() if number}
        return None if given == capacity.numbers.reasons else given


def _named(field: str, rows: Sequence[int]) -> str:
    """Give the name in the form of what an action calls ``groups.0.staffed``."""
    if field.startswith("groups.") and rows:
        _, number, name = field.split(".")
        return f"groups_{rows[int(number)]}_{name}"
    return f"groups_{rows[0]}_{field}" if rows and field in NUMBERS else field


for _reason in ClosedFor:
    setattr(PlacesForm, _reason.column, WholeNumber(_reason.words.capitalize(), validators=[Optional()]))
_GENDERS = [(each.value, words) for each, words in WHO.items()]
for _row in range(MOST_GROUPS):
    for _name, _field in {
        "gender": SelectField("Who", choices=offered(_GENDERS), default=Gender.ANY.value),
        "age_minimum": WholeNumber("Youngest", validators=[Needed("Enter the age of the youngest", _row)]),
        "age_maximum": WholeNumber("Oldest", validators=[Needed("Enter the age of the oldest", _row)]),
        "staffed": WholeNumber("Staffed", validators=[Needed("Enter how many of its places are staffed", _row)]),
        "occupied": WholeNumber("Occupied", validators=[Needed("Enter how many of its places are occupied", _row)]),
        "closed": WholeNumber("Closed", validators=[Optional()]),
        "available_from": Day("Free from", validators=[Optional()]),
        "remove": BooleanField("Remove this group"),
    }.items():
        setattr(PlacesForm, f"groups_{_row}_{_name}", _field)


def showing(capacity: Capacity) -> dict[str, str]:
    """Give what the fields show before anything is typed; nothing where nobody has said it yet."""
    if capacity.confirmed_at is None:
        return {"staffed": str(capacity.staffed)}
    shown = {name: str(getattr(capacity, name)) for name in NUMBERS}
    shown |= {name: str(getattr(capacity, name) or "") for name in REASONS}
    shown["available_from"] = _day(capacity)
    for row, group in enumerate(capacity.kept_apart()):
        shown |= {f"groups_{row}_{name}": str(getattr(group, name)) for name in IN_GROUP}
        shown |= {f"groups_{row}_available_from": _day(group), f"groups_{row}_gender": group.gender.value}
    return shown


def rows_of_groups(capacity: Capacity, form: PlacesForm | None = None, *, whole: bool = True) -> int:
    """Give how many groups the page has room for: those there are and, on a whole page, some to be named."""
    there = len(capacity.groups or ())
    blank = (1 if there else BLANK_GROUPS) if whole else 0
    return min(MOST_GROUPS, max(there + blank, form.sent_rows() if form else 0))


def _day(of: Capacity | Group) -> str:
    return of.available_from.isoformat() if of.available_from else ""
