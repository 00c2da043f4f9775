from flask import request
from werkzeug.datastructures import MultiDict

from directory.finder.forms.zones import Zones
from directory.finder.rules.parameters import SearchParameters


def asked_here() -> tuple[MultiDict[str, str], Zones]:
    """Give the search that this request carries: from its body if it is posted, else from its address.

    Other fields of the form fall away. Exclusion zones are read from a body only.
    """
    source = request.form if request.method == "POST" else request.args
    known = [(name, value) for name, value in source.items(multi=True) if name in SearchParameters.model_fields]
    return MultiDict(known), Zones.of(request.form)
