"""The application with its searches answered already: what a page costs without the search. For ``bench.pages`` only."""

from flask import Flask

from directory.finder.queries.find import Found
from directory.finder.rules.parameters import Avoid, SearchParameters
from directory.finder.views import search as view
from directory.web import create_app


def create() -> Flask:
    """Give the application; each search is made once, and its answer shown ever after."""
    answered: dict[str, Found] = {}
    real = view.found

    def found(asked: SearchParameters, avoid: tuple[Avoid, ...] = (), *, in_body: bool = False) -> Found:
        key = str(asked.pairs())
        if key not in answered:
            answered[key] = real(asked, avoid, in_body=in_body)
        return answered[key]

    view.found = found
    return create_app()
