"""What is read of tenders: by whom, and what they may do next."""

from directory.tenders.queries.amending import amendable, drafted_problems, overtaken, terms_drafted
from directory.tenders.queries.calling_off import (
    members_invited,
    own_turn,
    problems_of,
    public_framework_of,
    still_invited,
    unanswered,
    whose_turn,
)
from directory.tenders.queries.documents import document_version, public_documents
from directory.tenders.queries.invited import invitation_to, invited_of
from directory.tenders.queries.joint import (
    invitations,
    own_invitation,
    public_joint_buyers,
    public_joint_problems,
)
from directory.tenders.queries.latest import latest
from directory.tenders.queries.needs import needs
from directory.tenders.queries.questions import (
    left_unanswered,
    may_ask,
    own_questions,
    public_answers,
    public_unamended,
    questions,
)
from directory.tenders.queries.standing import public_problems
from directory.tenders.queries.telling import matching_providers, public_types_offered, told_providers
from directory.tenders.queries.tender import (
    Wanted,
    drafts,
    held_tender,
    may_see,
    moves,
    owned_tender,
    people,
    ready,
    tender_for,
    tenders,
    visible_to,
    why_not,
)
from directory.tenders.queries.watching import closing_soon, may_watch, own_watch, watched, watchers, with_questions

__all__ = [
    "Wanted",
    "amendable",
    "closing_soon",
    "document_version",
    "drafted_problems",
    "drafts",
    "held_tender",
    "invitation_to",
    "invitations",
    "invited_of",
    "latest",
    "left_unanswered",
    "matching_providers",
    "may_ask",
    "may_see",
    "may_watch",
    "members_invited",
    "moves",
    "needs",
    "overtaken",
    "own_invitation",
    "own_questions",
    "own_turn",
    "own_watch",
    "owned_tender",
    "people",
    "problems_of",
    "public_answers",
    "public_documents",
    "public_framework_of",
    "public_joint_buyers",
    "public_joint_problems",
    "public_problems",
    "public_types_offered",
    "public_unamended",
    "questions",
    "ready",
    "still_invited",
    "tender_for",
    "tenders",
    "terms_drafted",
    "told_providers",
    "unanswered",
    "visible_to",
    "watched",
    "watchers",
    "whose_turn",
    "why_not",
    "with_questions",
]
