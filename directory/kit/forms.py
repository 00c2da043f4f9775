"""Forms: what was typed stays, and a refusal stands beside the field it is about."""

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older than WTForms 3.3

from directory.kit.errors import Invalid, Refusal

__all__ = ["Form", "Press", "SelectChoice", "offered", "posted"]


def offered(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Give what may be chosen, from pairs of value and words."""
    return [SelectChoice(value, words) for value, words in pairs]


class Form(FlaskForm):  # type: ignore[misc]
    """The base of every form (CSRF-protected)."""

    def sent(self) -> bool:
        """Say whether this request posts the form and every field is right."""
        return bool(self.validate_on_submit())

    def refuse(self, field: str, refusal: Refusal | str) -> None:
        """Show an action's refusal beside ``field``; one that names its fields is shown beside those that exist."""
        named = refusal.fields if isinstance(refusal, Invalid) else {}
        wrong = {name: words for name, words in named.items() if name in self._fields} or {field: str(refusal)}
        for name, words in wrong.items():
            target = self._fields[name]
            target.errors = [*target.errors, words]

    def text(self, name: str) -> str:
        """Give what was typed into a field; nothing where nothing was."""
        return str(self._fields[name].data or "")

    def values(self) -> dict[str, Any]:
        """Give what was entered, without the CSRF token and buttons."""
        return {name: f.data for name, f in self._fields.items() if f.type not in {"CSRFTokenField", "SubmitField"}}


class Press(Form):
    """A form of one button and nothing to fill in."""


def posted() -> bool:
    """Say whether this request changes something."""
    return request.method == "POST"
