"""What an answer to the public may withhold, under which exemption, and what is withheld unless an officer says no.

Source: Freedom of Information Act 2000, s40(2) (personal data of others than who asks, where giving it out would be
against a data protection principle) and s43(2) (what would, or would be likely to, prejudice the commercial interests
of any person). The second is weighed against the public interest (s2(2)(b)). We read the words of s43(2) in the bill
as brought to the Lords (HL Bill 55, 2000, clause 41(2)) and both sections as tribunals cite them; legislation.gov.uk
could not be asked. An authority in Scotland answers under an Act of its own, whose sections have other numbers.
"""

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """Whom a procurement file is for."""

    AUDIT = "audit"
    RELEASE = "release"


PURPOSE_WORDS: dict[Purpose, str] = {
    Purpose.AUDIT: "The whole file, for audit",
    Purpose.RELEASE: "An answer to a freedom of information request",
}


class Secret(StrEnum):
    """One kind of what may be withheld."""

    PEOPLE = "people"
    INTERESTS = "interests"
    BIDDERS = "bidders"
    PRICES = "prices"
    WINNING_PRICES = "winning_prices"
    BIDS = "bids"
    OPINIONS = "opinions"
    LETTERS = "letters"


PERSONAL, COMMERCIAL = "40(2)", "43(2)"


@dataclass(frozen=True)
class Ground:
    """What is withheld and on what ground. ``section`` is of the Freedom of Information Act 2000."""

    what: str
    section: str
    why: str

    @property
    def mark(self) -> str:
        """Give what stands in the place of withheld words."""
        return f"[withheld: section {self.section}]"


GROUNDS: dict[Secret, Ground] = {
    Secret.PEOPLE: Ground(
        "Names of officers and evaluators",
        PERSONAL,
        "They are personal data of people who did not choose a public role. They stand as Officer 1, Evaluator 1.",
    ),
    Secret.INTERESTS: Ground(
        "What people declared of their interests, and what was decided",
        PERSONAL,
        "It tells of people's private and family life.",
    ),
    Secret.BIDDERS: Ground(
        "Names of bidders that were not awarded anything",
        COMMERCIAL,
        "That somebody bid and lost may harm them with other buyers and with competitors. They stand as Bidder 1.",
    ),
    Secret.PRICES: Ground(
        "Prices of bids that were not awarded, points for prices and totals",
        COMMERCIAL,
        "Competitors would learn how the bidder prices its work. Points and totals go with them, since a price can be "
        "reckoned from them.",
    ),
    Secret.WINNING_PRICES: Ground(
        "Price lines of bids that were awarded",
        COMMERCIAL,
        "They show how the provider makes up its price. What the lot costs in all is not withheld.",
    ),
    Secret.BIDS: Ground(
        "What bidders wrote in their bids, and the files with them",
        COMMERCIAL,
        "It is how a provider works and what sets it apart from competitors.",
    ),
    Secret.OPINIONS: Ground(
        "What evaluators wrote about bids: comments, reasons, summaries sent to bidders, why a bid failed",
        COMMERCIAL,
        "It describes what stands in the bids.",
    ),
    Secret.LETTERS: Ground(
        "What was written with bidders about low prices, and challenges to the decision",
        COMMERCIAL,
        "It tells of a bidder's costs and disputes.",
    ),
}

EVERYTHING = frozenset(Secret)
