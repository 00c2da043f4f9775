from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.access import Kind, Permission, Role
from directory.accounts import rules

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = datetime(2026, 11, 23, 16, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "eleven char",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "abcdefghijklmnop",
        "1234567890123456",
        "qwertyuiopasdfgh",
        "fairhaven2026!",
        "Fairhaven Fairhaven",
        "robin.example1",
        "robin@northmoor.example",
        "P4ssw0rd2026!",
        "password1234",
        "letmein-letmein",
        "x" * 201,
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    assert rules.password_fault(password, email="robin@northmoor.example", name="Robin Example")


@pytest.mark.parametrize(
    "password",
    [
        "violet kettle harbour",
        "correct horse battery staple",
        "7fQ!m2zKp#9w",
        "пароль-ключ-осень",
        "robin likes green tea",
    ],
)
def test_a_long_password_of_ones_own_is_taken(password: str) -> None:
    assert rules.password_fault(password, email="robin@northmoor.example", name="Robin Example") is None


@pytest.mark.parametrize(("drift", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_is_right_for_one_step_around_now(drift: int, right: bool) -> None:
    code = pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=drift))
    assert (rules.matching_step(SECRET, code, now=NOW, after=0) is not None) is right


def test_no_code_works_twice_nor_one_before_it() -> None:
    code, before = pyotp.TOTP(SECRET).at(NOW), pyotp.TOTP(SECRET).at(NOW - timedelta(seconds=30))
    step = rules.matching_step(SECRET, code, now=NOW, after=0)
    assert step is not None
    assert rules.matching_step(SECRET, code, now=NOW, after=step) is None
    assert rules.matching_step(SECRET, before, now=NOW, after=step) is None


@given(st.text(max_size=12))
def test_anything_may_be_typed_as_a_code(code: str) -> None:
    step = rules.matching_step(SECRET, code, now=NOW, after=0)
    assert step is None or len(code.strip()) >= 6


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n//elsewhere.example",
        "javascript:alert(1)",
        "elsewhere.example",
        "",
        None,
        "/sign-out",
        "/sign-in?next=/",
        " /services",
    ],
)
def test_one_is_never_sent_elsewhere_after_signing_in(target: str | None) -> None:
    assert rules.safe_next(target) is None


@given(st.text())
def test_a_way_back_is_a_path_of_this_site(target: str) -> None:
    safe = rules.safe_next(target)
    assert safe is None or (safe[0] == "/" and safe[1:2] not in {"/", "\\"} and "?" not in safe)


def test_a_way_back_loses_its_query() -> None:
    assert rules.safe_next("/requests/new?near=LS1#top") == "/requests/new"


def test_waiting_begins_after_five_tries_and_never_ends_later_than_in_15_minutes() -> None:
    waits = [(rules.wait_until(number, NOW) - NOW).total_seconds() for number in range(1, 14)]
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900]
    assert rules.wait_until(10_000, NOW) == NOW + rules.LONGEST_WAIT


def test_scopes_are_friendly_names_or_permissions_and_never_reach_members_or_tokens() -> None:
    assert rules.granted(["capacity:write"]) == {Permission.CAPACITY_CHANGE.value}
    assert rules.granted(["capacity:change"]) == {Permission.CAPACITY_CHANGE.value}
    assert rules.granted(["unknown:scope"]) == frozenset()
    reached = rules.granted(rules.SCOPES)
    assert not reached & {Permission.MEMBER_MANAGE.value, Permission.TOKEN_MANAGE.value}
    assert reached | rules.NEVER_A_SCOPE == set(Permission)


def test_a_token_may_not_ask_for_more_than_the_roles_allow() -> None:
    assert rules.scopes_fault(["capacity:write"], [Role.PROVIDER_STAFF]) is None
    assert "more than" in (rules.scopes_fault(["tenders:write"], [Role.PROVIDER_STAFF]) or "")
    assert "not a scope" in (rules.scopes_fault(["everything"], [Role.PROVIDER_STAFF]) or "")
    assert rules.scopes_fault([], [Role.PROVIDER_STAFF])


def test_roles_are_of_the_organisations_kind() -> None:
    assert rules.roles_fault([Role.DIRECTOR], Kind.AUTHORITY) is None
    assert rules.roles_fault([Role.DIRECTOR, Role.PROVIDER_ADMIN], Kind.AUTHORITY)
    assert rules.roles_fault([], Kind.AUTHORITY)
