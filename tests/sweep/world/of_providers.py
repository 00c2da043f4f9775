"""Services in every state, of both providers: public and confidential, with claims."""

import re
from io import BytesIO

from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM, Kind
from directory.codes import ServiceType, Specialism
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.tables import as_csv
from directory.notify.models import Mail
from directory.providers.actions.bulk import read_file
from directory.providers.actions.evidence import add_files
from directory.providers.actions.reminders import remind
from directory.providers.models import ClaimFile, Proposal, Registration, Service, Status
from directory.providers.queries.bulk import own_table
from directory.providers.rules.told import Source
from tests import make, make_services
from tests.files.samples import png
from tests.sweep.expect import Item, Sees
from tests.sweep.people import HERE, THERE
from tests.sweep.routes import Thing
from tests.sweep.world.kept import World

LINK = re.compile(r"/capacity/link/(\S+)")
HOME, ADVOCACY = ServiceType.CHILDRENS_HOME, ServiceType.ADVOCACY


def fill(world: World) -> None:
    """Make them by the makers of services."""
    for provider in (HERE[Kind.PROVIDER], THERE[Kind.PROVIDER]):
        for status in Status:
            _service(world, provider, HOME, status)
            _service(world, provider, ADVOCACY, status)
        _service(world, provider, HOME, Status.PUBLISHED, Registration.GONE)
        _file(world, provider)
    _link(world)


def _service(
    world: World,
    provider: str,
    kind: ServiceType,
    status: Status,
    registration: Registration = Registration.UNREGULATED,
) -> None:
    claimed = [Specialism.TRAFFICKING, Specialism.TRAUMA]
    made = make_services.service(provider, type=kind, status=status, specialisms=claimed, registration=registration)
    gone = registration is Registration.GONE
    words = f"{'confidential' if made.confidential else 'public'} {status.value}{' and gone' if gone else ''} service"
    _listed(world, provider, made, words, in_directory=status is Status.PUBLISHED and not gone)
    one: dict[str, object] = {"service_id": made.id}
    world.add(Thing.OWN_SERVICE, Item(one, provider, words=words))
    if status is Status.PUBLISHED and not gone:
        _proposal(world, provider, made, words)
    if made.capacity is not None:
        in_use = status in {Status.PUBLISHED, Status.PAUSED} and not gone
        world.add(Thing.PLACES, Item(one, provider, words=words))
        world.add(Thing.PLACES_IN_USE, Item(one, provider if in_use else "", words=words))
    sees = Sees.EVERYBODY if status in {Status.PUBLISHED, Status.PAUSED} else Sees.OWNER
    for claim in made.claims:
        words = f"claim of a {words}"
        world.add(Thing.CLAIM, Item({"claim_id": claim.id}, "", sees, words=words))
        world.add(Thing.OWN_CLAIM, Item({**one, "claim_id": claim.id}, provider, words=words))
    if status is not Status.WITHDRAWN:
        _evidence(world, provider, made, sees)


def _evidence(world: World, provider: str, made: Service, sees: Sees) -> None:
    """Have the provider add a file to the first claim of a service."""
    claim_id, service_id = made.claims[0].id, made.id
    sent = [("Training.png", BytesIO(png()))]
    add_files(make.provider(of=provider), service_id, claim_id, sent=sent, now=clock.now())
    (kept,) = db.session.scalars(select(ClaimFile).where(ClaimFile.claim_id == claim_id))
    one: dict[str, object] = {"claim_id": claim_id, "file_id": kept.file_id}
    world.add(Thing.EVIDENCE, Item(one, "", sees, words="evidence"))
    world.add(Thing.OWN_EVIDENCE, Item({**one, "service_id": service_id}, provider, words="evidence"))


@atomic
def _proposal(world: World, provider: str, made: Service, words: str) -> None:
    proposal = Proposal(
        service_id=made.id,
        field="description",
        source=Source.FILE,
        name="services.csv",
        value={"value": "A calm place."},
        made_at=clock.now(),
    )
    db.session.add(proposal)
    db.session.flush()
    audit.record(SYSTEM, "proposal:made", made, at=clock.now())
    one: dict[str, object] = {"service_id": made.id, "proposal_id": proposal.id}
    world.add(Thing.PROPOSAL, Item(one, provider, words=f"proposal for a {words}"))


def _listed(world: World, provider: str, made: Service, words: str, *, in_directory: bool) -> None:
    sees = Sees.CONFIDENTIAL if made.confidential else Sees.EVERYBODY
    # what is not in the directory is nobody's there: its provider finds it among its own services
    item = Item({"service_id": made.id}, provider, sees, words=words)
    world.add(Thing.SERVICE, item if in_directory else Item({"service_id": made.id}, "", words=words))
    public = in_directory and not made.confidential
    world.add(Thing.PUBLIC_SERVICE, item if public else Item({"service_id": made.id}, "", words=words))
    if public:
        owner = Item({"organisation_id": made.organisation_id}, "", Sees.EVERYBODY, words=f"provider of a {words}")
        world.add(Thing.PUBLIC_ORGANISATION, owner)


def _file(world: World, provider: str) -> None:
    actor = make.provider(of=provider)
    data = as_csv(own_table(actor))
    sent = read_file(actor, name="places.csv", data=data, now=clock.now())
    world.add(Thing.PLACES_FILE, Item({"file_id": sent.id}, provider, words="file of places"))


def _link(world: World) -> None:
    """Have a provider reminded of one of its services, and take the link out of the mail that waits to leave."""
    provider = HERE[Kind.PROVIDER]
    make_services.service(provider, name="Reminded of", confirmed_days_ago=9)
    actor = make.provider(of=provider)
    assert actor.organisation_id
    assert remind(actor.organisation_id, now=clock.now())
    said = db.session.scalars(select(Mail.body).order_by(Mail.created_at)).all()
    secret = next(found[1] for body in said if body and (found := LINK.search(body)))
    world.add(Thing.PLACES_LINK, Item({"secret": secret}, "", Sees.EVERYBODY, words="link in a reminder"))
