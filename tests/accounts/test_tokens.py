from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from directory import audit
from directory.access import NOBODY, SYSTEM, Permission, Role
from directory.accounts import queries
from directory.accounts.actions import end_every_session, make_token, revoke_token, set_active
from directory.accounts.actions.passwords import set_password, use_reset
from directory.accounts.models import ApiToken, PasswordReset
from directory.accounts.sessions import token_actor
from directory.audit.models import AuditRecord
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound, NotSignedIn
from tests import make
from tests.inspect_pages import Client, Page


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_acts_for_its_person_within_its_scopes(app: Flask, now: datetime) -> None:
    admin = make.provider()
    _, secret = make_token(admin, name="script", scopes=["capacity:write"], now=now)
    with app.test_request_context(headers=bearer(secret)):
        actor = token_actor()
    assert actor.person_id == admin.person_id
    assert actor.permissions == {Permission.CAPACITY_CHANGE}


def test_a_token_loses_what_its_person_loses(app: Flask, now: datetime) -> None:
    person = make.person(Role.PROVIDER_ADMIN)
    _, secret = make_token(person.actor(), name="script", scopes=["services:write", "capacity:write"], now=now)
    person = db.session.merge(person)
    make.set_roles(person.id, Role.PROVIDER_STAFF)
    with app.test_request_context(headers=bearer(secret)):
        assert token_actor().permissions == {Permission.CAPACITY_CHANGE}


@pytest.mark.parametrize("way", ["reset", "change", "sign out everywhere"])
def test_no_token_outlives_a_new_password_or_signing_out_everywhere(app: Flask, now: datetime, way: str) -> None:
    person, other = make.person(Role.PROVIDER_ADMIN), make.person(Role.PROVIDER_ADMIN)
    actor, person_id, other_id = person.actor(), person.id, other.id
    for whose, name in ((actor, "one"), (actor, "two"), (other.actor(), "other")):
        make_token(whose, name=name, scopes=["capacity:write"], now=now)
    if way == "sign out everywhere":
        end_every_session(actor, now=now)
    elif way == "change":
        set_password(person_id, "kept", now=now)
    else:
        reset = PasswordReset(person_id=person_id, token_fingerprint="x", expires_at=now + timedelta(hours=1))
        identity = kept(reset)
        use_reset(identity, "kept", now=now)
    db.session.rollback()
    live = db.session.scalars(select(ApiToken.person_id).where(ApiToken.revoked_at.is_(None))).all()
    assert live == [other_id]
    events = select(func.count()).select_from(AuditRecord).where(AuditRecord.event == "token:revoked")
    assert db.session.scalar(events) == 2


@atomic
def kept(reset: PasswordReset) -> UUID:
    """Keep a link to a new password, as if it had been asked for."""
    db.session.add(reset)
    db.session.flush()
    audit.record(SYSTEM, "password_reset:sent", reset, at=clock.now())
    return reset.id


def test_without_a_token_nobody_acts_and_a_bad_one_is_refused(lite: Flask, now: datetime) -> None:
    with lite.test_request_context():
        assert token_actor() is NOBODY
    made, secret = make_token(make.provider(), name="script", scopes=["capacity:write"], now=now)
    for header in (
        "Bearer made-up",
        f"Bearer {secret}x",
        f"Bearer {secret[:-1]}",
        f"Basic {secret}",
        "Bearer",
        f"Bearer {made.token_fingerprint}",
    ):
        with lite.test_request_context(headers={"Authorization": header}), pytest.raises(NotSignedIn):
            token_actor()


def test_a_token_ends_when_it_expires_or_is_revoked_or_its_person_is_inactive(lite: Flask, now: datetime) -> None:
    make.provider()
    person = make.person(Role.PROVIDER_ADMIN)
    actor, person_id = person.actor(), person.id
    expiring = make_token(actor, name="a", scopes=["capacity:write"], days=1, now=now)[1]
    made, revoked = make_token(actor, name="b", scopes=["capacity:write"], now=now)
    revoke_token(actor, made.id, now=now)
    inactive = make_token(actor, name="c", scopes=["capacity:write"], now=now)[1]
    with lite.test_request_context(headers=bearer(revoked)), pytest.raises(NotSignedIn):
        token_actor()
    with (
        lite.test_request_context(headers=bearer(expiring)),
        clock.fixed(now + timedelta(days=1)),
        pytest.raises(NotSignedIn),
    ):
        token_actor()
    set_active(make.actor(Role.PROVIDER_ADMIN), person_id, active=False, version=1, now=now)
    with lite.test_request_context(headers=bearer(inactive)), pytest.raises(NotSignedIn):
        token_actor()


def test_a_token_signs_in_to_no_page_and_a_browser_to_no_api(client: Client, lite: Flask, now: datetime) -> None:
    person = make.person(Role.PROVIDER_ADMIN)
    _, secret = make_token(person.actor(), name="script", scopes=["capacity:write"], now=now)
    assert client.get("/account", headers=bearer(secret)).status_code == 302
    client.sign_in(person.id)
    path = "/api/v1/services/00000000-0000-4000-8000-000000000000/capacity"
    assert client.get(path).status_code == 401
    assert client.get(path, headers=bearer(secret)).status_code == 404


def test_a_bad_token_is_a_problem_even_where_anybody_may_ask(client: Client) -> None:
    assert client.get("/api/v1/openapi.json").status_code == 200
    answer = client.get("/api/v1/openapi.json", headers=bearer("made-up"))
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json
    assert answer.json["detail"] == "The token is not known, has expired or was revoked"


def test_when_a_token_was_last_used_is_kept_to_the_minute(app: Flask, now: datetime) -> None:
    made, secret = make_token(make.provider(), name="script", scopes=["capacity:write"], now=now)
    token_id = made.id

    def used(at: datetime) -> datetime | None:
        with clock.fixed(at), app.test_request_context(headers=bearer(secret)):
            token_actor()
        db.session.rollback()
        return db.session.scalar(select(ApiToken.last_used_at).where(ApiToken.id == token_id))

    assert used(now) == now
    assert used(now + timedelta(seconds=59)) == now
    assert used(now + timedelta(seconds=60)) == now + timedelta(seconds=60)


def test_the_secret_stands_in_no_table(lite: Flask, now: datetime) -> None:
    made, secret = make_token(make.provider(), name="script", scopes=["capacity:write"], now=now)
    assert secret.startswith(made.prefix)
    for table in ("api_tokens", "audit_records", "jobs"):
        assert secret not in str(db.session.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608 - our names


def test_nobody_asks_for_more_than_their_roles_allow(lite: Flask, now: datetime) -> None:
    staff = make.actor(Role.PROVIDER_STAFF)
    for scopes in (["tenders:write"], ["member:manage"], ["token:manage"], ["*"], []):
        with pytest.raises(Invalid):
            make_token(staff, name="script", scopes=scopes, now=now)
    for days in (0, 367):
        with pytest.raises(Invalid):
            make_token(staff, name="script", scopes=["capacity:write"], days=days, now=now)


def test_a_token_cannot_make_a_token_nor_a_person_make_one_for_another(lite: Flask, now: datetime) -> None:
    person, other = make.person(Role.PROVIDER_ADMIN), make.person(Role.PROVIDER_ADMIN)
    narrowed = person.actor(frozenset({"capacity:change"}))
    with pytest.raises(NotSignedIn):
        make_token(narrowed, name="script", scopes=["capacity:write"], now=now)
    made, _ = make_token(person.actor(), person_id=other.id, name="script", scopes=["capacity:write"], now=now)
    assert made.person_id == person.id
    with pytest.raises(NotSignedIn):
        make_token(SYSTEM, name="script", scopes=["capacity:write"], now=now)


def test_a_token_is_revoked_by_its_person_or_whoever_manages_tokens_there(lite: Flask, now: datetime) -> None:
    staff, colleague = make.actor(Role.PROVIDER_STAFF), make.actor(Role.PROVIDER_STAFF)
    admin, stranger = make.provider(), make.provider(of="Another Provider")
    made, _ = make_token(staff, name="script", scopes=["capacity:write"], now=now)
    token_id = made.id
    for actor in (colleague, stranger):
        with pytest.raises(NotFound):
            revoke_token(actor, token_id, now=now)
    revoke_token(admin, token_id, now=now)
    assert queries.tokens(staff) == []


def test_the_pages_show_a_token_once_and_revoke_it(client: Client, lite: Flask) -> None:
    person = make.person(Role.PROVIDER_STAFF)
    client.sign_in(person.id)
    given = {"name": "Night script", "scopes": ["capacity:write"], "days": "30"}
    made = Page(client.send("/account/tokens/new", given))
    secret = made.tree.find(".//code").text
    assert secret.startswith("fh_")
    account = client.page("/account")
    assert "Night script" in account.text
    assert secret not in account.html
    refused = Page(client.send("/account/tokens/new", {**given, "scopes": ["tenders:write"]}))
    assert refused.errors()
    assert refused.value("name") == "Night script"
    token_id = db.session.scalars(select(ApiToken.id)).one()
    assert client.send(f"/account/tokens/{token_id}/revocation").status_code == 303
    assert "You have no tokens" in client.page("/account").text
