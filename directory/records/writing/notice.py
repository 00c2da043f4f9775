"""What was published: the notice as it stands now, and each amendment with what it changed."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from directory.records.material import Material
from directory.records.rules.document import Block, Heading, Prose, Table, Words, facts
from directory.records.writing.saying import exactly, money
from directory.tenders.rules import Conditions, Criterion, Deadlines, Details, Lot, weight_words
from directory.tenders.rules.words import FIELDS, field_words, words
from directory.tenders.views.drawing import display

PLAIN = {"price_lines", "formula", "kind", "regime", "procedure", "ground", "shortening", "tie_break", "policies"}


def notice(material: Material) -> Iterator[Block]:
    """Give what is bought, how, from whom and by which criteria."""
    tender, written = material.tender, material.tender.notice()
    names = material.names
    approved = _by(names.person(tender.approved_by), exactly(tender.approved_at))
    yield facts(
        "How it was published",
        ("Drafted", _by(names.person(tender.drafted_by), exactly(tender.drafted_at))),
        ("Approved", approved if tender.approved_by else None),
        ("Published", exactly(tender.published_at) or "Not published"),
        ("Ended", exactly(tender.ended_at)),
        ("Why it ended", tender.ended_reason),
    )
    yield _table("What is bought", written.details)
    yield _table("Deadlines", written.deadlines)
    yield _table("Conditions of participation", written.conditions)
    for number, lot in enumerate(written.lots, 1):
        yield _table(f"Lot {number}: {lot.title}", lot)
        if lot.price_lines:
            rows = tuple((one.description, words(one.unit), f"{one.quantity:,}") for one in lot.price_lines)
            yield Table(f"Prices asked for in lot {number}", ("What for", "Price for", "How many"), rows)
    for number, criterion in enumerate(written.criteria, 1):
        yield _table(f"Criterion {number}: {criterion.name}", criterion)
    if not written.criteria:
        yield Prose("No criterion is written yet.")


def _by(who: Words, at: str) -> Words:
    return (who, f", {at}") if not isinstance(who, tuple) else (*who, f", {at}")


def _table(caption: str, section: Details | Deadlines | Conditions | Lot | Criterion) -> Table:
    rows = [(FIELDS[one.name], _value(one.name, getattr(section, one.name))) for one in fields(section)]
    return facts(caption, *rows)


def _value(name: str, value: Any) -> str | None:
    if value in (None, "", ()) or name == "price_lines" or (name == "removed" and not value):
        return None
    if name in PLAIN:
        return ", ".join(words(one) for one in value) if isinstance(value, tuple) else words(value)
    if name == "weight_hundredths":
        return weight_words(value)
    return money(value) if name.endswith("_pence") else display(name, value)


def amendments(material: Material) -> Iterator[Block]:
    """Give each change after publication: when, why, and what stood before and after."""
    if not material.tender.amendments:
        yield Prose("The tender was not amended.")
    for one in material.tender.amendments:
        yield Heading(f"Amendment {one.number}")
        yield facts(
            f"About amendment {one.number}",
            ("When", exactly(one.amended_at)),
            ("By", material.names.person(one.amended_by)),
            ("Material", "yes: the deadline was moved or long enough away" if one.material else "no"),
            ("Reason", one.reason),
        )
        rows = tuple(
            (field_words(name), display(name, pair[0]), display(name, pair[1]))
            for name, pair in one.differences.items()
        )
        yield Table(f"What amendment {one.number} changed", ("What", "Before", "After"), rows)
