"""What stands of a service, field by field, as a source might tell it."""

from typing import Any

from directory.providers.models import Service


def public_standing(service: Service) -> dict[str, Any]:
    """Give every field of a service as JSON keeps it; of a confidential place the outward code only."""
    confidential = service.confidential
    return {
        "name": service.name,
        "description": service.description,
        "place": {
            "confidential": confidential,
            "postcode": (service.outcode or "") if confidential else service.postcode,
            "address": service.address,
        },
        "ages": [service.age_minimum, service.age_maximum],
        "gender": service.gender.value,
        "languages": sorted(service.languages),
        "specialisms": sorted(claim.specialism.value for claim in service.claims),
        "registered": service.capacity.registered if service.capacity else None,
        "telephone": service.telephone,
        "email": service.email,
        "website": service.website,
    }
