from datetime import datetime

import pytest
from flask import Flask

from directory import audit, notify
from directory.access import NOBODY, SYSTEM, Actor, Permission
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.errors import NotFound
from directory.notify.actions import read
from tests import make


@atomic
def tell(to: Actor, *, permission: Permission | None = None) -> None:
    where = make.organisation()
    notify.notice(
        text="An offer waits",
        endpoint="pages.home",
        at=clock.now(),
        person_id=None if permission else to.person_id,
        organisation_id=to.organisation_id if permission else None,
        permission=permission,
    )
    audit.record(SYSTEM, "notice:left", where, at=clock.now())


def test_a_notice_is_for_one_person_until_it_is_read(app: Flask, now: datetime) -> None:
    reader, other = make.social_worker(), make.social_worker()
    tell(reader)
    (notice,) = notify.notices(reader)
    assert notify.notices(other) == []
    assert notify.notices(NOBODY) == []
    with pytest.raises(NotFound):
        read(other, notice.id, now=now)
    read(reader, notice.id, now=now)
    assert notify.notices(reader) == []


def test_a_notice_for_a_permission_reaches_those_of_the_organisation_who_have_it(app: Flask, now: datetime) -> None:
    manager, worker = make.placements_manager(), make.social_worker()
    elsewhere = make.placements_manager(of="Southmoor Council")
    tell(manager, permission=Permission.REQUEST_APPROVE)
    assert [len(notify.notices(actor)) for actor in (manager, worker, elsewhere)] == [1, 0, 0]
