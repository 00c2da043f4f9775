"""One line of the matrix."""

from dataclasses import dataclass

from tests.sweep.things import Thing

NO_GUARD = "(no guard)"


@dataclass(frozen=True)
class Route:
    """One rule of one endpoint. ``guard`` is ``Guard.words()``; ``methods`` without HEAD and OPTIONS.

    ``alone``: what answers whoever comes without the link from a mail that leads there. ``recorded``: reading it is
    itself written into the record (a file that is taken), and besides only into the tables ``listed``. ``query``: what
    the page asks for besides the rule, with the values of the thing.
    """

    endpoint: str
    rule: str
    methods: str
    guard: str
    thing: Thing = Thing.NONE
    alone: int = 0
    recorded: bool = False
    listed: frozenset[str] = frozenset()
    query: str = ""

    @property
    def for_programs(self) -> bool:
        """Say whether it belongs to API v1, which knows bearer tokens only."""
        return self.endpoint.startswith("api.")

    @property
    def name(self) -> str:
        """Give what a failure calls it."""
        return f"{self.endpoint} {self.rule}"
