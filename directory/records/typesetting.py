"""A file as a PDF: tagged for screen readers (PDF/UA-1), with its title, language, headings and page numbers.

What people wrote is handed over as JSON and never as markup. The fonts come with the typesetter, and none of the
machine's are used, so the same document gives the same bytes everywhere.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typst
from flask import current_app

from directory.records.rules.document import Document
from directory.records.rules.letters import printable

TEMPLATE = "records/file.typ"
NAMELESS = "–"  # a heading must say something, whatever somebody called a criterion


def as_json(document: Document, letters: Callable[[str], str] = str) -> dict[str, Any]:
    """Give a redacted document as JSON keeps it, each text through ``letters``."""
    return {
        "title": letters(document.title),
        "subject": letters(document.subject).strip() or NAMELESS,
        "opening": [_block(block, letters) for block in document.opening],
        "sections": [
            {
                "part": section.part.value,
                "title": section.title,
                "blocks": [_block(block, letters) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _block(block: Any, letters: Callable[[str], str]) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if kind == "heading":
        return {"kind": kind, "level": block.level, "words": letters(block.words).strip() or NAMELESS}
    if kind == "prose":
        return {"kind": kind, "words": letters(block.words)}
    return {
        "kind": kind,
        "caption": letters(block.caption).strip() or NAMELESS,
        "head": list(block.head),
        "rows": [[letters(words) for words in row] for row in block.rows],
        "facts": block.facts,
    }


def pdf(document: Document, made: str) -> bytes:
    """Give the PDF of a redacted document; ``made`` stands at the foot of each page.

    Letters that the fonts do not hold stand as their numbers. Should the typesetter still stumble over what somebody
    wrote, everything beyond plain English letters does.
    """
    try:
        return _set(document, made, printable)
    except BaseException as fault:
        if not isinstance(fault, Exception) and type(fault).__name__ != "PanicException":
            raise
        return _set(document, made, _plain)


def _plain(text: str) -> str:
    return "".join(one if one.isascii() else f"[U+{ord(one):04X}]" for one in printable(text))


def _set(document: Document, made: str, letters: Callable[[str], str]) -> bytes:
    template = Path(str(current_app.template_folder)) / TEMPLATE
    said = json.dumps({**as_json(document, letters), "made": letters(made)}, ensure_ascii=False)
    compiler = typst.Compiler(template, root=template.parent, ignore_system_fonts=True, sys_inputs={"file": said})
    made_bytes = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    if not isinstance(made_bytes, bytes):
        raise TypeError("a PDF is bytes")
    return made_bytes
