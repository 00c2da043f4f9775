"""What an operation of the API takes and gives, said once: the view reads by it and the docs are made from it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from directory.kit.understand import NotUnderstood, singly, understood

P = ParamSpec("P")
M = TypeVar("M", bound=BaseModel)

MOST_JSON_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Description:
    """What an operation takes and gives. ``refusals`` are the statuses it may refuse with beside 422.

    ``most_bytes``: how much its body may hold.
    """

    summary: str
    parameters: type[BaseModel] | None
    body: type[BaseModel] | None
    answer: type[BaseModel] | None
    status: int
    refusals: tuple[int, ...]
    public: bool
    most_bytes: int = MOST_JSON_BYTES


def described(
    summary: str,
    *,
    parameters: type[BaseModel] | None = None,
    body: type[BaseModel] | None = None,
    answer: type[BaseModel] | None = None,
    status: int = 200,
    refusals: tuple[int, ...] = (),
    public: bool = False,
    most_bytes: int = MOST_JSON_BYTES,
) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Describe a view of the API; stands nearest to the function, under the guard.

    Every query parameter of an operation that takes none is refused here, so that nothing is ignored in silence.
    ``public`` lets scripts of any origin read the answer.
    """

    def describe(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def run(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if parameters is None and request.args:
                raise NotUnderstood(dict.fromkeys(request.args, "is not known here"))
            return view(*args, **kwargs)

        run.__dict__["description"] = Description(
            summary, parameters, body, answer, status, refusals, public, most_bytes
        )
        return run

    return describe


def description_of(view: Any) -> Description | None:
    """Give what a view is described as; None for one that is not."""
    found: Description | None = getattr(view, "description", None)
    return found


def parameters(model: type[M]) -> M:
    """Give this request's query parameters as ``model``. Raises NotUnderstood (422)."""
    _as_described(parameters=model)
    return understood(model, singly(model, request.args))


def body(model: type[M]) -> M:
    """Give this request's JSON body as ``model``. Raises NotUnderstood (422); 415 or 400 where it is no JSON."""
    _as_described(body=model)
    if not request.is_json:
        raise UnsupportedMediaType("Send JSON, with Content-Type: application/json")
    request.max_content_length = most_bytes()
    try:
        given = request.get_json()
    except (BadRequest, RecursionError) as fault:
        raise BadRequest("The body is not JSON that can be read") from fault
    return understood(model, given)


def most_bytes() -> int:
    """Give how much the body of this request may hold."""
    described_so = description_of(current_app.view_functions[request.endpoint or ""])
    return described_so.most_bytes if described_so else MOST_JSON_BYTES


def answered(model: BaseModel, status: int = 200) -> ResponseReturnValue:
    """Give ``model`` as the JSON answer."""
    return jsonify(model.model_dump(mode="json", exclude_none=False)), status


def _as_described(**models: type[BaseModel]) -> None:
    """Hold a view to its description, or the docs would tell a tale."""
    description = description_of(current_app.view_functions[request.endpoint or ""])
    for name, model in models.items():
        if getattr(description, name, None) is not model:
            raise RuntimeError(f"{request.endpoint} reads {model.__name__} and is not described so")
