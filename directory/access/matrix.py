"""The whole policy on one page. ``docs/permissions.md`` is generated from it."""

from collections.abc import Iterable
from enum import StrEnum


class Kind(StrEnum):
    """What an organisation is to this site."""

    AUTHORITY = "authority"
    PROVIDER = "provider"
    OPERATOR = "operator"


class Role(StrEnum):
    """What a person does in their organisation."""

    SOCIAL_WORKER = "social_worker"
    PLACEMENTS_MANAGER = "placements_manager"
    DIRECTOR = "director"
    COMMISSIONER = "commissioner"
    AUTHORITY_ADMIN = "authority_admin"
    PROVIDER_STAFF = "provider_staff"
    PROVIDER_ADMIN = "provider_admin"
    ASSURER = "assurer"
    OPERATOR_ADMIN = "operator_admin"


ROLE_KIND: dict[Role, Kind] = {
    Role.SOCIAL_WORKER: Kind.AUTHORITY,
    Role.PLACEMENTS_MANAGER: Kind.AUTHORITY,
    Role.DIRECTOR: Kind.AUTHORITY,
    Role.COMMISSIONER: Kind.AUTHORITY,
    Role.AUTHORITY_ADMIN: Kind.AUTHORITY,
    Role.PROVIDER_STAFF: Kind.PROVIDER,
    Role.PROVIDER_ADMIN: Kind.PROVIDER,
    Role.ASSURER: Kind.OPERATOR,
    Role.OPERATOR_ADMIN: Kind.OPERATOR,
}


class Permission(StrEnum):
    """What may be allowed, as ``thing:verb``."""

    SERVICE_SEARCH = "service:search"
    CONFIDENTIAL_SEARCH = "confidential:search"
    SEARCH_SAVE = "search:save"
    SERVICE_EDIT = "service:edit"
    CAPACITY_CHANGE = "capacity:change"
    CLAIM_MAKE = "claim:make"
    CLAIM_ASSURE = "claim:assure"
    ORGANISATION_DESCRIBE = "organisation:describe"
    ORGANISATION_VERIFY = "organisation:verify"
    ORGANISATION_ADD = "organisation:add"
    REQUEST_READ = "request:read"
    REQUEST_DRAFT = "request:draft"
    REQUEST_SCREEN = "request:screen"
    REQUEST_APPROVE = "request:approve"
    REQUEST_RELEASE = "request:release"
    REQUEST_RELEASE_UNAPPROVED = "request:release_unapproved"
    OFFER_READ = "offer:read"
    OFFER_MAKE = "offer:make"
    OFFER_SHORTLIST = "offer:shortlist"
    HOLD_TAKE = "hold:take"
    PLACEMENT_READ = "placement:read"
    PLACEMENT_AGREE = "placement:agree"
    PLACEMENT_END = "placement:end"
    DISTANCE_APPROVE = "distance:approve"
    PACK_RELEASE = "pack:release"
    ADDRESS_REVEAL = "address:reveal"
    EPISODE_RECORD = "episode:record"
    RULE_OVERRIDE = "rule:override"
    INSIGHT_READ = "insight:read"
    TENDER_DRAFT = "tender:draft"
    TENDER_APPROVE = "tender:approve"
    TENDER_PUBLISH = "tender:publish"
    QUESTION_ASK = "question:ask"
    QUESTION_ANSWER = "question:answer"
    BID_DRAFT = "bid:draft"
    BID_SUBMIT = "bid:submit"
    BID_UNSEAL = "bid:unseal"
    BID_SCORE = "bid:score"
    BID_MODERATE = "bid:moderate"
    AWARD_PROPOSE = "award:propose"
    AWARD_APPROVE = "award:approve"
    CONTRACT_READ = "contract:read"
    CONTRACT_SIGN = "contract:sign"
    CALL_OFF_MAKE = "call_off:make"
    PROCUREMENT_FILE = "procurement_file:make"
    MEMBER_MANAGE = "member:manage"
    TOKEN_MANAGE = "token:manage"  # noqa: S105 - a permission's name
    WEBHOOK_MANAGE = "webhook:manage"
    SWEEP_READ = "sweep:read"
    SWEEP_ACKNOWLEDGE = "sweep:acknowledge"
    SYNONYM_EDIT = "synonym:edit"
    JOB_READ = "job:read"
    AUDIT_READ = "audit:read"


P = Permission

_SOCIAL_WORKER = {
    P.SERVICE_SEARCH,
    P.CONFIDENTIAL_SEARCH,
    P.SEARCH_SAVE,
    P.REQUEST_READ,
    P.REQUEST_DRAFT,
    P.REQUEST_SCREEN,
    P.REQUEST_RELEASE_UNAPPROVED,
    P.PLACEMENT_READ,
    P.EPISODE_RECORD,
    P.BID_SCORE,
}
_PLACEMENTS_MANAGER = (
    _SOCIAL_WORKER
    | {P.REQUEST_APPROVE, P.REQUEST_RELEASE, P.OFFER_READ, P.OFFER_SHORTLIST}
    | {P.HOLD_TAKE, P.PLACEMENT_AGREE, P.PLACEMENT_END, P.PACK_RELEASE, P.ADDRESS_REVEAL, P.INSIGHT_READ}
)
_PROVIDER_STAFF = {P.SERVICE_SEARCH, P.CAPACITY_CHANGE, P.OFFER_MAKE, P.BID_DRAFT, P.QUESTION_ASK, P.CONTRACT_READ}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.SOCIAL_WORKER: frozenset(_SOCIAL_WORKER),
    Role.PLACEMENTS_MANAGER: frozenset(_PLACEMENTS_MANAGER),
    Role.DIRECTOR: frozenset(_PLACEMENTS_MANAGER | {P.RULE_OVERRIDE, P.DISTANCE_APPROVE}),
    Role.COMMISSIONER: frozenset(
        {P.SERVICE_SEARCH, P.CONFIDENTIAL_SEARCH, P.SEARCH_SAVE, P.TENDER_DRAFT, P.TENDER_APPROVE, P.TENDER_PUBLISH}
        | {P.QUESTION_ANSWER, P.BID_UNSEAL, P.BID_SCORE, P.BID_MODERATE, P.AWARD_PROPOSE, P.AWARD_APPROVE}
        | {P.CONTRACT_READ, P.CONTRACT_SIGN, P.CALL_OFF_MAKE, P.PROCUREMENT_FILE, P.INSIGHT_READ}
    ),
    Role.AUTHORITY_ADMIN: frozenset(
        {P.SERVICE_SEARCH, P.MEMBER_MANAGE, P.TOKEN_MANAGE, P.WEBHOOK_MANAGE, P.SWEEP_READ}
    ),
    Role.PROVIDER_STAFF: frozenset(_PROVIDER_STAFF),
    Role.PROVIDER_ADMIN: frozenset(
        _PROVIDER_STAFF
        | {P.SERVICE_EDIT, P.CLAIM_MAKE, P.BID_SUBMIT, P.MEMBER_MANAGE, P.TOKEN_MANAGE, P.WEBHOOK_MANAGE}
        | {P.ORGANISATION_DESCRIBE}
    ),
    Role.ASSURER: frozenset(
        {P.SERVICE_SEARCH, P.CONFIDENTIAL_SEARCH, P.CLAIM_ASSURE, P.ORGANISATION_VERIFY, P.ORGANISATION_ADD}
    ),
    Role.OPERATOR_ADMIN: frozenset(
        {P.SERVICE_SEARCH, P.ORGANISATION_ADD, P.MEMBER_MANAGE, P.SWEEP_READ, P.SWEEP_ACKNOWLEDGE}
        | {P.SYNONYM_EDIT, P.JOB_READ, P.AUDIT_READ}
    ),
}

ANONYMOUS: frozenset[Permission] = frozenset({P.SERVICE_SEARCH})

SECOND_FACTOR_KINDS = frozenset({Kind.AUTHORITY, Kind.OPERATOR})


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Give all that these roles together may do."""
    return ANONYMOUS.union(*(GRANTS[role] for role in roles))


def as_markdown() -> str:
    """Give ``docs/permissions.md``: permissions down, roles across."""
    lines = [
        "# Who may do what",
        "",
        "Generated from `directory/access/matrix.py` by `flask docs permissions`; a test compares the two.",
        "Tenancy stands in the query that loads a thing: what belongs to another organisation is not found.",
        "",
        "| permission | anyone | " + " | ".join(role.value for role in Role) + " |",
        "|---|---|" + "---|" * len(Role),
    ]
    for permission in Permission:
        cells = ["yes" if permission in ANONYMOUS else ""]
        cells += ["yes" if permission in permissions_of([role]) else "" for role in Role]
        lines.append(f"| `{permission.value}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
