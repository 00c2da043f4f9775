from directory.kit.settings import ROOT
from directory.tenders.rules import as_markdown, questions


def test_the_diagram_in_the_docs_is_the_table_of_the_code() -> None:
    question = (ROOT / "docs" / "lifecycles" / "question.md").read_text(encoding="utf-8")
    assert question == questions.as_markdown()
    assert (ROOT / "docs" / "lifecycles" / "tender.md").read_text(encoding="utf-8") == as_markdown()
