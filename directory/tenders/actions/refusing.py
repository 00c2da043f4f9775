"""What an action says when it refuses what it was given."""

from directory.kit.errors import Invalid
from directory.tenders.rules import Problem

LONGEST_REASON = 2_000


def refuse(wrong: dict[str, str]) -> None:
    """Raise Invalid where something is wrong."""
    if wrong:
        raise Invalid("", wrong)


def reason_given(text: str) -> str:
    """Give a reason as kept; raise Invalid for none or one that is too long."""
    if not text.strip():
        raise Invalid.field("reason", "Enter a reason")
    if len(text) > LONGEST_REASON:
        raise Invalid.field("reason", f"Use {LONGEST_REASON:,} characters or fewer")
    return text.strip()


def refuse_problems(found: list[Problem]) -> None:
    """Raise Invalid that names each problem as ``section.field`` or ``section.number.field``."""
    wrong: dict[str, str] = {}
    for one in found:
        path = f"{one.section}.{one.number}.{one.field}" if one.number else f"{one.section}.{one.field}"
        wrong.setdefault(path, f"{one.words} ({one.source})" if one.source else one.words)
    refuse(wrong)
