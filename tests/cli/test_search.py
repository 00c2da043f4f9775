from flask import Flask

from directory import cli
from directory.search.engines import embedded
from tests.search import make_documents


def run(app: Flask, *command: str) -> tuple[int, str]:
    cli.init(app)
    answer = app.test_cli_runner().invoke(args=["search", *command])
    return answer.exit_code, answer.output


def test_an_index_is_checked_and_mended(lite: Flask) -> None:
    documents = make_documents.documents(3, 12)
    make_documents.commit(documents)
    assert run(lite, "check")[0] == 1
    code, said = run(lite, "rebuild")
    # documents that no service stands behind are taken out
    assert (code, said.strip()) == (0, "0 services are in the index")
    assert run(lite, "check") == (0, "0 differences between the database and the index\n")


def test_a_text_that_differs_is_named(lite: Flask) -> None:
    documents = make_documents.documents(3, 12)
    make_documents.commit(documents)
    embedded().rebuild()
    raw = embedded()._feed._database.raw_connection()
    raw.execute("UPDATE search_documents SET name = 'Zebra' WHERE service_id = ?", (documents[0].service_id.hex,))
    raw.commit()
    code, said = run(lite, "check")
    assert code == 1
    assert said.startswith(f"{documents[0].service_id} has another text in the index\n1 differences")
