"""A public service in the words of Open Referral UK 3.0.

Source: https://docs.openreferraluk.org/ (schema reference). A service is at one place at most, so what the standard
calls a service at a location has the service's own id.
"""

from uuid import UUID

from directory.api.filled import Block, filled
from directory.api.openreferral.terms import SPECIALISMS, TYPES, Term, made_id, term_block
from directory.codes import label, language_label
from directory.geo.authorities import by_code
from directory.organisations.models import Organisation
from directory.providers.models import Registration, Service
from directory.providers.search import register_words


def organisation_block(organisation: Organisation) -> Block:
    """Give an organisation as lists hold it. The standard wants a description and we keep none."""
    return {
        "id": str(organisation.id),
        "name": organisation.name,
        "description": f"{organisation.name} offers services for children that are listed in Fairhaven",
    }


def whole_organisation(organisation: Organisation, services: list[Block]) -> Block:
    """Give an organisation with the numbers by which it is known and its public services."""
    known = (("GB-COH", "Company number", organisation.company_number),)
    numbers = [
        {
            "id": str(made_id("identifier", organisation.id, scheme)),
            "organization_id": str(organisation.id),
            "identifier_scheme": scheme,
            "identifier_type": kind,
            "identifier": number,
        }
        for scheme, kind, number in known
        if number
    ]
    return organisation_block(organisation) | filled(organization_identifiers=numbers, services=services)


def service_block(service: Service) -> Block:
    """Give a service as lists hold it."""
    website = service.website if service.website.startswith(("https://", "http://")) else ""
    return filled(
        id=str(service.id),
        organization_id=str(service.organisation_id),
        name=service.name,
        description=service.description or register_words(service),
        url=website,
        email=service.email,
        status="active",
        accreditations=_registered(service),
        minimum_age=service.age_minimum,
        maximum_age=service.age_maximum,
        organization=organisation_block(service.organisation),
    )


def _registered(service: Service) -> str:
    if service.registration is Registration.UNREGULATED:
        return ""
    rated = f", judged {label(service.rating)} on {service.rating_on:%d %B %Y}" if service.rating_on else ""
    return f"Registered with the regulator ({label(service.registration).lower()}){rated}"


def location_id(service: Service) -> UUID:
    """Give the id of the place at which a service is."""
    return made_id("location", service.id)


def has_place(service: Service) -> bool:
    """Say whether a service says where it is."""
    return service.latitude is not None


def location_block(service: Service) -> Block:
    """Give the place as lists hold it."""
    return filled(
        id=str(location_id(service)),
        location_type="physical",
        name=service.name,
        latitude=service.latitude,
        longitude=service.longitude,
    )


def _address(service: Service) -> Block:
    lines = [line.strip() for line in service.address.replace(",", "\n").splitlines() if line.strip()]
    authority = by_code().get(service.authority_gss or "")
    town = lines[-1] if len(lines) > 1 else (authority.short_name if authority else "")
    return {
        "id": str(made_id("address", service.id)),
        "location_id": str(location_id(service)),
        "address_1": ", ".join(lines[:-1] if len(lines) > 1 else lines) or town,
        "city": town,
        "state_province": authority.short_name if authority else (service.region or ""),
        "postal_code": service.postcode,
        "country": "GB",
        "address_type": "physical",
    }


def at_location(service: Service) -> Block:
    """Give a service at its place as lists hold it."""
    return {
        "id": str(service.id),
        "location": location_block(service),
        "service": service_block(service),
    }


def whole_at_location(service: Service) -> Block:
    """Give a service at its place with all there is."""
    location = location_block(service) | {"addresses": [_address(service)]}
    return {
        "id": str(service.id),
        "location": location,
        "service": whole_service(service, places=False),
    }


def whole_service(service: Service, *, places: bool = True) -> Block:
    """Give a service with all that belongs to it."""
    claimed = sorted(claim.specialism for claim in service.claims if claim.refused_at is None)
    terms = [Term(TYPES, service.service_type), *(Term(SPECIALISMS, one) for one in claimed)]
    there = {
        "id": str(service.id),
        "service_id": str(service.id),
        "location_id": str(location_id(service)),
        "location": location_block(service) | {"addresses": [_address(service)]},
    }
    return service_block(service) | filled(
        attributes=[
            {
                "id": str(made_id("attribute", service.id, term.id)),
                "link_id": str(service.id),
                "taxonomy_term_id": str(term.id),
                "taxonomy_term": term_block(term),
            }
            for term in terms
        ],
        languages=[
            {
                "id": str(made_id("language", service.id, code)),
                "service_id": str(service.id),
                "code": code,
                "name": language_label(code),
            }
            for code in service.languages
        ],
        service_at_locations=[there] if places and has_place(service) else [],
    )
