"""What changes people, their sessions and their secrets. Each module is one noun."""

from directory.accounts.actions.invitations import accept, invite, renew, revoke
from directory.accounts.actions.members import change_roles, clear_second_factor, set_active
from directory.accounts.actions.passwords import ask_for_reset, change_password, reset_password
from directory.accounts.actions.people import add_person, set_second_factor
from directory.accounts.actions.second_factor import confirm_second_factor, renew_recovery_codes
from directory.accounts.actions.sessions import begin_session, end_every_session, end_session
from directory.accounts.actions.sign_in import check_password, check_second_factor
from directory.accounts.actions.tokens import make_token, revoke_token

__all__ = [
    "accept",
    "add_person",
    "ask_for_reset",
    "begin_session",
    "change_password",
    "change_roles",
    "check_password",
    "check_second_factor",
    "clear_second_factor",
    "confirm_second_factor",
    "end_every_session",
    "end_session",
    "invite",
    "make_token",
    "renew",
    "renew_recovery_codes",
    "reset_password",
    "revoke",
    "revoke_token",
    "set_active",
    "set_second_factor",
]
