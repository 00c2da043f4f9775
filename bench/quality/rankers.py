"""Whoever orders the judged services: our engines, plain Whoosh, plain PostgreSQL."""

from uuid import UUID

import psycopg
from whoosh.fields import NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import AndGroup, MultifieldParser, OrGroup

from bench.data import NOW
from bench.quality.judged import AT, SERVICES, Ranker
from directory.codes import Gender, Rating, ServiceType
from directory.search import Document, SearchQuery, Viewer
from directory.search.port import Engine


def documents() -> list[Document]:
    """Give the judged services as documents: they differ in name and description only."""
    return [
        Document(
            service_id=UUID(int=number + 1),
            organisation_id=UUID(int=1),
            organisation_name="Organisation",
            name=each.name,
            description=each.description,
            service_type=ServiceType.TRAINING,
            specialisms={},
            languages=(),
            age_minimum=0,
            age_maximum=18,
            gender=Gender.ANY,
            registered=None,
            available=None,
            available_from=None,
            confirmed_at=None,
            rating=Rating.NOT_YET_RATED,
            rating_on=None,
            authority=None,
            region=None,
            confidential=False,
            area="",
            latitude=None,
            longitude=None,
        )
        for number, each in enumerate(SERVICES)
    ]


def ours(engine: Engine) -> Ranker:
    """Ask one of our engines, which holds ``documents``."""

    def rank(text: str) -> list[int]:
        page = engine.search(SearchQuery(text=text, per_page=AT), Viewer(), NOW)
        return [hit.document.service_id.int - 1 for hit in page.hits]

    return rank


def plain_whoosh(*, every_word: bool) -> Ranker:
    """Ask Whoosh as it comes: TEXT fields with stemming off as in its stock analyser, BM25F over both fields."""
    store = RamStorage().create_index(Schema(number=NUMERIC(stored=True), name=TEXT, description=TEXT))
    writer = store.writer()
    for number, each in enumerate(SERVICES):
        writer.add_document(number=number, name=each.name, description=each.description)
    writer.commit()
    group = AndGroup if every_word else OrGroup
    parser = MultifieldParser(["name", "description"], store.schema, group=group)

    def rank(text: str) -> list[int]:
        with store.searcher() as searcher:
            return [hit["number"] for hit in searcher.search(parser.parse(text), limit=AT)]

    return rank


def plain_postgresql(connection: psycopg.Connection[tuple[int]]) -> Ranker:
    """Ask PostgreSQL as it comes: ``english``, websearch_to_tsquery, ts_rank_cd with the name weighing more."""
    connection.execute("CREATE TEMPORARY TABLE judged(number int, words tsvector)")
    weighed = "setweight(to_tsvector('english', %s), 'A') || setweight(to_tsvector('english', %s), 'D')"
    for number, each in enumerate(SERVICES):
        given = (number, each.name, each.description)
        connection.execute(f"INSERT INTO judged SELECT %s, {weighed}", given)
    ranked = (
        "SELECT number FROM judged, websearch_to_tsquery('english', %s) AS asked WHERE words @@ asked "
        f"ORDER BY ts_rank_cd(words, asked) DESC, number LIMIT {AT}"
    )

    def rank(text: str) -> list[int]:
        return [row[0] for row in connection.execute(ranked, (text,)).fetchall()]

    return rank
