"""The exact address of a confidential service: put in, never shown again, replaced and removed."""

from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import InvalidRequestError

from directory.access import Role
from directory.audit.models import AuditRecord
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.providers.actions.addresses import keep_address, remove_address, reveal_address
from directory.providers.models import KeptAddress
from directory.providers.queries.addresses import kept_since
from tests import make, make_disclosure, make_services
from tests.inspect_pages import Page
from tests.inspect_pages import client as browser
from tests.make_requests import matching_service

STREET = "Plover Rise"


def stored(service_id: UUID) -> bytes:
    db.session.rollback()
    row = db.session.execute(text("SELECT address FROM kept_addresses")).one()
    return bytes(row[0])


def test_an_address_is_put_in_and_never_shown_to_anybody_on_its_page(lite: Flask, now: datetime) -> None:
    service_id = matching_service("Harbour Care").id
    admin = browser(lite).sign_in(make.person(Role.PROVIDER_ADMIN, of="Harbour Care").id)
    base = f"/organisation/services/{service_id}"
    assert "Not kept" in admin.page(base).text
    assert admin.send(f"{base}/address", {"address": make_disclosure.ADDRESS}).status_code == 303
    for path in (base, f"{base}/address", f"{base}/edit", f"/services/{service_id}"):
        assert STREET not in admin.page(path).html
    assert "ept since" in admin.page(base).text
    refused = admin.send(f"{base}/address", {"address": "Plover"})
    assert (refused.status_code, Page(refused).errors()) == (422, ["Enter the whole address, in up to 500 characters"])
    assert admin.send(f"{base}/address", {"address": "22 Curlew Way\nHarrowgate Sands"}).status_code == 303
    assert admin.send(f"{base}/address/removal").status_code == 303
    assert "Not kept" in admin.page(base).text
    assert admin.send(f"{base}/address/removal").status_code == 404


def test_it_is_sealed_and_not_read_along_with_its_row(app: Flask, now: datetime) -> None:
    service_id = matching_service("Harbour Care").id
    make_disclosure.address(service_id)
    assert STREET.encode() not in stored(service_id)
    row = db.session.scalars(select(KeptAddress)).one()
    with pytest.raises(InvalidRequestError):
        _ = row.address
    make_disclosure.address(service_id, words="22 Curlew Way, Harrowgate Sands")
    assert kept_since(make.provider("Harbour Care"), service_id) == now
    assert reveal_within(service_id, now) == "22 Curlew Way, Harrowgate Sands"
    said = [f"{record.event} {record.facts}" for record in db.session.query(AuditRecord)]
    assert any("address:kept" in line for line in said)
    assert not [line for line in said if "Curlew" in line or STREET in line]


def reveal_within(service_id: UUID, now: datetime) -> str:
    return reveal_address(make.placements_manager(), service_id, now=now, reason="A test")


def test_only_its_own_administrators_keep_and_remove_it(lite: Flask, now: datetime) -> None:
    service_id = matching_service("Harbour Care").id
    make_disclosure.address(service_id)
    for actor, refusal in (
        (make.actor(Role.PROVIDER_STAFF, of="Harbour Care"), NotAllowed),
        (make.provider("Seaview Care"), NotFound),
        (make.placements_manager(), NotAllowed),
    ):
        with pytest.raises(refusal):
            keep_address(actor, service_id, address=make_disclosure.ADDRESS, now=now)
        with pytest.raises(refusal):
            remove_address(actor, service_id, now=now)
    for role in set(Role) - {Role.PLACEMENTS_MANAGER, Role.DIRECTOR}:
        with pytest.raises(NotAllowed):
            reveal_address(make.actor(role), service_id, now=now)


def test_a_public_service_keeps_none_and_an_overlong_one_is_refused(lite: Flask, now: datetime) -> None:
    public = make_services.service("Harbour Care", confidential=False)
    with pytest.raises(WrongState, match="public"):
        keep_address(make.provider("Harbour Care"), public.id, address=make_disclosure.ADDRESS, now=now)
    hidden = matching_service("Harbour Care")
    with pytest.raises(Invalid):
        keep_address(make.provider("Harbour Care"), hidden.id, address="x" * 501, now=now)
