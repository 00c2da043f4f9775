from uuid import UUID

from directory.access import Actor
from directory.awards.queries.case import case_of
from directory.awards.rules.standing import LotResult
from directory.awards.weighing import weighed
from directory.tenders.queries import owned_tender


def results(actor: Actor, tender_id: UUID) -> tuple[LotResult, ...]:
    """Give how each lot of the authority's own tender stands, with what is missing. Raises NotFound.

    While something is missing nobody has a rank, and before prices are opened no price is given or reckoned with.
    """
    return weighed(case_of(actor, owned_tender(actor, tender_id)))
