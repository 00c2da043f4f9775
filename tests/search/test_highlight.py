import random
import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search import SearchQuery, Viewer
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.highlight import SNIPPET, Marker, marked, snippet, spans
from tests.search import make_documents
from tests.search.make_documents import NOW, commit


def highlights(engine: EmbeddedEngine, text: str, **more: object) -> dict[str, str]:
    commit([make_documents.document(random.Random(1), **more)])
    (hit,) = engine.search(SearchQuery(text=text), Viewer(sees_confidential=True), NOW).hits
    return dict(hit.highlights)


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("exploited", "Exploitation & harm", "<mark>Exploitation</mark> &amp; harm"),
        ("disabled", "Disability, family", "<mark>Disability</mark>, family"),
        ("families", "Family law", "<mark>Family</mark> law"),
        ("file", "Filing, FILES", "<mark>Filing</mark>, <mark>FILES</mark>"),
        ("cafe", "The Caf\u00e9", "The <mark>Caf\u00e9</mark>"),
        ("fost*", "Fostering, foster", "<mark>Fostering</mark>, <mark>foster</mark>"),
        ('"foster carer"', "Foster carers", "<mark>Foster</mark> <mark>carers</mark>"),
        ("harm -zebra", "<b>harm</b>", "&lt;b&gt;<mark>harm</mark>&lt;/b&gt;"),
        ("script", "<script>x</script>", "&lt;<mark>script</mark>&gt;x&lt;/<mark>script</mark>&gt;"),
    ],
)
def test_words_of_the_same_stem_are_marked_and_all_else_is_escaped(
    lite_engine: EmbeddedEngine, text: str, name: str, shown: str
) -> None:
    assert highlights(lite_engine, text, name=name)["name"] == shown


def test_a_snippet_shows_where_the_words_are(lite_engine: EmbeddedEngine) -> None:
    description = f"{'Quiet house. ' * 60}Carers know about debt bondage and trauma. {'Big garden. ' * 60}"
    shown = highlights(lite_engine, "bondage trauma", description=description)["description"]
    assert "<mark>bondage</mark> and <mark>trauma</mark>" in shown
    assert shown.startswith("\u2026 ")
    assert shown.endswith(" \u2026")
    assert len(re.sub("<.*?>", "", shown)) < SNIPPET + 20


@given(st.text(max_size=900), st.sampled_from("abcdef \u00e9"))
def test_only_marks_are_markup_and_nothing_is_invented(text: str, letter: str) -> None:
    found = spans(text, Marker(lambda word: letter in word))
    assert unescape(re.sub(r"</?mark>", "", marked(text, found))) == unescape(escape(text))
    for shown in (marked(text, found), snippet(text, found)):
        bare = re.sub(r"</?mark>", "", shown)
        assert "<" not in bare
        assert ">" not in bare


def test_marks_are_balanced() -> None:
    text = "trauma " * 200
    shown = snippet(text, spans(text, Marker(lambda word: word == "trauma")))
    assert shown.count("<mark>") == shown.count("</mark>") > 10
