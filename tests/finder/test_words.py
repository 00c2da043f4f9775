from datetime import datetime

import pytest

from directory.finder import words
from directory.search import SearchQuery
from tests.search.test_changes import document


@pytest.mark.parametrize(
    ("highlights", "said"),
    [
        ({"name": "Home 1", "description": "of <mark>trafficked</mark> children"}, "your words are in its description"),
        ({"name": "<mark>Trauma</mark> home", "description": "x"}, "your words are in its name"),
        ({"name": "Home 1", "description": "x"}, "your words are in its specialisms"),
    ],
)
def test_a_field_is_named_only_where_a_word_of_it_is_marked(
    highlights: dict[str, str], said: str, now: datetime
) -> None:
    assert words.why(document(), SearchQuery(text="trauma"), highlights, now)[0] == said
