"""What a provider says and what an officer finds, for ``make_frameworks``' one question, price, cover and policy."""

from directory.frameworks.rules.joining import Assessment, Said

SAID = Said(
    answers=("Two adults are awake each night.",),
    prices=(4_800_00,),
    insurance={"public_liability_pence": 5_000_000_00},
    policies=("safeguarding",),
    declared=True,
)


def found(*, passes: bool) -> Assessment:
    """Give an assessment by which the application is to be accepted, or not."""
    return Assessment((passes,), ("It says who does what.",), conditions_met=True, conditions_reason="Seen.")
