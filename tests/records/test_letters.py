"""Whatever people type, a PDF comes of it that a screen reader can read."""

import re
import unicodedata
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.records import typesetting
from directory.records.rules.document import Block, Document, Heading, Part, Prose, Section, Table, facts
from directory.records.rules.letters import HELD, printable


def made_of(*texts: str) -> Document:
    blocks: tuple[Block, ...] = (
        Heading(texts[0]),
        *(Prose(text) for text in texts),
        Table("Texts", ("One", "Another"), tuple((text, text) for text in texts)),
        facts("Fact", ("Text", texts[-1])),
    )
    return Document("Procurement file", texts[0], (), (Section(Part.NOTICE, blocks),))


@pytest.fixture
def bare() -> Flask:
    """Only where the templates are."""
    return Flask("directory.web", template_folder=str(Path(__file__).parents[2] / "templates"))


def test_every_letter_that_is_said_to_be_held_is_held_by_the_fonts(bare: Flask) -> None:
    held = [chr(code) for first, last in HELD for code in range(first, last + 1)]
    texts = [" ".join(held[at : at + 64]) for at in range(0, len(held), 64)]
    with bare.app_context():
        assert typesetting._set(made_of(*texts), "Made", printable)
    kept = [one for one in held if printable(one) == one]
    assert len(kept) > 2000
    assert set("Ŵŵ Ŷŷ Łódź Nguyễn Ơ đ Ñ ß € £ – “quote” • ½ Ελλ Київ") <= set(kept)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Llŷn, Nguyễn, Łódź", "Llŷn, Nguyễn, Łódź"),
        ("w\u0302", "ŵ"),
        ("中文 and 🙂", "[U+4E2D][U+6587] and [U+1F642]"),
        ("q\u0301\u0302", "q[U+0301][U+0302]"),
        ("soft\u00adhyphen\u202e", "softhyphen"),
        ("a\r\nb\rc\x07", "a\nb\nc[U+0007]"),
    ],
)
def test_what_the_fonts_do_not_hold_stands_as_its_number(typed: str, printed: str) -> None:
    assert printable(typed) == printed


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_anything_can_be_set(bare: Flask, texts: list[str]) -> None:
    with bare.app_context():
        made = typesetting._set(made_of(*texts), "Made", printable)
    assert made.startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    "markup", ["#panic()", "$x$", "*b* _i_ `c`", "= Heading", '#read("/etc/passwd")', "<label> @ref", "\\#"]
)
def test_what_people_write_is_never_markup(bare: Flask, markup: str) -> None:
    with bare.app_context():
        marked = typesetting.pdf(made_of(markup), "Made")
        plain = typesetting.pdf(made_of("x" * len(markup)), "Made")
    objects = re.compile(rb"/Type\s*/StructElem|/StructElem")
    assert len(objects.findall(marked)) == len(objects.findall(plain))


def test_the_pdf_says_what_it_is_and_is_tagged(bare: Flask) -> None:
    with bare.app_context():
        made = typesetting.pdf(made_of("Llŷn"), "Made")
        again = typesetting.pdf(made_of("Llŷn"), "Made")
    assert made == again
    for sign in (b"/Lang", b"/StructTreeRoot", b"/MarkInfo", b"/Outlines", b"pdfuaid"):
        assert sign in made, sign
    assert unicodedata.unidata_version >= "14"


def test_a_typesetter_that_stumbles_is_asked_again_with_plain_letters(
    bare: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicException(BaseException):
        pass

    real = typesetting._set

    def stumbling(document: Document, made: str, letters: object) -> bytes:
        if letters is printable:
            raise PanicException
        return real(document, made, letters)  # type: ignore[arg-type]

    monkeypatch.setattr(typesetting, "_set", stumbling)
    with bare.app_context():
        assert typesetting.pdf(made_of("Llŷn"), "Made").startswith(b"%PDF")
