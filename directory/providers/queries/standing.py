"""What stands of a service, field by field, as a source might tell it."""

from typing import Any

from directory.kit.canonical import text_of
from directory.kit.crypto import fingerprint, fingerprints
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


def public_print(value: Any) -> str:
    """Give the keyed hash under which it is remembered that a source told a value."""
    return fingerprint("tellings", text_of(value))


def public_prints(value: Any) -> list[str]:
    """Give every hash under which a value may have been remembered: after a change of key, the older ones too."""
    return fingerprints("tellings", text_of(value))
