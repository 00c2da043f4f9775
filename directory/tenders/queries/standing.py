from datetime import datetime

from directory.tenders.models import Tender
from directory.tenders.queries.documents import public_document_problems
from directory.tenders.queries.joint import public_joint_problems
from directory.tenders.rules import Problem, problems


def public_problems(tender: Tender, now: datetime) -> list[Problem]:
    """Give all that stands in the way of publishing a tender at ``now``: what is written, its documents, its buyers."""
    return [*problems(tender.notice(), now), *public_joint_problems(tender), *public_document_problems(tender)]
