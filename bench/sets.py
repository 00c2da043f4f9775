"""The three sets of searches: tuned on, looked at once, and not looked at."""

from bench.queries import TUNED, Asked
from bench.seen import SEEN
from bench.unseen import UNSEEN

SETS: dict[str, dict[str, Asked]] = {"tuned": TUNED, "seen": SEEN, "unseen": UNSEEN}
ALL: dict[str, Asked] = TUNED | SEEN | UNSEEN


def wanted(sets: str) -> list[str]:
    """Give the names of the sets asked for, by comma; all of them if none."""
    chosen = {name for name in sets.split(",") if name} or set(SETS)
    if unknown := chosen - set(SETS):
        raise SystemExit(f"no such set: {', '.join(sorted(unknown))}")
    return [name for name in SETS if name in chosen]
