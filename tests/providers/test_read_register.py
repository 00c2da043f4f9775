import pytest

from directory.access import Kind
from directory.codes import Rating, ServiceType
from directory.kit.tables import MOST_PROBLEMS_SAID, BrokenTable
from directory.providers.rules.register import read_register
from tests.providers.registers import HIDDEN, TITLES, agency, data, home, text


def problems(given: bytes) -> list[str]:
    with pytest.raises(BrokenTable) as refused:
        read_register(given)
    return str(refused.value).splitlines()


def test_what_is_redacted_has_no_name_and_no_address() -> None:
    (row,) = read_register(data(home("2500001")))
    assert row.confidential
    assert (row.name, row.address, row.postcode) == ("", "", "")
    assert (row.authority_gss, row.region, row.places) == ("E08000035", "Yorkshire and The Humber", 4)


def test_one_redacted_cell_is_enough_to_be_confidential() -> None:
    hidden = {"name": "Ashton Court", "postcode": "LS1 5HD"}
    (row,) = read_register(data(home("2500001", **hidden)))
    assert (row.confidential, row.name, row.postcode) == (True, "", "")


def test_a_public_service_keeps_its_name_and_address() -> None:
    (row,) = read_register(data(agency("2500002")))
    assert (row.name, row.address, row.postcode, row.places) == (
        "Moorland Fostering",
        "1 Park Row\nLeeds",
        "LS1 5HD",
        None,
    )


@pytest.mark.parametrize("before", [0, 1, 3, 4, 15])
def test_the_header_is_found_wherever_it_is(before: int) -> None:
    rows = read_register(data(home("2500001"), before=before))
    assert rows[0].line == before + 4  # two titles of the header begin with a line break


def test_columns_are_read_by_name_in_any_order_and_by_other_years_names() -> None:
    renamed = TITLES | {
        "region": "Region",
        "authority": "Local Authority Name",
        "overall": "Latest full inspection overall effectiveness",
        "extra": "Parliamentary constituency",
    }
    turned = dict(reversed(renamed.items()))
    (row,) = read_register(text(home("2500001", overall="Outstanding"), titles=turned).encode())
    assert (row.urn, row.rating, row.authority_gss) == ("2500001", Rating.OUTSTANDING, "E08000035")


def test_both_spellings_of_a_childrens_home_are_one_type() -> None:
    rows = read_register(data(home("2500001"), home("2500002", type="Children\u2019s Home")))
    assert {row.service_type for row in rows} == {ServiceType.CHILDRENS_HOME}


@pytest.mark.parametrize(
    ("overall", "outcome", "rating"),
    [
        ("Requires improvement to be good", "", Rating.REQUIRES_IMPROVEMENT),
        ("", "Consistently strong service delivery", Rating.GOOD),
        ("", "Serious or widespread weaknesses", Rating.INADEQUATE),
        ("", "", Rating.NOT_YET_RATED),
    ],
)
def test_a_judgement_is_read_from_either_column(overall: str, outcome: str, rating: Rating) -> None:
    (row,) = read_register(data(home("2500001", overall=overall, outcome=outcome)))
    assert row.rating is rating
    assert (row.rating_on is None) == (rating is Rating.NOT_YET_RATED)


@pytest.mark.parametrize(
    ("owner", "sector", "kind", "name"),
    [
        ("Harbour Care Ltd", "Private", Kind.PROVIDER, "Harbour Care Ltd"),
        ("Leeds City Council", "Local Authority", Kind.AUTHORITY, "Leeds City Council"),
        ("leeds  city council ", "Local Authority", Kind.AUTHORITY, "Leeds City Council"),
        ("Leeds Council - Social Care", "Local Authority", Kind.AUTHORITY, "Leeds City Council"),
        ("Leds City Council", "Local Authority", Kind.AUTHORITY, "Leeds City Council"),
        ("Kent County Council", "Local Authority", Kind.AUTHORITY, "Kent County Council"),
        ("Leeds Schools Trust", "Local Authority", Kind.PROVIDER, "Leeds Schools Trust"),
        ("Leeds Care Services Ltd", "Private", Kind.PROVIDER, "Leeds Care Services Ltd"),
        ("", "Private", Kind.PROVIDER, "Owner of URN 2500001, not named in the register"),
    ],
)
def test_the_owner_is_an_authority_or_a_provider(owner: str, sector: str, kind: Kind, name: str) -> None:
    (row,) = read_register(data(home("2500001", owner=owner, sector=sector)))
    assert (row.owner.kind, row.owner.name) == (kind, name)


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"type": "Castle"}, "line 7, column 2 (Provision type): 'Castle' is not a provision type that we know"),
        ({"places": "four"}, "line 7, column 12 (Places): 'four' is not a whole number of places from 0 to 10,000"),
        ({"places": "-1"}, "line 7, column 12 (Places): '-1' is not a whole number of places from 0 to 10,000"),
        ({"authority": "Narnia"}, "line 7, column 10 (Local authority): 'Narnia' is not an authority that we know"),
        ({"region": "Narnia"}, "line 7, column 9 (Government Office Region): 'Narnia' is not a region that we know"),
        ({"registered_on": "31/02/2020"}, "line 7, column 3 (Registration date): '31/02/2020' is not a date, such as"),
        ({"urn": ""}, "line 7, column 1 (URN): '' is not a reference number, such as 2590934 or SC012345"),
        ({"overall": "Lovely"}, "'Lovely' is not a judgement that we know"),
        ({"status": "Asleep"}, "line 7, column 4 (Registration status): 'Asleep' is not a registration status"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(more: dict[str, str], line: str) -> None:
    (said,) = problems(data(home("2500001") | more))
    assert line in said


def test_every_problem_is_said_and_not_only_the_first() -> None:
    said = problems(data(home("2500001", places="x", type="y"), home("2500002"), agency("2500003", postcode="?")))
    assert [line.split(":")[0] for line in said] == [
        "line 7, column 2 (Provision type)",
        "line 7, column 12 (Places)",
        "line 9, column 8 (Postcode)",
    ]


def test_of_very_many_problems_the_first_fifty_are_said() -> None:
    said = problems(data(*[home(f"25{number:05}", places="x") for number in range(60)]))
    assert len(said) == MOST_PROBLEMS_SAID + 1
    assert said[-1] == "and 10 more"


def test_a_urn_that_comes_twice_is_refused() -> None:
    (said,) = problems(data(home("2500001"), home("2500001")))
    assert said == "line 8, column 1 (URN): URN 2500001 is on line 7 already"


def test_lines_are_counted_in_the_file_where_cells_hold_line_breaks() -> None:
    owner = "Harbour\r\nCare\r\nLtd"
    (said,) = problems(data(home("2500001", owner=owner), home("2500002", places="x")))
    assert said.startswith("line 10, column 12 (Places)")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "line 1: no header was found in the first 20 lines"),
        (b"a,b\r\n1,2\r\n", "line 1: no header was found"),
        (data(before=0), "line 1: there is no service below the header"),
        (data(home("2500001"))[:-30] + b'"', "line 7"),
        (data(home("2500001")) + b'2500002,"', "line 8: the row that begins here cannot be read"),
        (data(home("2500001")) + b"2500002,Children's home\r\n", "line 8, column 2 (end of the row)"),
        (data(home("2500001")).replace(b"Leeds", b"Le\xe9ds"), "line 7: byte "),
        (data(home("2500001")) + b"\0", "line 8: it holds a NUL character"),
        (data(home("2500001")).replace(b"Places", b"URN"), "line 4: there is no column 'Places'"),
    ],
    ids=["empty", "no header", "no rows", "cut off", "open quote", "short row", "not UTF-8", "NUL", "no column"],
)
def test_a_broken_file_is_refused_whole(given: bytes, said: str) -> None:
    assert problems(given)[0].startswith(said)


def test_empty_rows_are_passed_over() -> None:
    blank = "," * (len(TITLES) - 1) + "\r\n"
    assert len(read_register((text(home("2500001")) + blank + blank).encode())) == 1


def test_hidden_cells_are_known_however_they_are_written() -> None:
    assert all(row.confidential for row in read_register(data(home("2500001", **dict.fromkeys(HIDDEN, " redacted ")))))
