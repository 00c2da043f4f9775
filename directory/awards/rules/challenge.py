"""What a challenge to an award is, and how it ends."""

from enum import StrEnum


class ClaimKind(StrEnum):
    """What came. Proceedings suspend the signing by law; on a letter the authority waits of its own accord."""

    LETTER = "letter"
    PROCEEDINGS = "proceedings"


class Lifting(StrEnum):
    """What follows when a challenge is over."""

    RESUMES = "resumes"
    ENDS = "ends"


CLAIM_WORDS: dict[ClaimKind, str] = {
    ClaimKind.LETTER: "A bidder has written that it will challenge the award",
    ClaimKind.PROCEEDINGS: "Proceedings have begun and the authority was told of them",
}
LIFTING_WORDS: dict[Lifting, str] = {
    Lifting.RESUMES: "The rest of the standstill runs from today",
    Lifting.ENDS: "The standstill ends: its time had run out, or a court has ended the suspension",
}
