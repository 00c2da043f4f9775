"""Unmet need, for those who commission: numbers, bars drawn on the server, and a file."""

from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.codes import REGIONS, ServiceType, Specialism, label
from directory.insight import queries
from directory.insight.queries import Reading
from directory.insight.rules.asking import Asked, Whose
from directory.insight.rules.hiding import FEWEST
from directory.insight.rules.ledger import DIMENSION_LABELS, MOST_MONTHS, SEVERAL, month_of, month_words, months_back
from directory.kit import clock, tables
from directory.kit.understand import NotUnderstood, singly, understood
from directory.requests.rules.lifecycle import UNMET_LABELS, UnmetReason

insight = Blueprint("insight", __name__, url_prefix="/insight")
FEW = f"fewer than {FEWEST}"


@insight.get("")
@guarded(Permission.INSIGHT_READ)
def unmet() -> ResponseReturnValue:
    """Show what was sought and not found, counted in six ways."""
    wrong: NotUnderstood | None = None
    try:
        asked = understood(Asked, singly(Asked, request.args))
    except NotUnderstood as refusal:
        wrong, asked = refusal, Asked()
    reading = queries.unmet(current_actor(), asked, today=clock.today())
    page = render_template(
        "insight/unmet.html",
        asked=asked,
        reading=reading,
        wrong=_said(wrong),
        choices=_choices(),
        titles=DIMENSION_LABELS,
        several=SEVERAL,
        few=FEW,
        fewest=FEWEST,
        month_words=month_words,
        file=f"{url_for('insight.unmet_file')}?{urlencode(asked.pairs())}",
    )
    return page, 422 if wrong else 200


def _said(wrong: NotUnderstood | None) -> list[str]:
    if wrong is None:
        return []
    return [words if name == "body" else f"{name}: {words}" for name, words in wrong.fields.items()]


def _choices() -> dict[str, list[tuple[str, str]]]:
    """Give what may be chosen, by field."""
    this = month_of(clock.today())
    months = [months_back(this, number) for number in range(MOST_MONTHS)]
    return {
        "since": [(month, month_words(month)) for month in months],
        "until": [(month, month_words(month)) for month in months],
        "type": [(each.value, label(each)) for each in ServiceType],
        "specialism": [(each.value, label(each)) for each in Specialism],
        "region": [(region, region) for region in REGIONS],
        "reason": [(each.value, UNMET_LABELS[each]) for each in UnmetReason],
    }


@insight.get("/unmet-need.csv")
@guarded(Permission.INSIGHT_READ)
def unmet_file() -> ResponseReturnValue:
    """Give the same numbers as a file. Raises NotUnderstood."""
    asked = understood(Asked, singly(Asked, request.args))
    reading = queries.unmet(current_actor(), asked, today=clock.today())
    name = f"unmet-need-{asked.whose.value}-{reading.limits.since}-{reading.limits.until}.csv"
    return Response(
        tables.as_csv(_rows(reading)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows(reading: Reading) -> list[list[str | int | None]]:
    whose = "All authorities, rounded" if reading.whose is Whose.ALL else "Own authority"
    rows: list[list[str | int | None]] = [["whose", "from", "to", "counted by", "value", "needs"]]
    period = [whose, reading.limits.since, reading.limits.until]
    rows.append([*period, "All", "All", FEW if reading.total is None else reading.total])
    for dimension, lines in reading.lines.items():
        title = DIMENSION_LABELS[dimension]
        rows += [[*period, title, line.words, FEW if line.number is None else line.number] for line in lines]
    return rows
