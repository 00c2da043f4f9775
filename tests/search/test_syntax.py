import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.port import LONGEST_TEXT
from directory.search.syntax import MOST_TERMS, Kind, parse


def shown(text: str) -> str:
    """Give a text as read: groups joined by &, clauses of a group by |."""
    parsed = parse(text)
    star = {Kind.PREFIX: "*", Kind.LIKE: "~", Kind.WORDS: "", Kind.QUOTED: ""}
    groups = ["|".join(clause.text + star[clause.kind] for clause in group) for group in parsed.required]
    return " & ".join([*groups, *(f"-{clause.text}{star[clause.kind]}" for clause in parsed.excluded)])


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("foster carer", "foster & carer"),
        ('"foster carer" leeds', "foster carer & leeds"),
        ("\u201cfoster carer\u201d", "foster carer"),
        ("foster OR residential leeds", "foster|residential & leeds"),
        ("a OR b OR c", "a|b|c"),
        ("foster -short", "foster & -short"),
        ('-"short breaks" foster', "foster & -short breaks"),
        ("traffick*", "traffick*"),
        ("-traffick*", "-traffick*"),
        ("self-harm", "self-harm"),
        ("traficking~ -fostr~", "traficking~ & -fostr~"),
        ("cse~ self-harm~ ab12~", "cse & self-harm & ab12"),
        ("t*", "t"),
        ("OR foster OR", "OR & foster & OR"),
        ("a OR OR b", "a|OR & b"),
        ("- foster", "foster"),
        ("foster - leeds", "foster & leeds"),
        ('"foster carer', "foster & carer"),
        ('""', ""),
        ("*** !!! (((", ""),
        ("(foster AND carer)", "(foster & AND & carer"),
        ("name:foster^9~2", "name:foster^9~2"),
        ("foster\x00carer\u2028x", "foster & carer & x"),
        ("\uff46oster", "foster"),
    ],
)
def test_a_text_is_read_as_people_mean_it(text: str, meaning: str) -> None:
    assert shown(text) == meaning


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('"-* OR')), max_size=600))
def test_whatever_is_typed_there_is_a_bounded_answer(text: str) -> None:
    parsed = parse(text)
    clauses = [clause for group in parsed.required for clause in group] + list(parsed.excluded)
    assert len(clauses) <= MOST_TERMS
    assert len(parsed.text) <= LONGEST_TEXT
    for clause in clauses:
        assert parsed.text[clause.start : clause.end].startswith(clause.text)
