"""The order of what is found, on judged searches, beside engines as they come (``python -m bench.quality``)."""

from collections.abc import Iterator

import psycopg
import pytest

from bench.quality.judged import SEARCHES, SERVICES, Ranker, mean, ndcg, quality, relevance
from bench.quality.rankers import documents, ours, plain_postgresql, plain_whoosh
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.postgresql.engine import PostgresqlEngine
from tests.search.make_documents import commit


def scored(ranker: Ranker, who: str) -> float:
    score = mean(quality(ranker))
    print(f"\nnDCG@10 of {who}: {score:.3f}")  # noqa: T201
    return score


@pytest.fixture
def postgresql_itself(postgresql_engine: PostgresqlEngine) -> Iterator[psycopg.Connection[tuple[int]]]:
    url = postgresql_engine._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def test_every_search_can_be_answered_and_every_service_is_fit_for_some() -> None:
    assert len(SEARCHES) >= 30
    assert len(SERVICES) >= 140
    for asked in SEARCHES:
        assert any(relevance(service, asked) == 3 for service in SERVICES), asked.text
        best = sorted(range(len(SERVICES)), key=lambda n: -relevance(SERVICES[n], asked))
        assert ndcg(best, asked) == 1
        assert ndcg([], asked) == 0


def test_ours_is_better_than_plain_whoosh(lite_engine: EmbeddedEngine) -> None:
    commit(documents())
    plain = max(scored(plain_whoosh(every_word=every), f"plain Whoosh, every={every}") for every in (False, True))
    assert scored(ours(lite_engine), "ours, embedded") > plain + 0.1


def test_ours_is_better_than_plain_postgresql(
    postgresql_engine: PostgresqlEngine, postgresql_itself: psycopg.Connection[tuple[int]]
) -> None:
    commit(documents())
    plain = scored(plain_postgresql(postgresql_itself), "plain PostgreSQL")
    assert scored(ours(postgresql_engine), "ours, PostgreSQL") > plain + 0.1
