"""The pieces that pages are made of, as templates/kit draws them."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask, render_template_string


def drawn(app: Flask, source: str, **context: object) -> Element:
    with app.test_request_context("/"):
        markup = render_template_string(source, **context)
    tree: Element = html5lib.parseFragment(markup, treebuilder="etree", namespaceHTMLElements=False)
    return tree


def words(tree: Element) -> str:
    return " ".join("".join(tree.itertext()).split())


@pytest.mark.parametrize(
    ("freshness", "said"),
    [
        ("current", "Confirmed this week"),
        ("ageing", "Confirmed this month"),
        ("stale", "Not confirmed lately"),
    ],
)
def test_freshness_is_said_in_words_and_not_only_in_colour(lite: Flask, freshness: str, said: str) -> None:
    source = '{% from "kit/tags.html" import freshness_tag %}{{ freshness_tag(f, "3 days ago") }}'
    assert words(drawn(lite, source, f=freshness)) == f"{said} 3 days ago"


def test_a_status_is_written_as_people_write_it(lite: Flask) -> None:
    source = '{% from "kit/tags.html" import status_tag %}{{ status_tag("awaiting_approval") }}'
    assert words(drawn(lite, source)) == "Awaiting approval"


def test_a_service_without_a_rating_is_said_to_be_not_judged_yet(lite: Flask) -> None:
    source = (
        '{% from "kit/tags.html" import rating_tag %}{{ rating_tag(none) }} {{ rating_tag("requires_improvement") }}'
    )
    assert words(drawn(lite, source)) == "Not judged yet Requires improvement"


@pytest.mark.parametrize(("registered", "squares"), [(8, 8), (20, 20), (60, 5)], ids=["few", "twenty", "many"])
def test_places_are_drawn_and_said(lite: Flask, registered: int, squares: int) -> None:
    source = '{% from "kit/places.html" import places_bar %}{{ places_bar(r, r - 1, r - 4, 1, 1, 1) }}'
    tree = drawn(lite, source, r=registered)
    said = f"1 of {registered - 1} places free: {registered - 4} occupied, 1 held, 1 closed, 1 not staffed"
    assert words(tree) == said
    svg = tree.find(".//{http://www.w3.org/2000/svg}svg")
    svg = tree.find(".//svg") if svg is None else svg
    assert svg is not None
    assert svg.get("aria-hidden") == "true"
    drawn_parts = list(svg)
    assert len(drawn_parts) == squares
    right_edge = max(float(part.get("x", "")) + float(part.get("width", "")) for part in drawn_parts)
    assert right_edge <= float(svg.get("viewBox", "").split()[2])


def test_places_that_nobody_has_told_are_not_drawn(lite: Flask) -> None:
    source = '{% from "kit/places.html" import places_bar %}{{ places_bar(none, none, 0, 0, 0, 0) }}'
    assert words(drawn(lite, source)) == "0 of 0 places free"


@pytest.mark.parametrize(
    ("page", "shown"),
    [(1, "1 2 ⋯ 7 Next page"), (4, "Previous page 1 ⋯ 3 4 5 ⋯ 7 Next page"), (7, "Previous page 1 ⋯ 6 7")],
)
def test_the_pages_near_and_the_ends_are_offered(lite: Flask, page: int, shown: str) -> None:
    source = '{% from "kit/paging.html" import pagination %}{{ pagination(page, 7, link) }}'
    tree = drawn(lite, source, page=page, link="/things?page={}".format)
    assert words(tree) == shown
    assert [a.text for a in tree.iter("a") if a.get("aria-current") == "page"] == [str(page)]


def test_a_single_page_needs_no_pages(lite: Flask) -> None:
    source = '{% from "kit/paging.html" import pagination %}{{ pagination(1, 1, link) }}'
    assert words(drawn(lite, source, link=str)) == ""


@pytest.mark.parametrize(
    ("page", "total", "said"),
    [
        (1, 0, "No services"),
        (1, 1, "1 service"),
        (1, 20, "20 services"),
        (2, 1234, "Showing 21 to 40 of 1,234 services"),
        (3, 41, "Showing 41 to 41 of 41 services"),
    ],
)
def test_how_many_there_are_is_said(lite: Flask, page: int, total: int, said: str) -> None:
    source = '{% from "kit/paging.html" import showing %}{{ showing(page, 20, total, "service", "services") }}'
    assert words(drawn(lite, source, page=page, total=total)) == said


def test_a_button_that_is_a_form_carries_its_token_and_says_what_it_is_about(lite: Flask) -> None:
    source = (
        '{% from "kit/forms.html" import press_button %}{{ press_button("Still right", "/c", {"v": 3}, "for A & B") }}'
    )
    tree = drawn(lite, source)
    form = tree.find("form")
    assert form is not None
    assert (form.get("method"), form.get("action")) == ("post", "/c")
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert fields.pop("csrf_token")
    assert fields == {"v": "3"}
    assert words(tree) == "Still right for A & B"


def test_what_a_person_wrote_is_shown_as_text(lite: Flask) -> None:
    source = (
        '{% from "kit/lists.html" import result_card, summary, timeline %}'
        '{{ result_card(evil, "/s", evil, "", [evil]) }}{{ summary([("Name", evil)]) }}'
        '{{ timeline([{"title": evil, "text": evil, "who": evil, "at": at, "when": evil}]) }}'
    )
    tree = drawn(lite, source, evil="<b>bold</b>", at=datetime(2026, 11, 23, 16, tzinfo=UTC))
    assert tree.find(".//b") is None
    assert words(tree).count("<b>bold</b>") == 8


def test_a_summary_leaves_out_what_is_not_known(lite: Flask) -> None:
    source = '{% from "kit/lists.html" import summary %}{{ summary([("A", none), ("B", ""), ("C", 0)]) }}'
    assert words(drawn(lite, source)) == "C 0"


def test_filters_can_be_taken_away_one_by_one_and_all_together(lite: Flask) -> None:
    source = """{% from "kit/filters.html" import filter_panel, filter_group, filter_options %}
    {% call filter_panel("/services", [{"text": "Therapy", "remove_href": "/services?a=1"}], "/services") %}
      {% call filter_group("Type", true) %}
        {{ filter_options("type", "Type", [{"value": "therapy", "text": "Therapy", "count": 1200}], ["therapy"]) }}
      {% endcall %}
    {% endcall %}"""
    tree = drawn(lite, source)
    links = {words(a): a.get("href") for a in tree.iter("a")}
    assert links["Remove Therapy"] == "/services?a=1"
    assert links["Clear all filters"] == "/services"
    box = tree.find(".//input")
    assert box is not None
    assert box.get("checked") is not None
    labels = {label.get("for"): words(label) for label in tree.iter("label")}
    assert labels[box.get("id")] == "Therapy (1,200)"


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 418])
def test_every_refusal_has_a_page_with_its_own_words(lite: Flask, status: int) -> None:
    source = '{% extends "errors/error.html" %}'
    tree = drawn(lite, source, status=status, detail="What the domain said", request_id="r-1")
    said = words(tree)
    assert len(list(tree.iter("h1"))) == 1
    assert "What the domain said" in said
    assert ("r-1" in said) == (status >= 500)
