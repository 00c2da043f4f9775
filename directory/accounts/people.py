"""How actions find people: by address, locked while they change."""

from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from directory.accounts.models import Person
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound

LONGEST_NAME = 200


def tidy_email(email: str) -> str:
    """Give an address as it is kept. Raises Invalid for what is none."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        words = "Enter an email address in the correct format, like name@example.com"
        raise Invalid.field("email", words) from None


def tidy_name(name: str) -> str:
    """Give a name with single spaces. Raises Invalid for an empty or too long one."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid.field("name", f"Enter a name of up to {LONGEST_NAME} characters")
    return name


def by_email(email: str) -> Person | None:
    """Give whoever has this address, however it is written."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def locked(person_id: UUID) -> Person:
    """Give a person whom nobody else changes until this action ends. Raises NotFound."""
    person = db.session.scalar(select(Person).where(Person.id == person_id).with_for_update())
    if person is None:
        raise NotFound
    return person
