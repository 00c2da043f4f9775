"""The synonyms that are in force, kept in each process and read anew when they changed."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, ScalarSelect, func, select

from directory.search.models import SearchSynonyms
from directory.search.synonyms import Group, Strength, Synonyms, built_in, ours

_table = SearchSynonyms.__table__.c

newest: ScalarSelect[int] = select(func.coalesce(func.max(_table.sequence), 0)).scalar_subquery()
"""The number of the last change: for the statement with which a search begins."""


def in_force(groups: Iterable[tuple[UUID, Group, bool]]) -> Synonyms:
    """Give ours and the operator's groups (id, group, retired?), but for those that the operator retired."""
    kept = {group.id: group for group in built_in()}
    for group_id, group, retired in groups:
        kept.pop(group_id, None)
        if not retired:
            kept[group_id] = group
    return Synonyms(kept.values())


class Wording:
    """The synonyms in force, as one process last read them."""

    def __init__(self) -> None:
        self.sequence = 0
        self.synonyms: Synonyms = ours()

    def current(self) -> tuple[int, Synonyms]:
        """Give the number of the last change that is known, and the synonyms, which may be newer but no older."""
        sequence = self.sequence
        return sequence, self.synonyms

    def refresh(self, connection: Connection, sequence: int | None = None) -> Synonyms:
        """Give them, read anew if the number of their last change (asked for unless given) is another."""
        if sequence is None:
            sequence = int(connection.scalar(select(newest)) or 0)
        if sequence != self.sequence:
            rows = connection.execute(select(SearchSynonyms.__table__).order_by(_table.added_at, _table.id)).all()
            self.synonyms = in_force(
                (
                    row.id,
                    Group(tuple(row.words), Strength(row.strength), row.source, row.reviewed_on),
                    row.retired_at is not None,
                )
                for row in rows
            )
            self.sequence = sequence
        return self.synonyms
