"""What the story of the demonstration needs: places tonight near Leeds for a trafficked boy of 15 from Vietnam."""

from typing import Any

from directory.codes import Gender, Rating, ServiceType, Specialism

_READY: dict[str, Any] = {
    "service_type": ServiceType.FOSTER_CARE,
    "confidential": True,
    "organisation": "Harbour Light Care",
    "ages": (10, 17),
    "gender": Gender.ANY,
    "rating": Rating.GOOD,
    "registered": 2,
    "staffed": 2,
    "occupied": 1,
    "closed": 0,
    "free_in_days": 0,
}
_KNOWS = (Specialism.TRAFFICKING, Specialism.TRAUMA, Specialism.UNACCOMPANIED_ASYLUM_SEEKING)

# outward code, languages, how many specialisms, how many of them assured, hours since confirmed, words
_HOUSEHOLDS: tuple[tuple[str, tuple[str, ...], int, int, int, str], ...] = (
    (
        "LS8",
        ("eng", "vie"),
        3,
        2,
        2,
        "Carers who speak Vietnamese and have looked after three trafficked boys. We keep a 72-hour safety plan ready.",
    ),
    (
        "LS11",
        ("eng", "vie"),
        2,
        1,
        30,
        "One carer speaks Vietnamese. Experience of children who go missing in the first days.",
    ),
    (
        "BD3",
        ("eng", "vie", "cmn"),
        3,
        0,
        500,
        "Carers from a Vietnamese and Chinese background. Emergency placements at any hour.",
    ),
    (
        "HD1",
        ("eng", "sqi"),
        2,
        2,
        5,
        "Carers trained in trafficking and trauma, with an Albanian-speaking support worker.",
    ),
    ("LS8", ("eng",), 1, 1, 20, "Experienced carers of trafficked teenagers, two spare rooms, a dog."),
)

STORY: tuple[dict[str, Any], ...] = tuple(
    _READY
    | {
        "name": f"Household HL-9{number:02}",
        "outcode": outcode,
        "languages": languages,
        "specialisms": _KNOWS[:known],
        "assured_days": dict.fromkeys(_KNOWS[:assured], 200),
        "confirmed_hours_ago": hours,
        "description": words,
    }
    for number, (outcode, languages, known, assured, hours, words) in enumerate(_HOUSEHOLDS, start=1)
)
