import pytest

from directory.files.rules import EVIDENCE, LONGEST_NAME, Kind, clean_name, kind_of, size_words, words_of
from directory.files.rules.pdf import wrong_with_pdf
from tests.files.samples import jpeg, packed, pdf, png


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), Kind.PDF),
        (png(), Kind.PNG),
        (jpeg(), Kind.JPEG),
        (pdf(end=b"\r\n"), Kind.PDF),
        (png(end=bytes(2000)), None),
        (b"<html>" + pdf(), None),
        (b"%PDF-1.4", None),
        (png()[:40], None),
        (b"MZ\x90\0", None),
        (b"", None),
    ],
    ids=[
        "pdf",
        "png",
        "jpeg",
        "a line after",
        "much after",
        "a page first",
        "half pdf",
        "half png",
        "program",
        "empty",
    ],
)
def test_a_file_is_what_it_begins_and_ends_as(content: bytes, kind: Kind | None) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (b"", ""),
        (b"5 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj\n", "JavaScript"),
        (b"5 0 obj << /S /J#61va#53cript >> endobj\n", "JavaScript"),
        (b"5 0 obj << /S/Launch/F(cmd.exe) >> endobj\n", "starts a program"),
        (b"5 0 obj << /Type /EmbeddedFile >> endobj\n", "another file"),
        (b"5 0 obj << /LaunchPad 1 /JavaScripts 2 >> endobj\n", ""),
        (packed(b"5 0 << /Title (Training) >>"), ""),
        (packed(b"5 0 << /S /JavaScript /JS (x) >>"), "JavaScript"),
        (packed(b"5 0 << /S /Launch >>", b"/Obj#53tm"), "starts a program"),
        (packed(b"5 0 << /S /JavaScript >>", deflate=False), "JavaScript"),
        (packed(b"\x80\x81 ascii85 or anything", deflate=False), "cannot be checked"),
        (packed(bytes(40 * 1024 * 1024)), "cannot be checked"),
        (b"5 0 obj << /Encrypt 6 0 R >> endobj\n", "locked"),
    ],
)
def test_a_pdf_with_more_than_pages_in_it_is_known(inside: bytes, words: str) -> None:
    said = wrong_with_pdf(pdf(inside))
    assert words in said if words else not said


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Training record.pdf", "Training record.pdf"),
        ("C:\\Users\\someone\\scan.PDF", "scan.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("invoice.pdf.exe", "invoice.pdf.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("cod\u202efdp.exe", "cod fdp.exe.pdf"),
        ("Urkunde Größe.pdf", "Urkunde Größe.pdf"),
        ("", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "file.pdf"),
    ],
)
def test_a_name_is_safe_to_show_and_to_save(given: str, kept: str) -> None:
    assert clean_name(given, Kind.PDF) == kept


def test_a_name_is_not_longer_than_is_kept() -> None:
    assert len(clean_name("x" * 500 + ".pdf", Kind.PDF)) == LONGEST_NAME


def test_sizes_and_kinds_have_words() -> None:
    assert [size_words(n) for n in (820, 14_336, 2_400_000, 10 * 1024 * 1024)] == [
        "820 bytes",
        "14 KB",
        "2.3 MB",
        "10 MB",
    ]
    assert words_of(EVIDENCE) == "PDF, PNG or JPEG"
    assert words_of({Kind.PDF}) == "PDF"
