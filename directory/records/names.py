"""How people and bidders are called in a file: by name, with what stands in its place where names are withheld."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from directory.records.rules.document import Hidden, runs
from directory.records.rules.withholding import Secret

SITE = "Fairhaven"


class Names:
    """People and bidders of one tender, numbered in an order that is the same each time."""

    def __init__(
        self,
        people: Mapping[UUID, str],
        evaluators: Iterable[UUID],
        officers: Iterable[UUID],
        bidders: Mapping[UUID, tuple[int, str]],
        awarded: frozenset[UUID],
    ) -> None:
        """Take names by person; who scored, and who else acted, in order; bidders (number, name) by organisation."""
        self.people, self.bidders, self.awarded = people, bidders, awarded
        self.aliases: dict[UUID, str] = {}
        for word, ids in (("Evaluator", evaluators), ("Officer", officers)):
            fresh = [one for one in dict.fromkeys(ids) if one not in self.aliases]
            self.aliases.update({one: f"{word} {number}" for number, one in enumerate(fresh, 1)})

    def person(self, person_id: UUID | None) -> str | Hidden:
        """Give who somebody is; the site itself where it was nobody."""
        if person_id is None:
            return SITE
        name = self.people.get(person_id, "Somebody whose account is gone")
        return Hidden(Secret.PEOPLE, name, self.aliases.get(person_id, "An officer"))

    def run(self, person_id: UUID | None) -> tuple[str | Hidden, ...]:
        """Give the same as runs, to stand within a sentence."""
        return runs(self.person(person_id))

    def bidder(self, organisation_id: UUID) -> Hidden | str:
        """Give a bidder's name: withheld unless it was awarded something."""
        number, name = self.bidders[organisation_id]
        return name if organisation_id in self.awarded else Hidden(Secret.BIDDERS, name, f"Bidder {number}")
