"""The pages of signing in, of one's account, and of one's organisation and its members."""

from directory.accounts.views import account, invitations, links, members, second_factor, sign_in, tokens
from directory.accounts.views.blueprints import accounts, organisation

__all__ = [
    "account",
    "accounts",
    "invitations",
    "links",
    "members",
    "organisation",
    "second_factor",
    "sign_in",
    "tokens",
]
