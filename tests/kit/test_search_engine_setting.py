from directory.kit.settings import Settings


def test_an_engine_that_is_not_built_is_refused_at_the_start() -> None:
    (words,) = Settings(search_engine="postgresql").check()
    assert "SEARCH_ENGINE=postgresql is not built yet" in words
    assert Settings().check() == []
