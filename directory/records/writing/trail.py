"""Who did what, when: what the record keeps of the tender."""

import json
from collections.abc import Iterator

from directory.records.material import Act, Material
from directory.records.rules.document import Block, Hidden, Prose, Table, Words
from directory.records.rules.withholding import Secret
from directory.records.writing.saying import exactly

A_PROVIDER = "A provider"


def trail(material: Material) -> Iterator[Block]:
    """Give each act in order. What providers do stands without their names until the bids are judged."""
    yield Prose(
        "Each line is one of the site's record, which is kept as a chain: a line that was changed or taken away is "
        "found when the chain is checked. What is done among sealed bids is not among them."
    )
    rows = tuple(
        (exactly(act.at), _event(act.event), _who(material, act), _facts(material, act)) for act in material.acts
    )
    yield Table("The record of this tender", ("When", "What", "Who", "Facts"), rows)


def _event(event: str) -> str:
    return event.partition(":")[2].replace("_", " ")


def _who(material: Material, act: Act) -> Words:
    if act.organisation_id in {None, material.tender.authority_id}:
        return material.names.person(act.person_id)
    if act.person_id in material.names.aliases:
        return material.names.person(act.person_id)
    if material.judged and act.organisation_id in material.names.bidders and "question" not in act.event:
        return material.names.bidder(act.organisation_id)
    return A_PROVIDER


def _facts(material: Material, act: Act) -> Hidden | str:
    """Give what the record keeps besides: not while bids are judged, withheld with the people whose ids it names."""
    if not act.facts or material.still_judged:
        return ""
    return Hidden(Secret.PEOPLE, json.dumps(act.facts, ensure_ascii=False, sort_keys=True))
