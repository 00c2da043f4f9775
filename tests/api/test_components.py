"""The description of the API says of every model what the model says, whatever other models are named."""

from typing import Any

from flask import Flask

from directory.api.openapi import operations
from tests.inspect_pages import Client


def unfolded(schema: Any, shared: dict[str, Any], within: tuple[str, ...] = ()) -> Any:
    """Give a schema with every reference replaced by what it leads to; one that leads back to itself stays."""
    if isinstance(schema, list):
        return [unfolded(each, shared, within) for each in schema]
    if not isinstance(schema, dict):
        return schema
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if name and name not in within:
        more = {key: value for key, value in schema.items() if key != "$ref"}
        return unfolded(shared[name], shared, (*within, name)) | unfolded(more, shared, within)
    return {key: unfolded(value, shared, within) for key, value in schema.items() if key not in ("$ref", "$defs")}


def test_every_body_and_answer_is_described_as_its_own_model(lite: Flask, client: Client) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    shared, compared = document["components"]["schemas"], 0
    for one in operations(lite):
        said = document["paths"][one.path][one.method.lower()]
        answer = said["responses"][str(one.description.status)]
        for model, mode, place in (
            (one.description.body, "validation", said.get("requestBody")),
            (one.description.answer, "serialization", answer),
        ):
            if model is not None:
                own = model.model_json_schema(mode=mode)  # type: ignore[arg-type]
                schema = place["content"]["application/json"]["schema"]
                assert unfolded(schema, shared) == unfolded(own, own.get("$defs", {})), one.name
                compared += 1
    assert compared > 100


def test_two_lists_of_one_name_stay_two(client: Client) -> None:
    schemas = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    ratings = {tuple(schema["enum"]) for name, schema in schemas.items() if name.endswith("Rating")}
    assert len(ratings) == 2
    assert any("outstanding" in values for values in ratings)
    assert any("approaching_target" in values for values in ratings)
