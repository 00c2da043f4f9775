"""What may be done with a placement from its agreement on, from which state and by whom: one table.

Buttons, the API's ``moves``, the tests and ``docs/lifecycles/placement.md`` come from it. A placement has the state of
its request (agreed, placed, ended); only ``arrive`` and ``end`` change it, and stand in the request's table too.
"""

from dataclasses import dataclass
from enum import StrEnum

from directory.access import Permission
from directory.requests.rules.lifecycle import LIFECYCLE, Move, Status


class PlacementMove(StrEnum):
    """What may be done with a placement."""

    APPROVE_AREA = "approve_area"
    APPROVE_DISTANCE = "approve_distance"
    TELL_AREA = "tell_area"
    ARRIVE = "arrive"
    CHANGE = "change"
    PLAN_REVIEW = "plan_review"
    HOLD_REVIEW = "hold_review"
    RECORD_EPISODE = "record_episode"
    CHANGE_EPISODE = "change_episode"
    RELEASE_PACK = "release_pack"
    CHANGE_EXPIRY = "change_expiry"
    WITHDRAW_PACK = "withdraw_pack"
    READ_ADDRESS = "read_address"
    END = "end"


@dataclass(frozen=True)
class Rule:
    """From where a move is made, what it needs, under which noun, and when else it is possible (``only``)."""

    sources: frozenset[Status]
    needs: Permission
    noun: str
    only: str = ""


RUNNING = frozenset({Status.AGREED, Status.PLACED})
_STARTED = frozenset({Status.PLACED, Status.ENDED})
# the moves that lead to another state
MOVING: dict[PlacementMove, Move] = {PlacementMove.ARRIVE: Move.PLACE, PlacementMove.END: Move.END}
P = Permission
_WAITS = "is not approved, unless with our own foster carers; a planned one after the area authority was told"

RULES: dict[PlacementMove, Rule] = {
    PlacementMove.APPROVE_AREA: Rule(
        frozenset({Status.AGREED}),
        P.PLACEMENT_AGREE,
        "approval",
        f"it adjoins our area and {_WAITS}",
    ),
    PlacementMove.APPROVE_DISTANCE: Rule(
        frozenset({Status.AGREED}),
        P.DISTANCE_APPROVE,
        "distance",
        f"it is at a distance and {_WAITS}",
    ),
    PlacementMove.TELL_AREA: Rule(
        RUNNING, P.PLACEMENT_AGREE, "area", "it is out of our area and nobody has told the area authority"
    ),
    PlacementMove.ARRIVE: Rule(
        LIFECYCLE.moves[Move.PLACE][0], P.PLACEMENT_AGREE, "placement", "nothing is to be approved or told first"
    ),
    PlacementMove.CHANGE: Rule(RUNNING, P.PLACEMENT_AGREE, "changes"),
    PlacementMove.PLAN_REVIEW: Rule(RUNNING, P.EPISODE_RECORD, "reviews"),
    PlacementMove.HOLD_REVIEW: Rule(RUNNING, P.EPISODE_RECORD, "reviews/<id>/note", "a review is not held yet"),
    PlacementMove.RECORD_EPISODE: Rule(_STARTED, P.EPISODE_RECORD, "episodes", "the child has arrived"),
    PlacementMove.CHANGE_EPISODE: Rule(_STARTED, P.EPISODE_RECORD, "episodes/<id>", "there is an episode"),
    PlacementMove.RELEASE_PACK: Rule(RUNNING, P.PACK_RELEASE, "pack", "no pack is released"),
    PlacementMove.CHANGE_EXPIRY: Rule(RUNNING, P.PACK_RELEASE, "pack/expiry", "a pack is released"),
    PlacementMove.WITHDRAW_PACK: Rule(RUNNING, P.PACK_RELEASE, "pack/withdrawal", "a pack is released"),
    PlacementMove.READ_ADDRESS: Rule(RUNNING, P.ADDRESS_REVEAL, "address"),
    PlacementMove.END: Rule(LIFECYCLE.moves[Move.END][0], P.PLACEMENT_END, "ending"),
}
# with a fresh second factor, which no program has
ON_PAGES_ONLY = frozenset({PlacementMove.READ_ADDRESS})


def after(move: PlacementMove, status: Status) -> Status:
    """Give the state after a move that is made from ``status``."""
    return LIFECYCLE.after(status, MOVING[move]) if move in MOVING else status


def moves_from(status: Status) -> list[PlacementMove]:
    """Give the moves that start from ``status``, in the order of the table."""
    return [move for move, rule in RULES.items() if status in rule.sources]


def as_markdown() -> str:
    """Give ``docs/lifecycles/placement.md``: the diagram, and what each move needs."""
    lines = [
        "# A placement, from its agreement to its end",
        "",
        "Drawn from `directory/placements/rules/lifecycle.py`; a test tries every move from every state as every role",
        "and compares this page. How a request comes to be agreed: [request.md](request.md).",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    for move, rule in RULES.items():
        lines += [
            f"    {status.value} --> {after(move, status).value}: {move.value}"
            for status in Status
            if status in rule.sources
        ]
    lines += ["```", "", "| move | from | to | needs | only if | noun in pages and API |", "|---|---|---|---|---|---|"]
    for move, rule in RULES.items():
        states = [status for status in Status if status in rule.sources]
        ends = " or ".join(dict.fromkeys(after(move, status).value for status in states))
        to = ends if move in MOVING else "the same"
        noun = f"`{rule.noun}`" + (" (pages only)" if move in ON_PAGES_ONLY else "")
        cells = (move.value, ", ".join(s.value for s in states), to, f"`{rule.needs.value}`", rule.only, noun)
        lines.append(f"| {' | '.join(cells)} |")
    lines += [
        "",
        "`placement` and `ending` stand under the request (`/requests/<reference>/...`), the others under",
        "`/placements/<reference>/...`. An episode that is over is completed in the API by `episodes/<id>/return` and",
        "`episodes/<id>/interview`. A planned placement out of area is approved after the area authority was told, and",
        "starts after both; an emergency starts after its approval, and the area authority is told within five working",
        "days.",
        "",
        "What is withdrawn or over gives nothing away: a pack closes by its day, by hand, and with the placement.",
    ]
    return "\n".join(lines) + "\n"
