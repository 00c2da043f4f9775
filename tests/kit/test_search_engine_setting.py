from directory.kit.settings import Settings


def test_an_engine_that_the_database_cannot_serve_is_refused_at_the_start() -> None:
    (words,) = Settings(search_engine="postgresql").check()
    assert "SEARCH_ENGINE=postgresql needs a PostgreSQL database" in words
    assert Settings(search_engine="postgresql", database_url="postgresql://u@h/d").check() == []
    assert Settings().check() == []
