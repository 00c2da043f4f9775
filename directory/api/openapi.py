"""The OpenAPI 3.1 document of API v1, made from the routes, their guards and their models."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from pydantic import BaseModel
from werkzeug.routing import Rule

from directory.access.guards import Guard, guard_of
from directory.api.components import REFS, component, inlined
from directory.api.idempotency import HEADER, LONGEST_KEY, METHODS, REPLAYED
from directory.api.operations import Description, description_of
from directory.kit.understand import takes_several

PATH_TYPES = {"UUIDConverter": {"type": "string", "format": "uuid"}, "IntegerConverter": {"type": "integer"}}
MADE = "fairhaven_openapi"
SAYS = {
    400: "The body is not JSON that can be read",
    401: "No token, or one that is not valid",
    403: "The token's role or scopes do not allow it",
    404: "There is none, or it belongs to somebody else",
    409: "It is not in a state from which this can be done, or the first request with its key is not answered yet",
    412: "Somebody changed it since it was read",
    415: "The body is not sent as JSON",
    422: "A field or parameter cannot be understood: `errors` says which, what is wrong and what would be right",
    428: "A change must say which version was read (If-Match)",
    429: "Too many requests: wait as long as Retry-After says",
}


@dataclass(frozen=True)
class Operation:
    """One method of one route, as the docs show it."""

    method: str
    path: str
    rule: Rule
    guard: Guard
    description: Description
    notes: str

    @property
    def name(self) -> str:
        """Give the operation's id."""
        return str(self.rule.endpoint).removeprefix("api.")

    @property
    def tag(self) -> str:
        """Give the noun under which it is listed."""
        return self.path.removeprefix("/api/v1/").split("/")[0]

    @property
    def refusals(self) -> list[int]:
        """Give every status it may refuse with."""
        found = {422, 429, *self.description.refusals}
        if self.guard.signed_in:
            found |= {401, 403}
        if self.rule.arguments:
            found.add(404)
        if self.description.body:
            found |= {400, 415}
        if self.method in METHODS:
            found.add(409)
        return sorted(found)


def operations(app: Flask) -> list[Operation]:
    """Give every described operation of v1, by path and method."""
    return sorted(_operations(app), key=lambda one: (one.tag, one.path, one.method))


def _operations(app: Flask) -> Iterator[Operation]:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        description = description_of(view)
        if not rule.endpoint.startswith("api.") or description is None:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            path = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule)
            notes = "\n".join(line.strip() for line in (view.__doc__ or "").strip().splitlines())
            yield Operation(method, path, rule, guard_of(view), description, notes)


def document(app: Flask, server: str) -> dict[str, Any]:
    """Give the whole document. Routes do not change once the application serves, so the rest is made once."""
    made: dict[str, Any] = app.extensions.setdefault(MADE, {})
    if not made:
        made.update(_made(app))
    return {**made, "servers": [{"url": server}]}


def _made(app: Flask) -> dict[str, Any]:
    schemas: dict[str, Any] = {"Problem": PROBLEM}
    paths: dict[str, Any] = {}
    for one in operations(app):
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fairhaven",
            "version": "1",
            "description": "Find specialist provision for children, say what capacity there is, and commission it.",
        },
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(one: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    described = one.description
    made: dict[str, Any] = {
        "operationId": one.name,
        "summary": described.summary,
        "description": f"{one.notes}\n\nWho may: {one.guard.words()}.".strip(),
        "tags": [one.tag],
        "security": [{"token": []}] if one.guard.signed_in else [{}, {"token": []}],
        "parameters": [
            *_path_parameters(one.rule),
            *_query_parameters(described.parameters, schemas),
            *([KEY] if one.method in METHODS else []),
        ],
        "responses": {str(described.status): _answer(described.answer, schemas)},
    }
    for status in one.refusals:
        made["responses"][str(status)] = {
            "description": SAYS.get(status, "Refused"),
            "content": {"application/problem+json": {"schema": {"$ref": REFS.format(model="Problem")}}},
        }
        if status == 429:
            made["responses"]["429"]["headers"] = RETRY_AFTER
    if described.body:
        schema = component(described.body, schemas, "validation")
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return made


def _path_parameters(rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": PATH_TYPES.get(type(rule._converters[name]).__name__, {"type": "string"}),  # noqa: SLF001 - werkzeug shows them nowhere else
        }
        for name in sorted(rule.arguments, key=rule.rule.index)
    ]


def _query_parameters(model: type[BaseModel] | None, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    if model is None:
        return []
    schema = inlined(model, schemas, "validation")
    found = []
    for name, prop in schema["properties"].items():
        kept = {key: value for key, value in prop.items() if key not in ("description", "title")}
        one: dict[str, Any] = {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "schema": kept,
            "description": prop.get("description", ""),
        }
        if takes_several(model.model_fields[name].annotation):
            one |= {"style": "form", "explode": True}
        found.append(one)
    return found


def _answer(model: type[BaseModel] | None, schemas: dict[str, Any]) -> dict[str, Any]:
    if model is None:
        return {"description": "Done"}
    return {
        "description": (model.__doc__ or "The answer").strip().splitlines()[0],
        "content": {"application/json": {"schema": component(model, schemas, "serialization")}},
    }


KEY: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$"},
    "description": "Send the same key again with the same request, and what was done is not done again: you get the "
    f"first answer, with `{REPLAYED}: true`. Kept for 24 hours. The same key with another request is refused (422), "
    "and while the first is not answered yet (409, with Retry-After). What was refused frees its key.",
}
RETRY_AFTER = {"Retry-After": {"description": "seconds to wait", "schema": {"type": "integer"}}}

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What was refused, and why (RFC 9457).",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {
                    "field": {"type": "string", "description": "the parameter or the path in the body"},
                    "detail": {"type": "string", "description": "what is wrong"},
                    "right": {"type": "string", "description": "what would be right"},
                },
            },
        },
    },
}
