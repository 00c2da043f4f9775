"""What stands on which shelf: actions are atomic, queries say who asks, views are guarded and thin."""

import ast
from pathlib import Path

import pytest
from flask import Flask

from directory.access.guards import unguarded
from tests.house.source import ROOT, parsed, python_files

# what other actions call to write down what they do: they run inside an action and begin none
JOINING = {"record", "later", "put", "remove", "mail", "notice", "note_said"}
JOINING |= {"take_places", "return_places", "occupy_places", "free_places"}  # providers/actions/holding.py says why


def of_shelf(shelf: str) -> list[Path]:
    return [f for f in python_files("directory") if f.name == f"{shelf}.py" or f.parent.name == shelf]


def public_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def decorators(function: ast.FunctionDef) -> set[str]:
    found = set()
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        found.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
    return found


def first_argument(function: ast.FunctionDef) -> str:
    return function.args.args[0].arg if function.args.args else ""


def loose_actions(tree: ast.Module) -> list[str]:
    """Give the functions that take an actor and begin no transaction."""
    return [
        f.name
        for f in public_functions(tree)
        if first_argument(f) == "actor" and f.name not in JOINING and "atomic" not in decorators(f)
    ]


def anonymous_queries(tree: ast.Module) -> list[str]:
    """Give the queries that neither take an actor first nor say that they are public."""
    return [f.name for f in public_functions(tree) if first_argument(f) != "actor" and not f.name.startswith("public_")]


def commits(tree: ast.Module) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def test_every_action_is_one_transaction() -> None:
    assert {str(f.relative_to(ROOT)): bad for f in of_shelf("actions") if (bad := loose_actions(parsed(f)))} == {}
    assert loose_actions(ast.parse("def publish(actor, tender_id): ...")) == ["publish"]
    assert loose_actions(ast.parse("@atomic\ndef publish(actor, tender_id): ...")) == []


def test_every_query_takes_the_actor_first_or_says_that_it_is_public() -> None:
    machinery = {"audit", "jobs", "search"}  # read by the site itself, not for a person
    files = [f for f in of_shelf("queries") if f.parts[-2] not in machinery]
    assert {str(f.relative_to(ROOT)): bad for f in files if (bad := anonymous_queries(parsed(f)))} == {}
    assert anonymous_queries(ast.parse("def tenders(limit): ...")) == ["tenders"]


def test_only_the_atomic_decorator_commits() -> None:
    files = [f for f in python_files("directory") if f.name != "atomic.py" and "search" not in f.parts]
    assert {str(f.relative_to(ROOT)): lines for f in files if (lines := commits(parsed(f)))} == {}
    assert commits(ast.parse("db.session.commit()")) == [1]


def test_every_route_is_guarded(lite: Flask) -> None:
    assert unguarded(lite) == []
    lite.view_functions["naked"] = lambda: ""
    assert unguarded(lite) == ["naked"]


@pytest.mark.parametrize("shelf", ["actions", "queries", "models", "rules", "jobs"])
def test_the_domain_does_not_see_the_request(shelf: str) -> None:
    seen = {
        str(f.relative_to(ROOT)): node.lineno
        for f in of_shelf(shelf)
        for node in ast.walk(parsed(f))
        if isinstance(node, ast.ImportFrom)
        and node.module in {"flask", "flask_login"}
        and {alias.name for alias in node.names}
        & {"request", "session", "current_user", "abort", "render_template", "redirect"}
    }
    assert seen == {}
