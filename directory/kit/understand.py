"""What outsiders send, understood by a pydantic model or refused with words for each field."""

from collections.abc import Iterable, Mapping
from enum import EnumMeta
from types import NoneType, UnionType
from typing import Any, Protocol, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

from directory.kit.errors import Invalid

LONGEST_ECHO = 40
MOST_PROBLEMS = 50


class Given(BaseModel):
    """The base of every body and every set of parameters: what is unknown is refused, never ignored.

    Describe each field (``Field(description=...)``) by what would be right: refusals and the docs quote it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


M = TypeVar("M", bound=BaseModel)


class Repeatable(Protocol):
    """What a query string or a form is read as (werkzeug's MultiDict)."""

    def keys(self) -> Iterable[str]:
        """Give the names."""
        ...

    def getlist(self, key: str, /) -> list[str]:
        """Give all values of a name."""
        ...


class NotUnderstood(Invalid):
    """What was sent is not what was asked for; ``right`` says, by field, what would be."""

    def __init__(self, fields: Mapping[str, str], right: Mapping[str, str] | None = None) -> None:
        super().__init__(fields=fields)
        self.right = dict(right or {})


def understood(model: type[M], given: Any) -> M:
    """Give ``given`` (what JSON or ``singly`` gave) as ``model``; raise NotUnderstood with words for each field."""
    try:
        return model.model_validate(given)
    except ValidationError as refusal:
        fields: dict[str, str] = {}
        right: dict[str, str] = {}
        for error in refusal.errors(include_url=False)[:MOST_PROBLEMS]:
            place = tuple(error["loc"])
            if place and isinstance(place[-1], int):  # one of a list's plain values: the list is the field
                place = place[:-1]
            name = ".".join(str(step) for step in place) or "body"
            fields.setdefault(name, _words(error))
            if advice := _advice(model, place, error["type"]):
                right.setdefault(name, advice)
        raise NotUnderstood(fields, right) from None


def singly(model: type[BaseModel], given: Repeatable) -> dict[str, Any]:
    """Give the values of a query string or a form by name: a list where ``model`` takes several.

    An empty value says nothing, as an untouched form field does. Raises NotUnderstood where one is repeated
    that must not be.
    """
    values: dict[str, Any] = {}
    twice: dict[str, str] = {}
    for name in given.keys():  # noqa: SIM118  # a MultiDict's iteration is not part of what is asked of it
        filled = [value for value in given.getlist(name) if value.strip()]
        field = model.model_fields.get(name)
        if field is None:
            values[name] = given.getlist(name)
        elif takes_several(field.annotation):
            values[name] = filled
        elif len(filled) > 1:
            twice[name] = "is given more than once"
        elif filled:
            values[name] = filled[0]
    if twice:
        raise NotUnderstood(twice)
    return values


def takes_several(annotation: Any) -> bool:
    """Say whether a field of this type holds a list."""
    if get_origin(annotation) in (Union, UnionType):
        return any(takes_several(part) for part in get_args(annotation))
    return get_origin(annotation) in (list, tuple, set, frozenset)


_WORDS = {
    "missing": "is needed",
    "extra_forbidden": "is not known here",
    "int_parsing": "is not a whole number",
    "int_type": "is not a whole number",
    "int_from_float": "is not a whole number",
    "int_parsing_size": "is too large a number",
    "float_parsing": "is not a number",
    "float_type": "is not a number",
    "finite_number": "is not a number",
    "bool_parsing": "is neither 1 nor 0",
    "bool_type": "is neither true nor false",
    "string_type": "is not text",
    "list_type": "is not a list",
    "tuple_type": "is not a list",
    "dict_type": "is not an object",
    "model_type": "is not an object",
    "model_attributes_type": "is not an object",
    "uuid_parsing": "is not an id (UUID)",
    "uuid_type": "is not an id (UUID)",
    "json_invalid": "is not JSON",
    "enum": "is not one of the values known",
    "literal_error": "is not one of the values known",
}

_BOUNDS = {
    "greater_than_equal": "must be at least {:g}",
    "greater_than": "must be more than {:g}",
    "less_than_equal": "must be at most {:g}",
    "less_than": "must be less than {:g}",
    "string_too_long": "is longer than {}",
    "string_too_short": "is shorter than {}",
}
_COUNTS = {"too_long": "at most {max_length} are taken", "too_short": "at least {min_length} are needed"}


def _words(error: Any) -> str:
    """Say what is wrong with one field, so that the sentence may follow its name."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in ("too_long", "too_short"):
        return f"has {context['actual_length']} values, {_COUNTS[kind].format(**context)}"
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(next(iter(context.values())))
    if kind in ("missing", "extra_forbidden"):
        return _WORDS[kind]
    ending = "is not a date" if kind.startswith(("date_", "datetime_")) else _WORDS.get(kind, "is not understood")
    return _echo(error["input"]) + ending


def _echo(value: Any) -> str:
    """Quote what was given, if it is short text or a number."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = str(value)
    return f"“{text[:LONGEST_ECHO]}{'…' if len(text) > LONGEST_ECHO else ''}” "


def _advice(model: type[BaseModel], place: tuple[Any, ...], kind: str) -> str:
    """Say what would be right for the field at ``place``: its description, or the names that are known."""
    here: type[BaseModel] | None = model
    said = ""
    for step in place:
        if isinstance(step, int) or here is None:
            continue
        field = here.model_fields.get(str(step))
        if field is None:
            return f"Known here: {', '.join(here.model_fields)}" if kind == "extra_forbidden" else said
        said = field.description or said
        here = inner_model(field.annotation)
    return said


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """Give the model inside ``list[Model]``, ``Model | None`` and the like."""
    if isinstance(annotation, type) and not isinstance(annotation, EnumMeta) and issubclass(annotation, BaseModel):
        return annotation
    parts = [part for part in get_args(annotation) if part not in (NoneType, Ellipsis)]
    return next((found for part in parts if (found := inner_model(part))), None)
