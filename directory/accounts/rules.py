"""What makes a password, a code, a scope or a way back good; when to wait before the next try."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hmac import compare_digest
from itertools import pairwise
from types import MappingProxyType
from urllib.parse import urlsplit

import pyotp

from directory.access import ROLE_KIND, Kind, Permission, Role, permissions_of

PRODUCT = "Fairhaven"
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
STEP_SECONDS = 30
RECOVERY_CODES = 10
FEW_RECOVERY_CODES = 3
INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=1)
HALF_SESSION_LASTS = timedelta(minutes=10)
FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
TRIES_FORGOTTEN_AFTER = timedelta(hours=24)
RESETS_AN_HOUR = 3
LONGEST_TOKEN_DAYS = 366
ADMIN_OF: Mapping[Kind, Role] = MappingProxyType(
    {
        Kind.AUTHORITY: Role.AUTHORITY_ADMIN,
        Kind.PROVIDER: Role.PROVIDER_ADMIN,
        Kind.OPERATOR: Role.OPERATOR_ADMIN,
    }
)

_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_COMMON = ("password", "letmein", "welcome", "iloveyou", "changeme", "football", "liverpool", "arsenal", "admin")
_LOOKALIKE = str.maketrans("013457@$!", "oleastasi")


def password_fault(password: str, *, email: str = "", name: str = "") -> str | None:
    """Give what makes a password easy to guess, as an instruction; None for a good one."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Enter a password of at least {SHORTEST_PASSWORD} characters. Three unrelated words are good"
    if len(password) > LONGEST_PASSWORD:
        return f"Enter a password of up to {LONGEST_PASSWORD} characters"
    lower = password.lower()
    if len(set(lower)) < 5 or _is_repetition(lower) or _is_sequence(lower):
        return "Enter a password that does not repeat itself or follow the keyboard"
    personal = {PRODUCT.lower(), *re.split(r"[^a-z0-9]+", f"{email} {name}".lower())}
    if _bare(lower, {word for word in personal if len(word) > 3}):
        return "Enter a password that is not made from your name, your email address or the name of this site"
    if _bare(lower.translate(_LOOKALIKE), _COMMON) or _bare(lower, _COMMON):
        return "Enter a password that is not a common one with a few characters added"
    return None


def _bare(password: str, words: Iterable[str]) -> bool:
    """Say whether fewer than 8 characters are left once these words are taken out."""
    left = password
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return left != password and len(left) < 8


def _is_repetition(text: str) -> bool:
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))


def _is_sequence(text: str) -> bool:
    """Say whether most neighbours are neighbours on the keyboard or in the alphabet too."""
    pairs = {a + b for row in _ROWS for a, b in pairwise(row)}
    found = sum(a + b in pairs or b + a in pairs for a, b in pairwise(text))
    return found >= 0.7 * (len(text) - 1)


def matching_step(secret: str, code: str, *, now: datetime, after: int) -> int | None:
    """Give the time step for which a TOTP code is right: this one, the one before or the next; None for a wrong code.

    A step up to ``after`` was used before, and no code works twice. Source: RFC 6238, 5.2.
    """
    entered = re.sub(r"\s", "", code)
    present = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    right = None
    for step in (present - 1, present, present + 1):
        if compare_digest(totp.generate_otp(step).encode(), entered.encode()) and step > after:
            right = step
    return right


def tidy_recovery_code(code: str) -> str:
    """Give a recovery code as compared: case, spaces and hyphens make no difference."""
    return re.sub(r"[^a-z0-9]", "", code.lower())


def wait_until(number: int, last_at: datetime) -> datetime:
    """Give when the next try is allowed after so many in vain: at once up to 5, then 30 s, 1 min ... 15 min."""
    if number < FREE_TRIES:
        return last_at
    return last_at + min(timedelta(seconds=30 * 2 ** min(number - FREE_TRIES, 10)), LONGEST_WAIT)


def safe_next(target: str | None) -> str | None:
    """Give a path of this site to go on to; None for anything that could lead elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if re.search(r"[\x00-\x20\x7f\\]", target):
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or parts.path.startswith(("//", "/sign-in", "/sign-out", "/signed-out")):
        return None
    return parts.path


def roles_fault(roles: Iterable[Role], kind: Kind) -> str | None:
    """Give what is wrong with these roles in an organisation of this kind; None when nothing is."""
    given = list(roles)
    if not given:
        return "Choose at least one role"
    if any(ROLE_KIND[role] is not kind for role in given):
        return "Choose roles of your own kind of organisation"
    return None


_ALIASES: dict[str, frozenset[Permission]] = {
    "services:read": frozenset({Permission.SERVICE_SEARCH, Permission.CONFIDENTIAL_SEARCH}),
    "searches:write": frozenset({Permission.SERVICE_SEARCH, Permission.CONFIDENTIAL_SEARCH, Permission.SEARCH_SAVE}),
    "services:write": frozenset({Permission.SERVICE_EDIT, Permission.CLAIM_MAKE}),
    "capacity:write": frozenset({Permission.CAPACITY_CHANGE}),
    "requests:read": frozenset({Permission.REQUEST_READ, Permission.OFFER_READ}),
    "requests:write": frozenset(
        {
            Permission.REQUEST_READ,
            Permission.REQUEST_DRAFT,
            Permission.REQUEST_SCREEN,
            Permission.REQUEST_APPROVE,
            Permission.REQUEST_RELEASE,
        }
    ),
    "offers:write": frozenset({Permission.OFFER_MAKE}),
    "tenders:write": frozenset({Permission.TENDER_DRAFT, Permission.TENDER_APPROVE, Permission.TENDER_PUBLISH}),
    "bids:write": frozenset({Permission.BID_DRAFT, Permission.BID_SUBMIT}),
}

# a program that could make people, tokens or webhooks would outlive its own revocation
NEVER_A_SCOPE = frozenset(
    {
        Permission.MEMBER_MANAGE,
        Permission.TOKEN_MANAGE,
        Permission.WEBHOOK_MANAGE,
        # a person's own second factor is asked for an address, and a program has none
        Permission.ADDRESS_REVEAL,
    }
)
SCOPES: Mapping[str, frozenset[Permission]] = MappingProxyType(
    _ALIASES | {p.value: frozenset({p}) for p in Permission if p not in NEVER_A_SCOPE}
)
SCOPE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "services:read": "Search services",
        "searches:write": "Save searches, and run and delete your saved ones",
        "services:write": "Change your organisation's services",
        "capacity:write": "Change and confirm capacity",
        "requests:read": "Read placement requests and offers",
        "requests:write": "Draft and move placement requests",
        "offers:write": "Answer requests with offers",
        "tenders:write": "Draft and publish tenders",
        "bids:write": "Draft and submit bids",
    }
)


def granted(scopes: Iterable[str]) -> frozenset[str]:
    """Give the names of the permissions that these scopes let through; an unknown scope lets nothing through."""
    return frozenset(p.value for scope in scopes for p in SCOPES.get(scope, frozenset()))


def scopes_fault(scopes: Iterable[str], roles: Iterable[Role]) -> str | None:
    """Give what is wrong with asking for these scopes with these roles; None when nothing is."""
    given, may = list(scopes), permissions_of(roles)
    if not given:
        return "Choose at least one thing that the token may do"
    if unknown := [scope for scope in given if scope not in SCOPES]:
        return f"{unknown[0]} is not a scope. Scopes are: {', '.join(sorted(SCOPES))}"
    if refused := [scope for scope in given if not SCOPES[scope] & may]:
        return f"{refused[0]} is more than this person's roles allow"
    return None


def offered_scopes(roles: Iterable[Role]) -> list[tuple[str, str]]:
    """Give the friendly scopes that these roles may ask for, with their words."""
    may = permissions_of(roles)
    return [(name, words) for name, words in SCOPE_WORDS.items() if SCOPES[name] & may]
