"""The words people read for what tenders are made of."""

from enum import StrEnum

from directory.codes import PriceUnit
from directory.tenders.rules.check import Section
from directory.tenders.rules.sections import (
    CriterionKind,
    Ground,
    Kind,
    Policy,
    PriceFormula,
    Procedure,
    Regime,
    Shortening,
    TieBreak,
)
from directory.tenders.rules.states import Move, Phase

# by class: members of two enums with the same value are equal, so one dictionary would mix them up
LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Kind: {
        Kind.CONTRACT: "Contract",
        Kind.FRAMEWORK: "Framework",
        Kind.CALL_OFF: "Call-off under a framework",
    },
    Procedure: {
        Procedure.OPEN: "Open: any provider may bid",
        Procedure.LIMITED: "Limited: providers that pass a first stage may bid",
        Procedure.DIRECT: "Direct: one provider, with a lawful reason",
    },
    Regime: {
        Regime.LIGHT_TOUCH: "Light touch: social care and similar services for people",
        Regime.STANDARD: "Standard: anything else",
    },
    Shortening: {
        Shortening.NONE: "No",
        Shortening.PLANNED_NOTICE: "Yes, a qualifying planned procurement notice was published",
        Shortening.URGENCY: "Yes, there is a state of urgency",
    },
    Ground: {
        Ground.USER_CHOICE: "User choice: the choice of provider belongs to the child or family",
        Ground.ONE_SUPPLIER: "One supplier: only one provider can meet the need",
        Ground.URGENCY: "Urgency: extreme, unavoidable and not foreseen",
        Ground.ADDITIONAL: "Additional services that a change of provider would make incompatible",
        Ground.NO_SUITABLE_BIDS: "No suitable bids came in an earlier competition",
    },
    Policy: {
        Policy.SAFEGUARDING: "Safeguarding children",
        Policy.MISSING_CHILDREN: "Children who go missing",
        Policy.MODERN_SLAVERY: "Modern slavery and trafficking",
        Policy.SAFER_RECRUITMENT: "Safer recruitment",
        Policy.COMPLAINTS: "Complaints",
        Policy.DATA_PROTECTION: "Data protection",
        Policy.EQUALITY: "Equality and diversity",
        Policy.HEALTH_AND_SAFETY: "Health and safety",
        Policy.BUSINESS_CONTINUITY: "Business continuity",
    },
    CriterionKind: {
        CriterionKind.QUALITY: "Quality",
        CriterionKind.PRICE: "Price",
        CriterionKind.SOCIAL_VALUE: "Social value",
    },
    PriceFormula: {
        PriceFormula.LOWEST_OVER_PRICE: "Lowest price ÷ this price × weight",
        PriceFormula.DISTANCE_FROM_LOWEST: "Weight × (1 − how far above the lowest price), never below 0",
    },
    TieBreak: {
        TieBreak.HIGHEST_QUALITY: "The bid with more points for quality comes first",
        TieBreak.LOWEST_PRICE: "The bid with the lower price comes first",
        TieBreak.DRAWN: "Lots are drawn before two officers, and the record says so",
    },
    PriceUnit: {
        PriceUnit.WEEK: "a week",
        PriceUnit.HOUR: "an hour",
        PriceUnit.SESSION: "a session",
        PriceUnit.WHOLE: "in all",
    },
    Phase: {
        Phase.DRAFT: "Draft",
        Phase.AWAITING_APPROVAL: "Awaiting approval",
        Phase.APPROVED: "Approved",
        Phase.OPEN: "Open",
        Phase.QUESTIONS_CLOSED: "Open, questions closed",
        Phase.SEALED: "Closed for bids",
        Phase.UNSEALED: "Bids opened",
        Phase.EVALUATING: "Bids are being judged",
        Phase.AWARD_PROPOSED: "Award proposed",
        Phase.STANDSTILL: "Standstill",
        Phase.AWARDABLE: "Contract may be signed",
        Phase.CONTRACTED: "Contract signed",
        Phase.ENDED: "Contract ended",
        Phase.WITHDRAWN: "Withdrawn",
        Phase.CANCELLED: "Cancelled",
        Phase.UNSUCCESSFUL: "No award: no suitable bid",
    },
    Section: {
        Section.DETAILS: "What you need and how you buy it",
        Section.LOTS: "Lots",
        Section.CRITERIA: "Award criteria",
        Section.CONDITIONS: "Conditions of participation",
        Section.DEADLINES: "Deadlines",
        Section.DOCUMENTS: "Documents",
    },
    Move: {
        Move.SUBMIT: "Ask for approval",
        Move.APPROVE: "Approve",
        Move.RETURN: "Make it a draft again",
        Move.PUBLISH: "Publish",
        Move.AMEND: "Amend",
        Move.WITHDRAW: "Withdraw",
        Move.UNSEAL: "Open the bids",
        Move.EVALUATE: "Begin to judge the bids",
        Move.PROPOSE: "Propose an award",
        Move.REOPEN: "Judge again",
        Move.ANNOUNCE: "Tell the bidders and begin the standstill",
        Move.CONTRACT: "Sign the contract",
        Move.END: "End the contract",
        Move.FAIL: "End without an award",
        Move.CANCEL: "Cancel",
    },
}

ROWS = {"lots": "Lot", "criteria": "Criterion"}
FIELDS: dict[str, str] = {
    "title": "Title",
    "description": "Description",
    "kind": "Kind",
    "regime": "Rules that apply",
    "procedure": "Procedure",
    "ground": "Ground for a direct award",
    "justification": "Justification",
    "shortening": "Shorter time",
    "shortening_reason": "Reason for the shorter time",
    "cpv_codes": "CPV codes",
    "value_minimum_pence": "Lowest value",
    "value_maximum_pence": "Highest value",
    "starts_on": "Start",
    "ends_on": "End",
    "extension_months": "Possible extension in months",
    "tie_break": "When two bids have the same points",
    "framework_reference": "Framework",
    "joinable": "Providers may join later",
    "ranked": "Members are ranked",
    "open_scheme": "Competed for again",
    "earlier_framework": "Follows the framework",
    "answer_days": "Working days for a member to answer",
    "questions_close_at": "Questions close",
    "answers_by_at": "Answers by",
    "closes_at": "Bids close",
    "needs_active_registration": "Active registration",
    "refuses_inadequate": "Not rated Inadequate",
    "public_liability_pence": "Public liability insurance",
    "employers_liability_pence": "Employer's liability insurance",
    "professional_indemnity_pence": "Professional indemnity insurance",
    "policies": "Policies",
    "service_types": "Service types",
    "places": "Places",
    "weekly_hours": "Hours a week",
    "areas": "Areas",
    "joint_buyers": "Joint buyers",
    "name": "Name",
    "weight_hundredths": "Weight",
    "question": "Question",
    "word_limit": "Word limit",
    "guide": "Scoring guide",
    "formula": "Formula",
    "highest_score": "Highest score",
    "minimum_score": "Lowest score that passes",
    "price_lines": "Prices asked for",
    "documents": "Documents",
    "removed": "Taken away",
}


def field_words(path: str) -> str:
    """Give the words for a field that an amendment changed: "Lot 2: Places" for ``lots.2.places``."""
    row, _, rest = path.partition(".")
    if row not in ROWS or not rest:
        return FIELDS.get(path, path)
    number, _, field = rest.partition(".")
    return f"{ROWS[row]} {number}" + (f": {FIELDS.get(field, field)}" if field else ", new")


def words(value: StrEnum) -> str:
    """Give the words people read for a value of a tender."""
    return LABELS.get(type(value), {}).get(value) or value.value.replace("_", " ").capitalize()
