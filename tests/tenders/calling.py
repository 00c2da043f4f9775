"""Makers of call-offs: whole ones that may be published under a framework of ``make_frameworks``."""

from dataclasses import replace
from typing import Any

from directory.access import Actor
from directory.codes import ServiceType
from directory.frameworks.models import Framework
from directory.kit import clock
from directory.tenders import actions
from directory.tenders.models import Tender
from directory.tenders.rules import Criterion, CriterionKind, Kind, Lot, Notice, PriceFormula, Procedure
from tests import make
from tests.tenders import making

CRITERIA = (
    Criterion(CriterionKind.QUALITY, "Safety", 7000, "How do you keep young people safe?", 750, "0: no\n5: yes"),
    Criterion(CriterionKind.PRICE, "Price", 3000, formula=PriceFormula.LOWEST_OVER_PRICE),
)


def notice(framework: Framework, **details: Any) -> Notice:
    """Give a call-off for children's homes in Leeds."""
    given = {"title": "A home for two", "kind": Kind.CALL_OFF, "framework_reference": framework.reference, **details}
    written = making.notice(clock.now(), **given)
    lot = Lot(
        "Home", "", (ServiceType.CHILDRENS_HOME,), 2, None, (making.LEEDS,), price_lines=written.lots[0].price_lines
    )
    return replace(written, lots=(lot,), criteria=CRITERIA)


def drafted(framework: Framework, *, of: str | None = None, written: Notice | None = None, **details: Any) -> Tender:
    """Give a draft."""
    return actions.create(make.commissioner(of), written or notice(framework, **details), now=clock.now())


def called_off(framework: Framework, *, of: str | None = None, **more: Any) -> Tender:
    """Give a published call-off."""
    return published(drafted(framework, of=of, **more), make.commissioner(of))


def direct(framework: Framework, **more: Any) -> Tender:
    """Give a published direct award."""
    return called_off(framework, procedure=Procedure.DIRECT, **more)


def published(draft: Tender, by: Actor) -> Tender:
    """Approve and publish a draft as another commissioner."""
    actions.approve(by, draft.id, now=clock.now())
    return actions.publish(by, draft.id, now=clock.now())
