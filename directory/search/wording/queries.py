from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Permission, require
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.paging import Page
from directory.search.models import SearchSynonyms
from directory.search.synonyms import Group, Strength, built_in

PER_PAGE = 20


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


class Only(StrEnum):
    """Which groups to list."""

    SAME = "same"
    NEAR = "near"
    ADDED = "added"
    RETIRED = "retired"


_FITS: Mapping[Only, Callable[[Listed], bool]] = {
    Only.SAME: lambda each: not each.retired and each.group.strength is Strength.SAME,
    Only.NEAR: lambda each: not each.retired and each.group.strength is Strength.WEAKER,
    Only.ADDED: lambda each: not each.ours,
    Only.RETIRED: lambda each: each.retired,
}


def listed(actor: Actor, *, text: str = "", only: Only | None = None, number: int = 1) -> Page[Listed]:
    """Give a page of the groups by their first words, to whoever may change them.

    ``text``: only those in whose words or source each part of it stands.
    """
    require(actor, Permission.SYNONYM_EDIT)
    parts = _plain(text).split()
    found = [
        each
        for each in public_listed()
        if (only is None or _FITS[only](each))
        and all(part in _plain(" ".join((*each.group.words, each.group.source))) for part in parts)
    ]
    start = (number - 1) * PER_PAGE
    return Page(found[start : start + PER_PAGE], number, PER_PAGE, len(found))


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")


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
