"""The schemas that the OpenAPI document shares, each under a name of its own."""

from typing import Any

from pydantic import BaseModel

REFS = "#/components/schemas/{model}"


def component(model: type[BaseModel], schemas: dict[str, Any], mode: Any) -> dict[str, str]:
    """Put a model's schema among ``schemas``, and give the reference to it."""
    schema = inlined(model, schemas, mode)
    name = model.__name__
    if schemas.get(name, schema) != schema:  # another model of this name was there first
        name = f"{model.__module__.rpartition('.')[2].title().replace('_', '')}{name}"
    _keep(schemas, name, schema)
    return {"$ref": REFS.format(model=name)}


def inlined(model: type[BaseModel], schemas: dict[str, Any], mode: Any) -> dict[str, Any]:
    """Give a model's JSON schema, with those inside it moved to ``schemas``.

    Two classes of one name (the regulator's rating and that of a contract) stay two: the later one, and whatever
    refers to it, is named after ``model`` too.
    """
    schema = model.model_json_schema(ref_template=REFS, mode=mode)
    inner = schema.pop("$defs", {})
    names: dict[str, str] = {}
    while clashing := [
        name
        for name in inner
        if name not in names and name in schemas and schemas[name] != _renamed(inner[name], names)
    ]:
        names |= {name: f"{model.__name__}{name}" for name in clashing}
    for name, each in inner.items():
        _keep(schemas, names.get(name, name), _renamed(each, names))
    whole: dict[str, Any] = _renamed(schema, names)
    return whole


def _keep(schemas: dict[str, Any], name: str, schema: dict[str, Any]) -> None:
    if schemas.setdefault(name, schema) != schema:
        raise ValueError(f"two schemas of the API are both named {name}: rename the class of one")


def _renamed(schema: Any, names: dict[str, str]) -> Any:
    """Give a schema whose references to the keys of ``names`` lead to their values."""
    if isinstance(schema, list):
        return [_renamed(each, names) for each in schema]
    if isinstance(schema, dict):
        return {key: _renamed(value, names) for key, value in schema.items()}
    name = schema.removeprefix(REFS.format(model="")) if isinstance(schema, str) else ""
    return REFS.format(model=names[name]) if name in names and schema != name else schema
