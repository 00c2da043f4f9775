"""How a provider keeps its places up to date, as authorities see it on the page of a service."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from directory.access import Role
from directory.codes import Freshness
from directory.kit.errors import NotAllowed
from directory.providers.actions.capacity import change
from directory.providers.models import Status
from directory.providers.queries.keeping import Keeping, keeping_of
from tests import make
from tests.inspect_pages import Client
from tests.make_services import service


def test_services_are_counted_by_freshness_and_the_usual_wait_is_a_median(app: Flask, now: datetime) -> None:
    provider, worker = make.provider(), make.social_worker()
    fresh = service(places=4, confirmed_days_ago=1)
    service(places=4, confirmed_days_ago=20)
    service(places=4, confirmed_days_ago=None)
    service(places=4, confirmed_days_ago=0, status=Status.WITHDRAWN)
    for days in (40, 39.99, 30, 24, 1):  # two on one day are one
        change(
            provider,
            fresh.id,
            staffed=4,
            occupied=1,
            closed=0,
            available_from=None,
            version=None,
            now=now - timedelta(days=days),
        )
    found = keeping_of(worker, fresh.organisation_id, now)
    assert found == Keeping({Freshness.CURRENT: 1, Freshness.AGEING: 1, Freshness.STALE: 1}, 10.0)


def test_who_may_not_search_what_is_confidential_learns_nothing_of_it(lite: Flask, now: datetime) -> None:
    home = service()
    with pytest.raises(NotAllowed):
        keeping_of(make.provider(), home.organisation_id, now)


def test_authorities_see_it_on_the_page_of_a_service_and_strangers_do_not(client: Client) -> None:
    home = service(places=4, confidential=False, confirmed_days_ago=2)
    address = f"/services/{home.id}"
    assert "keeps its places up to date" not in client.page(address).text
    client.sign_in(make.person(Role.SOCIAL_WORKER).id)
    page = client.page(address)
    assert "1 confirmed this week" in page.text
