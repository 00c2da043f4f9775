from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovPasswordInput,
    GovRadioInput,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import HiddenField, PasswordField, RadioField, SelectMultipleField, StringField, SubmitField
from wtforms.validators import InputRequired, Length

from directory.access import ROLE_KIND, Kind, Role
from directory.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD
from directory.kit.forms import Form, SelectChoice

PASSWORD_HINT = f"At least {SHORTEST_PASSWORD} characters. Three unrelated words are good."
ROLE_WORDS = {
    Role.SOCIAL_WORKER: "Searches, drafts and sends placement requests, screens",
    Role.PLACEMENTS_MANAGER: "Also approves and releases requests, and reads offers",
    Role.DIRECTOR: "Also overrides an exclusion zone or a rating, with a reason",
    Role.COMMISSIONER: "Drafts, approves and publishes tenders",
    Role.AUTHORITY_ADMIN: "Looks after members and roles",
    Role.PROVIDER_STAFF: "Confirms capacity, makes offers, drafts bids",
    Role.PROVIDER_ADMIN: "Also looks after services, bids, members and roles",
    Role.ASSURER: "Verifies organisations and assures claims",
    Role.OPERATOR_ADMIN: "Looks after this site's own members, organisations and jobs",
}


def role_label(role: Role) -> str:
    """Give a role as people read it."""
    return role.value.replace("_", " ").capitalize()


def _text(words: str, hint: str = "", missing: str = "") -> StringField:
    checks = [InputRequired(missing), Length(max=300, message="Enter up to 300 characters")]
    return StringField(words, widget=GovTextInput(), description=hint, validators=checks)


def _password(words: str, missing: str, hint: str = "") -> PasswordField:
    checks = [
        InputRequired(missing),
        Length(max=LONGEST_PASSWORD, message=f"Enter up to {LONGEST_PASSWORD} characters"),
    ]
    return PasswordField(words, widget=GovPasswordInput(), description=hint, validators=checks)


def _button(words: str) -> SubmitField:
    return SubmitField(words, widget=GovSubmitInput())


class SignInForm(Form):
    """Email and password."""

    email = _text("Email address", missing="Enter your email address")
    password = _password("Password", "Enter your password")
    next = HiddenField()
    submit = _button("Sign in")


class CodeForm(Form):
    """The second factor."""

    code = _text(
        "Security code",
        "The 6 digits that your app shows now, or one of your recovery codes.",
        "Enter the code from your app",
    )
    submit = _button("Continue")


class SetUpForm(Form):
    """The first code of a new second factor."""

    code = _text("Security code", "The 6 digits that your app shows now.", "Enter the code from your app")
    submit = _button("Continue")


class ReplaceForm(SetUpForm):
    """The same from somebody who is signed in, with their password."""

    current = _password("Your password", "Enter your password", "So that nobody else does this at your screen.")


class ConfirmForm(Form):
    """One's password again."""

    current = _password("Your password", "Enter your password", "So that nobody else does this at your screen.")
    submit = _button("Continue")


class ResetForm(Form):
    """Where to send a link for a new password."""

    email = _text("Email address", missing="Enter your email address")
    submit = _button("Send a link")


class NewPasswordForm(Form):
    """A new password, through a link."""

    password = _password("New password", "Enter a password", PASSWORD_HINT)
    submit = _button("Save the password")


class ChangePasswordForm(Form):
    """A new password, from somebody who knows the present one."""

    current = _password("Present password", "Enter your present password")
    password = _password("New password", "Enter a new password", PASSWORD_HINT)
    submit = _button("Change the password")


class TokenForm(Form):
    """What a new API token may do, and how long."""

    name = _text("What is it for?", "To know it by, for example: night script of the records system.", "Enter a name")
    scopes = SelectMultipleField(
        "What may it do?", widget=GovCheckboxesInput(), validators=[InputRequired("Choose what it may do")]
    )
    days = RadioField(
        "How long may it be used?",
        widget=GovRadioInput(),
        choices=[SelectChoice("30", "30 days"), SelectChoice("90", "90 days"), SelectChoice("365", "A year")],
        default="90",
    )
    submit = _button("Make the token")

    def __init__(self, offered: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(**more)
        self.scopes.choices = [SelectChoice(name, words) for name, words in offered]


def _roles() -> SelectMultipleField:
    return SelectMultipleField(
        "Roles", widget=GovCheckboxesInput(), validators=[InputRequired("Choose at least one role")]
    )


class ChoosesRoles(Form):
    """A form in which roles of one kind of organisation are chosen."""

    def __init__(self, kind: Kind, **more: Any) -> None:
        super().__init__(**more)
        self["roles"].choices = [SelectChoice(role.value, role_label(role)) for role in Role if ROLE_KIND[role] is kind]

    def chosen(self) -> list[Role]:
        """Give the roles that were chosen."""
        return [Role(value) for value in self["roles"].data or []]


class RolesForm(ChoosesRoles):
    """The roles of a member, and the version of the member that was read."""

    roles = _roles()
    version = HiddenField()
    submit = _button("Save the roles")


class InviteForm(ChoosesRoles):
    """Whom to invite."""

    name = _text("Full name", missing="Enter a name")
    email = _text("Email address", missing="Enter an email address")
    roles = _roles()
    submit = _button("Send the invitation")


class AdministratorForm(Form):
    """Whom to invite as an organisation's administrator."""

    name = _text("Full name", missing="Enter a name")
    email = _text("Email address", missing="Enter an email address")
    submit = _button("Send the invitation")
