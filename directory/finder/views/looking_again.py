from functools import partial

from flask import flash

from directory.finder.places import no_persons_name
from directory.geo.here import gazetteer_if_built
from directory.kit.likely_names import hint, likely_names


def ask_to_look_again(text: str) -> None:
    """Where what somebody wrote looks like a name, say so beside what was done: it is kept, and may be changed."""
    if said := hint(likely_names(text, partial(no_persons_name, gazetteer=gazetteer_if_built()))):
        flash(said, "warning")
