"""Where a service is, as far as it is kept."""

from typing import Any

from directory.geo.here import gazetteer
from directory.geo.rules import parse_outward, parse_postcode
from directory.providers.rules.facts import Facts


def public_where(facts: Facts, wrong: dict[str, str]) -> dict[str, Any]:
    """Give the columns of where a service is; of a confidential one the outward code only. Notes what is wrong."""
    text = facts.postcode.strip()
    known = gazetteer()
    postcode, outward = parse_postcode(text), parse_outward(text)
    if postcode is None and not (outward and facts.hidden):
        wrong["postcode"] = "Enter a full postcode, such as LS1 4AP"
        return {}
    found = known.locate(text)
    if found is None or found.authority_gss is None:
        wrong["postcode"] = f"We do not know {text.upper()}. Check it, or enter one nearby"
        return {}
    area = known.authority(found.authority_gss)
    authority = next((each for each in known.authorities() if area and each.gss == area.code), None)
    if authority is None:
        wrong["postcode"] = f"We do not know which authority {text.upper()} is in"
        return {}
    where = {"authority_gss": authority.gss, "region": authority.region}
    if facts.hidden:
        code = postcode.outward if postcode else outward
        return where | {"outcode": code, "address": "", "postcode": "", "latitude": None, "longitude": None}
    return where | {
        "outcode": postcode.outward if postcode else None,
        "address": facts.address.strip(),
        "postcode": str(postcode),
        "latitude": found.point.latitude,
        "longitude": found.point.longitude,
    }
