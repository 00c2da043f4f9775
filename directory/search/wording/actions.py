from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from directory import audit
from directory.access import Actor, Permission, require
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, WrongState
from directory.search.actions import number
from directory.search.models import SearchSynonyms
from directory.search.synonyms import MOST_IN_GROUP, MOST_WORDS, Group, Strength, stems_of
from directory.search.wording.queries import public_group, public_listed

MOST_GROUPS = 2_000
LONGEST_WORDS = 80
LONGEST_SOURCE = 300


@atomic
def add(actor: Actor, *, words: Sequence[str], strength: Strength, source: str, now: datetime) -> SearchSynonyms:
    """Let these words be found in each other's place: reviewed today by whoever adds them. Raises Invalid."""
    require(actor, Permission.SYNONYM_EDIT)
    words, source = [" ".join(each.split()) for each in words if each.strip()], " ".join(source.split())
    reviewed_on = clock.in_london(now).date()
    group = Group(tuple(words), strength, source, reviewed_on)
    known = public_listed()
    wrong: dict[str, str] = {}
    if problem := _wrong_words(words):
        wrong["words"] = problem
    elif any(each.group.id == group.id for each in known):
        wrong["words"] = "This group is there already. If it is retired, bring it back"
    elif len(known) >= MOST_GROUPS:
        wrong["words"] = f"There are {MOST_GROUPS:,} groups already. Retiring does not make room"
    if not source or len(source) > LONGEST_SOURCE:
        wrong["source"] = f"Enter where this is written, in up to {LONGEST_SOURCE} characters"
    if wrong:
        raise Invalid("This group cannot be added", wrong)
    row = SearchSynonyms(
        id=group.id, words=words, strength=strength, source=source, reviewed_on=reviewed_on, added_at=now
    )
    db.session.add(row)
    number(row)
    audit.record(actor, "synonyms:added", row, at=now, words=words, strength=strength, source=source)
    return row


def _wrong_words(words: Sequence[str]) -> str | None:
    if len(words) < 2:
        return "Enter at least two words or phrases, each on a line of its own"
    if len(words) > MOST_IN_GROUP:
        return f"Enter at most {MOST_IN_GROUP} words or phrases"
    seen: dict[tuple[str, ...], str] = {}
    for each in words:
        stems = stems_of(each)
        if not stems or len(stems) > MOST_WORDS or len(each) > LONGEST_WORDS:
            return f"“{each[:LONGEST_WORDS]}” must be 1 to {MOST_WORDS} words that say something"
        if stems in seen:
            return f"“{each}” finds the same as “{seen[stems]}” already: leave one out"
        seen[stems] = each
    return None


@atomic
def retire(actor: Actor, group_id: UUID, *, now: datetime) -> SearchSynonyms:
    """Let the words of a group no longer be found in each other's place. Raises NotFound, WrongState."""
    require(actor, Permission.SYNONYM_EDIT)
    known = public_group(group_id)
    if known.retired:
        raise WrongState("This group was retired before")
    row = db.session.get(SearchSynonyms, group_id)
    if row is None:
        group = known.group
        row = SearchSynonyms(
            id=group_id,
            words=list(group.words),
            strength=group.strength,
            source=group.source,
            reviewed_on=group.reviewed_on,
            added_at=now,
        )
        db.session.add(row)
    row.retired_at = now
    number(row)
    audit.record(actor, "synonyms:retired", row, at=now, words=list(known.group.words))
    return row


@atomic
def bring_back(actor: Actor, group_id: UUID, *, now: datetime) -> SearchSynonyms:
    """Let a retired group count again. Raises NotFound, WrongState."""
    require(actor, Permission.SYNONYM_EDIT)
    known = public_group(group_id)
    row = db.session.get(SearchSynonyms, group_id)
    if row is None or row.retired_at is None:
        raise WrongState("This group is not retired")
    row.retired_at = None
    number(row)
    audit.record(actor, "synonyms:brought-back", row, at=now, words=list(known.group.words))
    return row
