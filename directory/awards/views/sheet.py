from io import BytesIO
from uuid import UUID

from flask import send_file
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.awards.queries.scores import shown_scores
from directory.awards.sheet import workbook
from directory.awards.views.blueprint import judged, pages
from directory.awards.weighing import weighed
from directory.tenders.queries import owned_tender

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.route("/scores.xlsx")
@guarded(Permission.BID_MODERATE)
def spreadsheet(tender_id: UUID) -> ResponseReturnValue:
    """Give the judging as a spreadsheet that recomputes; scores only once all have finished, prices once open."""
    tender = owned_tender(current_actor(), tender_id)
    case, _ = judged(tender_id)
    made = workbook(case, weighed(case), shown_scores(current_actor(), case))
    return send_file(BytesIO(made), mimetype=XLSX, as_attachment=True, download_name=f"{tender.reference}-scores.xlsx")
