"""No subtraction of narrower areas from wider ones leaves a small crowd, whatever is listed where."""

from collections import Counter, defaultdict
from itertools import product
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from directory.codes import REGIONS
from directory.providers.rules.areas import SMALLEST_CROWD, Cell, Crowd, kinds, together
from directory.providers.rules.lifecycle import is_shown
from directory.providers.rules.register import read_register
from directory.providers.rules.words import AreaKind, Status
from tests.providers.registers import real

PLACES = [Cell(r, f"{r}{a}", o) for r, a, o in product(("R1", "R2"), ("A", "B", "C"), ("X1", "X2", "X3", None))]
services = st.tuples(st.sampled_from(PLACES), st.integers(1, 7).map(lambda number: UUID(int=number)))
directories = st.lists(services, max_size=45)


def crowds_of(listed: list[tuple[Cell, UUID]]) -> dict[Cell, Crowd]:
    """Give the crowd of each cell."""
    found: defaultdict[Cell, Crowd] = defaultdict(Crowd)
    for cell, organisation in listed:
        found[cell] |= Crowd(1, frozenset({organisation}))
    return dict(found)


def published_as(cell: Cell, kind: AreaKind) -> tuple[str, ...]:
    """Give what everybody who sees the service is told of where it is."""
    told = {
        AreaKind.OUTCODE: (cell.region, cell.authority, cell.outcode or ""),
        AreaKind.AUTHORITY: (cell.region, cell.authority),
        AreaKind.REGION: (cell.region,),
    }
    return told[kind]


def published(crowds: dict[Cell, Crowd]) -> dict[tuple[str, ...], Crowd]:
    """Give the crowd that is published as each area: what is left of it once all narrower ones are taken away."""
    found: defaultdict[tuple[str, ...], Crowd] = defaultdict(Crowd)
    for cell, kind in kinds(crowds).items():
        found[published_as(cell, kind)] |= crowds[cell]
    return dict(found)


@given(directories)
def test_every_published_area_is_shared_by_a_crowd_unless_a_whole_region_holds_none(
    listed: list[tuple[Cell, UUID]],
) -> None:
    crowds = crowds_of(listed)
    assert set(kinds(crowds)) == set(crowds)
    for area, crowd in published(crowds).items():
        region = together(each for cell, each in crowds.items() if cell.region == area[0])
        assert crowd.hides or (len(area) == 1 and crowd == region), (area, crowd)
        if crowd.hides:
            assert crowd.services >= SMALLEST_CROWD


@given(directories)
def test_no_organisation_that_takes_its_own_away_is_left_with_fewer_than_two_others(
    listed: list[tuple[Cell, UUID]],
) -> None:
    crowds = crowds_of(listed)
    given_kinds = kinds(crowds)
    owners: defaultdict[tuple[str, ...], Counter[UUID]] = defaultdict(Counter)
    for cell, organisation in listed:
        owners[published_as(cell, given_kinds[cell])][organisation] += 1
    for area, counts in owners.items():
        if len(area) > 1:
            assert all(counts.total() - own >= SMALLEST_CROWD - 1 for own in counts.values())


@given(directories, st.randoms())
def test_the_order_in_which_services_are_read_does_not_matter(listed: list[tuple[Cell, UUID]], chance: object) -> None:
    turned = sorted(crowds_of(listed).items(), key=lambda one: hash((str(chance), one[0])))
    assert kinds(dict(turned)) == kinds(crowds_of(listed))


@given(directories)
def test_no_more_is_widened_than_must_be(listed: list[tuple[Cell, UUID]]) -> None:
    """Narrowing any one group of cells by one step always leaves a small crowd, or makes one."""
    crowds = crowds_of(listed)
    found = kinds(crowds)
    for cell, kind in found.items():
        whole = together(each for other, each in crowds.items() if other.authority == cell.authority)
        if kind is AreaKind.REGION and whole.hides:
            # it holds a crowd and was widened for others: without it those others would stand out
            alike = {c for c, k in found.items() if k is AreaKind.REGION and c.authority == cell.authority}
            rest = together(
                crowds[c]
                for c, k in found.items()
                if k is AreaKind.REGION and c.region == cell.region and c not in alike
            )
            assert rest.services
            assert not rest.hides
        if kind is AreaKind.AUTHORITY and cell.outcode and crowds[cell].hides:
            rest = together(
                crowds[c]
                for c, k in found.items()
                if k is AreaKind.AUTHORITY and c.authority == cell.authority and c != cell
            )
            assert rest.services
            assert not rest.hides


def _register() -> list[tuple[Cell, UUID]]:
    rows = [row for row in read_register(real()) if row.confidential and is_shown(Status.PUBLISHED, row.registration)]
    numbers = {key: UUID(int=number) for number, key in enumerate(sorted({row.owner.key for row in rows}, key=str), 1)}
    return [(Cell(row.region, row.authority_gss, None), numbers[row.owner.key]) for row in rows]


def test_the_areas_of_the_real_register_hold_crowds_and_move_little_when_one_comes_or_goes() -> None:
    listed = _register()
    crowds = crowds_of(listed)
    found = kinds(crowds)
    assert all(crowd.hides for crowd in published(crowds).values())
    assert (
        {area for area in published(crowds) if len(area) == 1}
        == {(region,) for region in ("East Midlands", "London", "South East", "Wales")}
        <= {(region,) for region in REGIONS}
    )
    counts = Counter(dict.fromkeys(AreaKind, 0))
    for cell, kind in found.items():
        counts[kind] += crowds[cell].services
    assert counts == {AreaKind.OUTCODE: 0, AreaKind.AUTHORITY: 4855, AreaKind.REGION: 58}
    moved = []
    for number in range(0, len(listed), 97):
        without = crowds_of(listed[:number] + listed[number + 1 :])
        after = kinds(without)
        moved.append(sum(crowds[cell].services for cell in after if after[cell] is not found[cell]))
    assert max(moved) <= 60
    assert sum(moved) / len(moved) < 2
