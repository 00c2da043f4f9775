from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Permission, require
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.search.models import SearchSynonyms
from directory.search.synonyms import Group, built_in


@dataclass(frozen=True)
class Listed:
    """A group, whether it came with the site, and whether it is retired."""

    group: Group
    ours: bool
    retired_at: datetime | None

    @property
    def retired(self) -> bool:
        """Say whether it no longer counts."""
        return self.retired_at is not None


def listed(actor: Actor) -> Sequence[Listed]:
    """Give every group by its first word, to whoever may change them."""
    require(actor, Permission.SYNONYM_EDIT)
    return public_listed()


def public_listed() -> Sequence[Listed]:
    """Give every group by its first word; which words the field uses is no secret."""
    known = {group.id: Listed(group, ours=True, retired_at=None) for group in built_in()}
    for row in db.session.scalars(select(SearchSynonyms).order_by(SearchSynonyms.added_at, SearchSynonyms.id)):
        known[row.id] = Listed(row.group, ours=row.id in known, retired_at=row.retired_at)
    return sorted(known.values(), key=lambda each: (each.retired, each.group.words[0].casefold(), each.group.words))


def public_group(group_id: UUID) -> Listed:
    """Give a group. Raises NotFound."""
    found = next((each for each in public_listed() if each.group.id == group_id), None)
    if found is None:
        raise NotFound
    return found
