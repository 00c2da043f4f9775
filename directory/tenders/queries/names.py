from sqlalchemy import func, literal, select

from directory.access import Kind
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.providers.models import Service


def public_names(text: str) -> list[str]:
    """Give the names of providers, and of services that stand in ``text``: who reads one there may know who asks.

    The same whoever asked: so what is marked tells a commissioner no more than the directory does.
    """
    providers = db.session.scalars(
        select(Organisation.name).where(Organisation.kind == Kind.PROVIDER).order_by(Organisation.name)
    ).all()
    folded = " ".join(text.split()).lower()
    # a name with a wildcard in it is found too often here, and looked at again by whoever asks
    stands = literal(folded).like(literal("%") + func.lower(Service.name) + literal("%"))
    services = db.session.scalars(select(Service.name).where(stands).distinct().order_by(Service.name)).all()
    return [*providers, *services]
