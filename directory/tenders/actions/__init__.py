"""What is done to a tender: writing its sections, moving it on, amending it, asking and answering."""

from directory.tenders.actions.amending import amend
from directory.tenders.actions.amendment_draft import (
    draft_conditions,
    draft_criterion,
    draft_criterion_removal,
    draft_lot,
    draft_lot_removal,
    drop_draft,
)
from directory.tenders.actions.documents import (
    add_document,
    publish_version,
    remove_document,
    replace_document,
    tell_infected,
)
from directory.tenders.actions.drafting import create, put_criterion, put_lot, remove_criterion, remove_lot, save
from directory.tenders.actions.inviting import pass_over
from directory.tenders.actions.joining import answer_invitation, invite, note_agreement
from directory.tenders.actions.moves import approve, cancel, give_back, publish, submit, withdraw
from directory.tenders.actions.questions import answer, ask, refuse_question, take_back
from directory.tenders.actions.telling import tell
from directory.tenders.actions.turns import decline, lapse, take
from directory.tenders.actions.watching import (
    remind_officers,
    remind_watchers,
    tell_watcher,
    unwatch,
    watch,
)

__all__ = [
    "add_document",
    "amend",
    "answer",
    "answer_invitation",
    "approve",
    "ask",
    "cancel",
    "create",
    "decline",
    "draft_conditions",
    "draft_criterion",
    "draft_criterion_removal",
    "draft_lot",
    "draft_lot_removal",
    "drop_draft",
    "give_back",
    "invite",
    "lapse",
    "note_agreement",
    "pass_over",
    "publish",
    "publish_version",
    "put_criterion",
    "put_lot",
    "refuse_question",
    "remind_officers",
    "remind_watchers",
    "remove_criterion",
    "remove_document",
    "remove_lot",
    "replace_document",
    "save",
    "submit",
    "take",
    "take_back",
    "tell",
    "tell_infected",
    "tell_watcher",
    "unwatch",
    "watch",
    "withdraw",
]
